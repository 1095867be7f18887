import { expect, it } from 'vitest'
import { createGathering, ENOUGH, GATHERED_FOR } from '../../../main/engine/learning/gathering.ts'
import { DAY } from '../../../shared/trigger/duration.ts'

const START = Date.UTC(2025, 0, 10)

/** A gathering whose clocks a test moves: both together, or the workspace's alone. */
function gathered() {
  let [now, wall] = [START, START]
  const isTime = createGathering({ now: () => now, wall: () => wall })
  return {
    isTime,
    pass: (ms: number) => {
      now += ms
      wall += ms
    },
    set: (ms: number) => {
      now += ms
    },
    stand: (ms: number) => {
      wall += ms
    },
  }
}

it('waits until a minute of due accounts has gathered', () => {
  const { isTime, pass } = gathered()
  const due = { since: START + 1_000, accounts: 3 }
  pass(2_000)
  expect(isTime(due)).toBe(false)
  pass(GATHERED_FOR - 1_001)
  expect(isTime(due)).toBe(false)
  pass(1)
  expect(isTime(due)).toBe(true)
})

it('does not wait where enough accounts are due, or something has changed', () => {
  const { isTime, pass } = gathered()
  pass(1_000)
  expect(isTime({ since: START, accounts: ENOUGH })).toBe(true)
  pass(1_000)
  expect(isTime({ since: 0, accounts: 0 })).toBe(true)
})

it('gathers nothing on a clock that stands still or was set', () => {
  const { isTime, pass, set, stand } = gathered()
  stand(1_000)
  expect(isTime({ since: START, accounts: 1 })).toBe(true)
  pass(1_000)
  set(DAY)
  expect(isTime({ since: START + DAY, accounts: 1 })).toBe(true)
})

it('is never time for what is still to come', () => {
  const { isTime, stand } = gathered()
  stand(1_000)
  expect(isTime({ since: START + 1, accounts: 0 })).toBe(false)
  expect(isTime(null)).toBe(false)
})
