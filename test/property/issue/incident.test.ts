import type Database from 'better-sqlite3'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { query } from '../../../main/cache/db.ts'
import { findIncidents } from '../../../main/issue/incident/store.ts'
import { DAY, HOUR } from '../../../shared/trigger/duration.ts'
import { anAccount, NOON, putSetting } from '../../helpers/builders.ts'
import { aCache, type TestCache } from '../../helpers/cache.ts'

const BEGIN = NOON - 40 * DAY

/** A trouble before it is in the cache: whose, and when it began. */
interface Row {
  account: number
  at: number
}

const noise = fc.array(
  fc.record({
    account: fc.integer({ min: 1, max: 40 }),
    at: fc.integer({ min: BEGIN + 1, max: NOON }),
  }),
  { maxLength: 25 },
)
const bursts = fc
  .array(
    fc.record({
      from: fc.integer({ min: BEGIN + 3 * DAY, max: NOON - 4 * HOUR }),
      n: fc.integer({ min: 3, max: 20 }),
    }),
    { maxLength: 3 },
  )
  .map(list =>
    list.flatMap(({ from, n }) =>
      Array.from({ length: n }, (_, i): Row => ({ account: i + 1, at: from + i * 7 * 60_000 })),
    ),
  )

/** One issue for each trouble; issue ids tell them apart in whatever order they come. */
function insert(db: Database.Database, rows: readonly (Row & { id: number })[]): void {
  const issue = db.prepare(
    `INSERT INTO issue (id, uid, account_id, category, state, band, title, opened_at, closed_at, signal_count, playbook_id,
       priority, risk, treatability, value_minor, currency, urgency, minutes, base, factors)
     VALUES (?, ?, ?, 'fulfilment', 'closed', 1, '', 0, ?, 1, 'p', 1, 0, 0, 0, '', 1, 1, 0, '[]')`,
  )
  const signal = db.prepare(
    `INSERT INTO signal (account_id, trigger_id, trigger_version, fired_at, evidence, issue_id, dimension, cause, began_at)
     VALUES (?, 'stuck', 1, ?, '{}', ?, 'carrier', 'DHL', ?)`,
  )
  for (const { id, account, at } of rows) {
    issue.run(id, `issue:${id}`, account, NOON + DAY)
    signal.run(account, NOON, id, at)
  }
}

function anEmptyCache(): TestCache {
  const cache = aCache()
  for (let i = 0; i < 40; i++) anAccount(cache.connection)
  return cache
}

/** Opening a cache takes longer than everything that is done with it. */
function emptied(cache: TestCache): TestCache {
  for (const table of ['incident_issue', 'incident', 'signal', 'issue', 'setting'])
    cache.connection.exec(`DELETE FROM ${table}`)
  return cache
}

/** A look by somebody who has never looked away. */
async function look(cache: TestCache, now = NOON): Promise<void> {
  const seen = cache.read.get<{ value: string }>(query("SELECT value FROM setting WHERE key = 'incident.looked'"))
  const { signal } = seen ? (JSON.parse(seen.value) as { signal: number }) : { signal: 0 }
  putSetting(cache.connection, 'incident.looked', { signal, watched: [[BEGIN - DAY, now]] })
  await findIncidents({ ...cache, now, since: new Map([['stuck', BEGIN]]) })
}

/** What there is in the end, without the ids that depend on the order of finding. */
const incidents = ({ read }: TestCache) => {
  const rows = read.all<{ id: number; began_at: number; previous_id: number | null }>(
    query(
      `SELECT id, dimension, cause, state, began_at, found_at, last_at, closed_at, closed_because, usual, previous_id
       FROM incident ORDER BY cause, began_at`,
    ),
  )
  const members = (id: number) =>
    read.all(query('SELECT issue_id, began_at FROM incident_issue WHERE incident_id = ? ORDER BY issue_id', [id]))
  const beganAt = (id: number | null) => rows.find(row => row.id === id)?.began_at ?? null
  return rows.map(({ id, previous_id, ...row }) => ({ ...row, after: beganAt(previous_id), members: members(id) }))
}

const world = fc.tuple(noise, bursts).map(([a, b]) => [...a, ...b].map((row, i) => ({ ...row, id: i + 1 })))

describe('incidents', () => {
  it('are the same in whatever order and in however many parts the troubles come', async () => {
    const parts = fc.tuple(world, fc.array(fc.nat(), { minLength: 60, maxLength: 120 }), fc.integer({ min: 1, max: 9 }))
    const shared = anEmptyCache()
    await fc.assert(
      fc.asyncProperty(parts, async ([rows, keys, size]) => {
        const cache = emptied(shared)
        insert(cache.connection, rows)
        await look(cache)
        const whole = incidents(cache)
        emptied(cache)
        const order = rows
          .map((row, i) => ({ row, key: keys[i % keys.length] ?? 0 }))
          .sort((a, b) => a.key - b.key)
          .map(({ row }) => row)
        for (let at = 0; at < order.length; at += size) {
          insert(cache.connection, order.slice(at, at + size))
          await look(cache)
        }
        expect(incidents(cache)).toEqual(whole)
      }),
      { numRuns: 40, endOnFailure: true },
    )
  })

  it('take in a trouble that is told after they were over, and began before', async () => {
    const from = NOON - 20 * DAY
    const burst = Array.from({ length: 8 }, (_, i) => ({ id: i + 1, account: i + 1, at: from + i * 7 * 60_000 }))
    const late = { id: 9, account: 22, at: from + 39 * HOUR }
    const cache = anEmptyCache()
    insert(cache.connection, burst)
    await look(cache)
    insert(cache.connection, [late])
    await look(cache)
    expect(incidents(cache)).toMatchObject([{ last_at: late.at, closed_at: late.at + 2 * DAY }])
    expect(incidents(cache)[0]?.members).toContainEqual({ issue_id: 9, began_at: late.at })
  })

  it('go on when the closing of one of their issues is taken back', async () => {
    const from = NOON - 5 * HOUR
    const burst = Array.from({ length: 6 }, (_, i) => ({ id: i + 1, account: i + 1, at: from + i * 60_000 }))
    const cache = anEmptyCache()
    insert(cache.connection, burst)
    cache.connection.exec(`UPDATE issue SET closed_at = ${NOON - HOUR}`)
    await look(cache)
    expect(incidents(cache)).toMatchObject([{ closed_because: 'solved' }])
    cache.connection.exec("UPDATE issue SET state = 'open', closed_at = NULL WHERE id = 1")
    await look(cache)
    expect(incidents(cache)).toMatchObject([{ state: 'open', closed_at: null }])
  })

  it('are the same when they are looked for as they happen', async () => {
    const shared = anEmptyCache()
    await fc.assert(
      fc.asyncProperty(world, fc.integer({ min: 1, max: 9 }), async (rows, size) => {
        const order = [...rows].sort((a, b) => a.at - b.at)
        const cache = emptied(shared)
        insert(cache.connection, order)
        await look(cache)
        const whole = incidents(cache)
        emptied(cache)
        for (let at = 0; at < order.length; at += size) {
          const some = order.slice(at, at + size)
          insert(cache.connection, some)
          await look(cache, some.at(-1)?.at ?? NOON)
        }
        await look(cache)
        expect(incidents(cache)).toEqual(whole)
      }),
      { numRuns: 40, endOnFailure: true },
    )
  })
})
