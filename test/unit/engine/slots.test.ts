import { describe, expect, it } from 'vitest'
import { createSlots } from '../../../main/engine/sources/slots.ts'

/** Work that ends when the test says so. */
function gate() {
  let open: () => void = () => {}
  const opened = new Promise<void>(resolve => {
    open = resolve
  })
  return { open, opened }
}

const turn = () => new Promise<void>(resolve => setImmediate(resolve))

describe('slots', () => {
  it('runs two lanes at once, and one lane never twice', async () => {
    const slots = createSlots(2)
    const log: string[] = []
    const gates = [gate(), gate(), gate(), gate()]
    const job = (lane: number, n: number) =>
      slots.run(lane, async () => {
        log.push(`start ${n}`)
        await gates[n]?.opened
        log.push(`end ${n}`)
      })
    void job(1, 0)
    void job(1, 1)
    void job(2, 2)
    void job(3, 3)
    expect(log).toEqual(['start 0', 'start 2'])
    expect([slots.waiting(), slots.free(), slots.busy(1), slots.busy(9)]).toEqual([2, 0, true, false])
    gates[2]?.open()
    await turn()
    // The second work of lane 1 has waited longer, but its lane is not free.
    expect(log).toEqual(['start 0', 'start 2', 'end 2', 'start 3'])
    gates[0]?.open()
    await turn()
    expect(log.at(-1)).toBe('start 1')
    gates[1]?.open()
    gates[3]?.open()
    await slots.idle()
    expect([slots.waiting(), slots.free()]).toEqual([0, 2])
  })

  it('goes on after work that failed, which fails for who asked', async () => {
    const slots = createSlots(1)
    const failing = slots.run(1, async () => {
      throw new Error('no')
    })
    await expect(failing).rejects.toThrow('no')
    expect(await slots.run(1, async () => 'next')).toBe('next')
  })
})
