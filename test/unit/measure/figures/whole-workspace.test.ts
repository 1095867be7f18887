import fc from 'fast-check'
import { expect, it } from 'vitest'
import { presentSpans } from '../../../../main/measure/figures/present.ts'
import { WEEK, weekOf } from '../../../../main/measure/figures/weeks.ts'
import { reachOf } from '../../../../main/measure/figures/work.ts'
import { comparableMinor } from '../../../../shared/exchange.ts'
import { anAccount, aPlaybook, aWorkspace, NOON } from '../../../helpers/builders.ts'
import { aCache } from '../../../helpers/cache.ts'
import { runs } from '../../../helpers/depth.ts'

/** More than are read at once, in either order. */
const ISSUES = 20_050

const CURRENCIES = { reckoning: 'EUR', rates: { USD: { perEuro: 1.1, day: '2026-11-30' } } }

/** Issues whose priorities repeat, so that pages end within equal ones; some take no time, and some have no rate. */
function aLongQueue() {
  const { connection, read } = aCache()
  aWorkspace(connection)
  aPlaybook(connection)
  connection.exec(`WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${ISSUES})
    INSERT INTO account (id, uid, name, updated_at) SELECT i, 'a' || i, 'A', 0 FROM n;
    INSERT INTO issue (uid, account_id, category, state, band, title, opened_at, signal_count, playbook_id, priority, risk,
        treatability, value_minor, currency, urgency, minutes, base, factors)
      SELECT uid, id, 'usage', iif(id % 10 = 0, 'acting', 'open'), 1, 'T', ${NOON}, 1, 'usage-check-in', id * 7 % 13, 0.5,
        iif(id % 17 = 0, -0.25, 0.5), id * 37 % 1009, CASE id % 11 WHEN 0 THEN 'USD' WHEN 1 THEN 'XXX' ELSE 'EUR' END, 1,
        iif(id % 5 = 0, 0, 0.5 + id % 3 / 4.0), 0.5, '[]' FROM account`)
  return { connection, read }
}

interface Open {
  minutes: number
  risk: number
  treatability: number
  minor: number
  currency: string
}

it('the reach is what going through the whole queue in its order finds, however many pages that takes', () => {
  const { connection, read } = aLongQueue()
  const queue = connection
    .prepare<[], Open>(
      `SELECT minutes, risk, treatability, value_minor AS minor, currency FROM issue WHERE state = 'open'
       ORDER BY priority DESC, id`,
    )
    .all()
  const hours: number[] = []
  let [minutes, value, unpriced] = [0, 0, 0]
  for (const issue of queue) {
    const minor = comparableMinor(CURRENCIES, issue)
    if (minor === null) unpriced++
    for (let left = issue.minutes; left > 0; ) {
      const step = Math.min(left, 60 - (minutes % 60))
      value += (issue.risk * issue.treatability * (minor ?? 0) * step) / issue.minutes
      minutes += step
      left -= step
      if (minutes % 60 === 0 && hours.length < 200) hours.push(Math.round(value))
    }
  }
  expect(hours).toHaveLength(200)
  expect(unpriced).toBeGreaterThan(1_000)
  expect(reachOf(read, CURRENCIES)).toEqual({
    currency: 'EUR',
    minutes,
    valueMinor: Math.round(value),
    hours,
    unpriced,
  })
})

it('accounts are customers in the weeks that they were there for as a whole, however they are counted', () => {
  const begin = weekOf(NOON) - 6 * WEEK
  const moment = fc.option(
    fc.oneof(
      fc.integer({ min: begin - 3 * WEEK, max: begin + 9 * WEEK }),
      // On a Monday's first moment, and beside it.
      fc
        .tuple(fc.integer({ min: -2, max: 8 }), fc.integer({ min: -1, max: 1 }))
        .map(([week, by]) => begin + week * WEEK + by),
    ),
  )
  const account = fc.record({ signedUpAt: moment, churnedAt: moment, isMerged: fc.boolean() })
  fc.assert(
    fc.property(fc.array(account, { maxLength: 30 }), fc.integer({ min: 0, max: 6 }), (accounts, length) => {
      const { connection, read } = aCache()
      const kept = anAccount(connection, { churnedAt: begin - WEEK })
      for (const { signedUpAt, churnedAt, isMerged } of accounts)
        connection
          .prepare('UPDATE account SET signed_up_at = ?, churned_at = ?, merged_into = ? WHERE id = ?')
          .run(signedUpAt, churnedAt, isMerged ? kept : null, anAccount(connection))
      const spans = presentSpans(read, { begin, length })
      for (let week = 0; week < length; week++) {
        const [from, to] = [begin + week * WEEK, begin + (week + 1) * WEEK]
        const there = accounts.filter(
          ({ signedUpAt, churnedAt, isMerged }) => !isMerged && (signedUpAt ?? from) <= from && (churnedAt ?? to) >= to,
        )
        const counted = spans.filter(span => span.from <= week && week < span.to)
        expect(counted.reduce((sum, span) => sum + span.accounts, 0)).toBe(there.length)
      }
    }),
    { numRuns: runs(40) },
  )
})
