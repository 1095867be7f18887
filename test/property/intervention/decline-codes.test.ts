import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { HARD_DECLINES, mayRetry, RETRY_CAP } from '../../../shared/intervention/decline-codes.ts'
import { DAY, HOUR } from '../../../shared/trigger/duration.ts'

const hard = fc.constantFrom(...HARD_DECLINES.keys())
const soft = fc.constantFrom(null, 'insufficient_funds', 'processing_error', 'try_again_later', 'a_code_of_tomorrow')

describe('trying a payment again', () => {
  it('never happens after a hard decline, however little was tried', () => {
    fc.assert(
      fc.property(hard, fc.array(fc.integer({ min: 0, max: 100 * DAY })), (declineCode, attempts) => {
        expect(mayRetry({ declineCode, attempts, counted: null }, 100 * DAY)).toMatchObject({ may: false, until: null })
      }),
    )
  })

  it('happens at most eight times in any fourteen days, whatever is asked when', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 30 * HOUR }), soft), { maxLength: 120 }), asks => {
        const attempts: number[] = []
        let now = 0
        for (const [step, declineCode] of asks) {
          now += step
          if (mayRetry({ declineCode, attempts, counted: null }, now).may) attempts.push(now)
        }
        for (const at of attempts) {
          const within = attempts.filter(other => other > at - RETRY_CAP.within && other <= at)
          expect(within.length).toBeLessThanOrEqual(RETRY_CAP.attempts)
        }
      }),
    )
  })

  it('says when it may be tried again, and not a moment too early or too late', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 13 * DAY }), { minLength: 8, maxLength: 20 }), attempts => {
        const answer = mayRetry({ declineCode: null, attempts, counted: null }, 13 * DAY)
        if (answer.may || answer.until === null) throw new Error('eight attempts were not noticed')
        expect(mayRetry({ declineCode: null, attempts, counted: null }, answer.until - 1).may).toBe(false)
        expect(mayRetry({ declineCode: null, attempts, counted: null }, answer.until).may).toBe(true)
      }),
    )
  })

  it('believes what the provider has counted', () => {
    expect(mayRetry({ declineCode: null, attempts: [], counted: 7 }, DAY)).toEqual({ may: true })
    expect(mayRetry({ declineCode: null, attempts: [], counted: 8 }, DAY)).toMatchObject({ may: false, until: null })
  })
})
