import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { giveBackWhenUnused, UNUSED_MS } from '../../../preload/give-back.ts'

describe('memory is given back', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  const watched = () => {
    const used = new EventTarget()
    const giveBack = vi.fn()
    giveBackWhenUnused(used, giveBack)
    return { giveBack, use: (type: string) => used.dispatchEvent(new Event(type)) }
  }

  it.each(['keydown', 'pointerdown', 'wheel'])('once after the last %s of a stretch of use', type => {
    const { giveBack, use } = watched()
    for (let press = 0; press < 20; press++) {
      use(type)
      vi.advanceTimersByTime(UNUSED_MS - 1)
    }
    expect(giveBack).not.toHaveBeenCalled()
    vi.advanceTimersByTime(1)
    expect(giveBack).toHaveBeenCalledOnce()
    vi.advanceTimersByTime(UNUSED_MS * 100)
    expect(giveBack).toHaveBeenCalledOnce()
  })

  it('again after the next stretch', () => {
    const { giveBack, use } = watched()
    for (const times of [1, 2, 3]) {
      use('keydown')
      vi.advanceTimersByTime(UNUSED_MS)
      expect(giveBack).toHaveBeenCalledTimes(times)
    }
  })

  it('never while nobody uses the page, nor because a pointer is over it', () => {
    const { giveBack, use } = watched()
    use('pointermove')
    vi.advanceTimersByTime(UNUSED_MS * 100)
    expect(giveBack).not.toHaveBeenCalled()
  })
})
