import { expect, it } from 'vitest'
import { arrivalLanes, arrivalsOf } from '../../../../main/api/view/arrivals.ts'
import { evaluate } from '../../../../main/signal/evaluate/evaluate.ts'
import { DAY, HOUR } from '../../../../shared/trigger/duration.ts'
import { anAccount, aPlaybook, aTrigger, aWorkspace, NOON } from '../../../helpers/builders.ts'
import { aCache } from '../../../helpers/cache.ts'

const MIDNIGHT = NOON - 12 * HOUR

/** Past shipments that took 1 to 60 hours on lane `x`, a few on `y`, and one of 20 hours that was promised after 50. */
function aShop(lane = 'x') {
  const cache = aCache()
  const db = cache.connection
  aWorkspace(db)
  aPlaybook(db)
  const insert = db.prepare(
    `INSERT INTO object (account_id, home_id, source_id, kind, external_id, opened_at, closed_at, due_at, lane)
     SELECT value, value, 1, 'shipment', ?, ?, ?, ?, ? FROM json_each(json_array(?))`,
  )
  const past = anAccount(db)
  for (let n = 1; n <= 60; n++)
    insert.run(`P${n}`, MIDNIGHT - 10 * DAY, MIDNIGHT - 10 * DAY + n * HOUR, MIDNIGHT - 9 * DAY, 'x', past)
  for (let n = 1; n <= 5; n++) insert.run(`Y${n}`, MIDNIGHT - 10 * DAY, MIDNIGHT - 9 * DAY, null, 'y', past)
  const account = anAccount(db)
  insert.run('NOW', NOON - 20 * HOUR, null, NOON + 30 * HOUR, lane, account)
  const look = (now: number) =>
    evaluate({ ...cache, now, everything: false, signal: new AbortController().signal, onProgress: () => {} })
  const fired = () => db.prepare('SELECT account_id FROM signal').pluck().all()
  const nextLook = () => db.prepare('SELECT at FROM due WHERE account_id = ?').pluck().get(account) as number
  return { ...cache, db, account, look, fired, nextLook }
}

it('a trigger fires at the very hour at which time alone makes lateness likely enough, and before the promise is broken', async () => {
  const { db, account, look, fired, nextLook } = aShop()
  aTrigger(db, { when: { measure: { type: 'late', object: { kind: 'shipment' } }, op: '>=', threshold: 0.45 } })
  await look(NOON)
  expect(fired()).toEqual([])
  // Among 60 lives, 10 (hours 51 to 60) are late: of the 22 that last longer than 38 hours these are more than 45 %.
  const turns = nextLook()
  expect(turns).toBe(NOON + 18 * HOUR)
  await look(turns - 1)
  expect(fired()).toEqual([])
  await look(turns)
  expect(fired()).toEqual([account])
})

it('what is under way is expected by its own lane, by all lanes where few are known of its own, and the screen says which', async () => {
  for (const [lane, judgedBy] of [
    ['x', 'lane'],
    ['y', 'kind'],
  ] as const) {
    const { read, account, look } = aShop(lane)
    await look(NOON)
    const [arrival, ...others] = arrivalsOf(read, account, 20, NOON)
    expect(others).toEqual([])
    expect(arrival).toMatchObject({ externalId: 'NOW', dueAt: NOON + 30 * HOUR, judgedBy })
    expect(arrival?.low).toBeGreaterThan(NOON)
    expect(arrival?.high).toBeGreaterThan(NOON + 35 * HOUR)
    expect(arrival?.high).toBeLessThanOrEqual(NOON + 40 * HOUR)
    expect(arrival?.late).toBeCloseTo(lane === 'x' ? 10 / 40 : 10 / 44, 1)
  }
})

it('lanes are listed with what they know; a lane with few says that it goes by all', async () => {
  const { read, look } = aShop()
  await look(NOON)
  expect(arrivalLanes(read, 10)).toEqual([
    expect.objectContaining({ lane: null, lives: 66, few: false }),
    expect.objectContaining({ lane: 'x', lives: 61, ended: 60, few: false, judged: 0 }),
    expect.objectContaining({ lane: 'y', lives: 5, few: true }),
  ])
})
