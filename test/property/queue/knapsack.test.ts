import fc from 'fast-check'
import { expect, it } from 'vitest'
import { bestWork, type WorkItem, worthTrying } from '../../../main/queue/desk/knapsack.ts'

const someWork = fc
  .array(fc.record({ minutes: fc.integer({ min: 1, max: 25 }), effect: fc.integer({ min: -3, max: 60 }) }), {
    maxLength: 11,
  })
  .map(list => list.map((one, id): WorkItem => ({ id, ...one })))
const time = fc.integer({ min: 1, max: 90 })

/** Every choice is tried. */
function bruteForce(work: readonly WorkItem[], minutes: number): number {
  let best = 0
  for (let choice = 0; choice < 2 ** work.length; choice++) {
    const chosen = work.filter((_, n) => (choice >> n) % 2 === 1)
    if (chosen.reduce((sum, one) => sum + one.minutes, 0) > minutes) continue
    best = Math.max(
      best,
      chosen.reduce((sum, one) => sum + one.effect, 0),
    )
  }
  return best
}

it('no choice of the work brings more within the time', () => {
  fc.assert(
    fc.property(someWork, time, (work, minutes) => {
      expect(bestWork(work, minutes).effectAt(minutes)).toBe(bruteForce(work, minutes))
    }),
  )
})

it('the choice for each time fits into it, takes nothing twice and brings what is promised', () => {
  fc.assert(
    fc.property(someWork, time, fc.integer({ min: 0, max: 90 }), (work, capacity, asked) => {
      const minutes = Math.min(asked, capacity)
      const best = bestWork(work, capacity)
      const choice = best.choiceAt(minutes)
      expect(new Set(choice.map(({ id }) => id)).size).toBe(choice.length)
      expect(choice.reduce((sum, one) => sum + one.minutes, 0)).toBeLessThanOrEqual(minutes)
      expect(choice.reduce((sum, one) => sum + one.effect, 0)).toBe(best.effectAt(minutes))
    }),
  )
})

it('leaving out what cannot be in a best choice loses nothing', () => {
  fc.assert(
    fc.property(someWork, time, (work, minutes) => {
      const tried = worthTrying(work, minutes)
      expect(bruteForce(tried, minutes)).toBe(bruteForce(work, minutes))
    }),
  )
})
