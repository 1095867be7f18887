import { expect, it } from 'vitest'
import { createHalfRead } from '../../../main/engine/sources/half-read.ts'

function aGate(reading = { loading: false, cutOff: false, behind: false }) {
  const gate = createHalfRead({
    loading: () => reading.loading,
    cutOff: () => reading.cutOff,
    behind: () => reading.behind,
  })
  return { gate, reading }
}

it('is shut until the schedule has caught up for the first time, and not for a source that is late afterwards', () => {
  const { gate, reading } = aGate({ loading: false, cutOff: false, behind: true })
  expect(gate.shut()).toBe(true)
  reading.behind = false
  expect(gate.shut()).toBe(false)
  reading.behind = true
  expect(gate.shut()).toBe(false)
})

it('is shut while something is loaded', () => {
  const { gate, reading } = aGate({ loading: true, cutOff: false, behind: false })
  expect(gate.shut()).toBe(true)
  reading.loading = false
  expect(gate.shut()).toBe(false)
})

it('is shut while the first load is read in part', () => {
  const { gate, reading } = aGate({ loading: false, cutOff: true, behind: false })
  expect(gate.shut()).toBe(true)
  reading.cutOff = false
  expect(gate.shut()).toBe(false)
})

it('is shut while the sample is filled, until the last of the work has ended, well or not', async () => {
  const { gate } = aGate()
  const first = Promise.withResolvers<string>()
  const second = Promise.withResolvers<never>()
  const works = [gate.whileFilling(() => first.promise), gate.whileFilling(() => second.promise)] as const
  expect([gate.shut(), gate.filling()]).toEqual([true, true])
  first.resolve('through')
  expect(await works[0]).toBe('through')
  expect(gate.shut()).toBe(true)
  second.reject(new Error('cut off'))
  await expect(works[1]).rejects.toThrow('cut off')
  expect([gate.shut(), gate.filling()]).toEqual([false, false])
})
