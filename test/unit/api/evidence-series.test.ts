import { expect, it } from 'vitest'
import { evidenceSeries } from '../../../main/api/view/evidence-series.ts'
import { standingTriggers, starterTriggers } from '../../../main/signal/starter-triggers.ts'
import { DAY } from '../../../shared/trigger/duration.ts'
import { anAccount, NOON } from '../../helpers/builders.ts'
import { anEvent } from '../../helpers/observed.ts'
import { aReadyCache } from '../../helpers/ready-cache.ts'

const [declared] = standingTriggers()

it('the evidence of a declared outage shows since when it is open, and a condition that counts no records shows nothing', () => {
  const { connection: db, read } = aReadyCache()
  const [account, other] = [anAccount(db), anAccount(db)]
  const put = db.prepare(
    `INSERT INTO object (account_id, source_id, kind, external_id, state, opened_at, closed_at)
     VALUES (?, 1, ?, ?, 'open', ?, ?)`,
  )
  put.run(account, 'service_outage', 'now', NOON - DAY, null)
  put.run(account, 'service_outage', 'past', NOON - 30 * DAY, NOON - 28 * DAY)
  put.run(account, 'order', 'other kind', NOON - 9 * DAY, null)
  if (!declared) throw new Error('there is no such trigger')
  const signal = { firedAt: NOON, eventIds: [] }
  const { label, points, marks } = evidenceSeries(read, account, declared, signal, NOON)
  expect(label).toBe('open service outages, last 90 days')
  expect(points.slice(-3).map(({ value }) => value)).toEqual([0, 1, 1])
  expect(points.filter(({ value }) => value > 0)).toHaveLength(5)
  expect(marks.map(({ value }) => value)).toEqual([1, 1])
  expect(evidenceSeries(read, other, declared, signal, NOON).points).toEqual([])
})

it('the evidence of nobody being active shows every kind of activity, as the trigger counts it', () => {
  const { connection: db, read } = aReadyCache()
  const account = anAccount(db)
  const days = { activity: 40, feature_used: 39, task_completed: 39, invoice_paid: 38 }
  for (const [kind, ago] of Object.entries(days)) anEvent(db, { account, kind, at: NOON - ago * DAY })
  const quiet = starterTriggers().find(({ id }) => id === 'renewal-quiet')
  if (!quiet) throw new Error('there is no such trigger')
  const { label, points } = evidenceSeries(read, account, quiet, { firedAt: NOON, eventIds: [] }, NOON)
  expect(label).toBe('activities a day, last 90 days')
  expect(points.filter(({ value }) => value > 0).map(({ value }) => value)).toEqual([1, 2])
})
