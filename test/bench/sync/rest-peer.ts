import { join } from 'node:path'
import { benchCache } from '../cache/bench-cache.ts'
import { check } from '../cache/load.ts'
import { type AccountJson, type EventJson, NOW, PAGE, type Size } from './rest-data.ts'
import type { BenchServer } from './rest-server.ts'

/**
 * The least that could be done: `fetch` a page, `JSON.parse` it, put it by prepared statements into the same tables with
 * the same indexes and pragmas, a transaction a page. No checks, no upsert, no identity, no cursor, nobody in between.
 */
export async function bareLoop(dir: string, server: BenchServer, size: Size): Promise<number> {
  const cache = benchCache(join(dir, 'bare'))
  const { connection } = cache
  const account = connection.prepare(
    `INSERT INTO account (uid, name, plan, country, time_zone, owner, signed_up_at, renews_at, mrr_minor, currency, properties, updated_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const key = connection.prepare('INSERT INTO account_key (source_id, external_id, account_id) VALUES (1, ?, ?)')
  const event = connection.prepare(
    "INSERT INTO event (account_id, source_id, stream, external_id, kind, at, value, properties) VALUES (?, 1, 'events', ?, ?, ?, ?, ?)",
  )
  const ids = new Map<string, number>()
  const putAccount = (row: AccountJson) => {
    const { subscription: s, address } = row
    const json = JSON.stringify({ industry: row.industry })
    const [signedUp, renews] = [Date.parse(row.created_at), Date.parse(s.renews_at)]
    const { lastInsertRowid } = account.run(
      `bench:${row.id}`,
      row.name,
      s.plan,
      address.country,
      address.time_zone,
      row.owner.name,
      signedUp,
      renews,
      s.mrr.amount,
      s.mrr.currency,
      json,
      NOW,
    )
    key.run(row.id, lastInsertRowid)
    ids.set(row.id, Number(lastInsertRowid))
  }
  const putEvent = (row: EventJson) =>
    event.run(
      ids.get(row.account.id),
      row.id,
      row.type,
      Date.parse(row.created_at),
      row.value,
      JSON.stringify(row.data),
    )
  const started = performance.now()
  await eachPage<AccountJson>(`${server.url}/accounts`, rows =>
    connection.transaction(() => rows.forEach(putAccount)).immediate(),
  )
  await eachPage<EventJson>(`${server.url}/events`, rows =>
    connection.transaction(() => rows.forEach(putEvent)).immediate(),
  )
  const seconds = (performance.now() - started) / 1_000
  check(cache, size)
  await cache.close()
  return (size.accounts + size.events) / seconds
}

async function eachPage<Row>(url: string, put: (rows: Row[]) => void): Promise<void> {
  let after: string | null = '0'
  while (after !== null) {
    const answer = await fetch(`${url}?limit=${PAGE}&after=${after}`, { headers: { authorization: 'Bearer key' } })
    const page = JSON.parse(await answer.text()) as { data: Row[]; has_more: boolean; next: string }
    put(page.data)
    after = page.has_more ? page.next : null
  }
}
