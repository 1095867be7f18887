import { expect, it } from 'vitest'
import { nearnessOf } from '../../../main/signal/backtest/before.ts'
import { halfStrict } from '../../../main/signal/backtest/half-strict.ts'
import { starterTriggers } from '../../../main/signal/starter-triggers.ts'
import { DAY } from '../../../shared/trigger/duration.ts'
import { comparisonsOf } from '../../../shared/trigger/trigger.ts'
import { NOON } from '../../helpers/builders.ts'
import { aCache } from '../../helpers/cache.ts'

const failing = {
  when: {
    measure: { type: 'count' as const, events: { kind: 'payment_failed' }, over: '3d' },
    op: '>=' as const,
    threshold: 4,
  },
}

/** Accounts by how many days ago their payments failed. */
function cacheOf(failures: readonly (readonly number[])[]) {
  const cache = aCache()
  const account = cache.connection.prepare('INSERT INTO account (id, uid, name, updated_at) VALUES (?, ?, ?, 0)')
  const event = cache.connection.prepare(
    `INSERT INTO event (account_id, source_id, stream, external_id, kind, at) VALUES (?, 1, 's', ?, 'payment_failed', ?)`,
  )
  for (const [k, days] of failures.entries()) {
    account.run(k + 1, `a${k}`, `A${k}`)
    for (const [n, day] of days.entries()) event.run(k + 1, `${k}-${n}`, NOON - day * DAY)
  }
  return cache.read
}

const stretch = (account: number) => ({ account, from: NOON - 14 * DAY, to: NOON })

it('says whether a condition holds, has held, would have held at half its strictness, or none of it', () => {
  const read = cacheOf([[2, 1.5, 1, 0.5], [10, 9.5, 9, 8.5], [2, 1], [2], []])
  const asked = [5, 3, 1, 4, 2].map(stretch)
  expect(nearnessOf(read, failing, asked, new Set())).toEqual([null, 'near', 'holds', null, 'held'])
})

it('what begins at the moment itself was not there before it', () => {
  const read = cacheOf([[2, 1, 0.5, 0]])
  expect(nearnessOf(read, failing, [stretch(1)], new Set())).toEqual(['near'])
})

it('what no source supplies holds for nobody', () => {
  const read = cacheOf([[2, 1.5, 1, 0.5]])
  const lacking = new Set([JSON.stringify(['event', 'payment_failed', null])])
  expect(nearnessOf(read, failing, [stretch(1)], lacking)).toEqual([null])
})

it('no threshold of a starter trigger becomes stricter', () => {
  for (const { when, id } of starterTriggers()) {
    const [before, after] = [comparisonsOf(when), comparisonsOf(halfStrict(when))]
    expect(after.map(({ measure, op }) => ({ measure, op }))).toEqual(
      before.map(({ measure, op }) => ({ measure, op })),
    )
    for (const [n, { op, threshold }] of after.entries()) {
      const strict = before[n]?.threshold
      if (typeof threshold !== 'number' || typeof strict !== 'number') continue
      if (op.startsWith('>')) expect([id, threshold <= strict]).toEqual([id, true])
      else expect([id, threshold >= strict]).toEqual([id, true])
    }
  }
})
