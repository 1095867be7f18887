import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { createRetaining } from '../../../main/engine/privacy/retaining.ts'
import { practiceChannel } from '../../../main/outbox/channels/practice.ts'
import { setRetention } from '../../../main/privacy/retention.ts'
import { upsertBatch } from '../../../main/sync/upsert/upsert.ts'
import { outgoingOf } from '../../../shared/outbox/outgoing.ts'
import { DAY } from '../../../shared/trigger/duration.ts'
import { aContact, anAccount, anEvent, aReachableIssue, aTicket, NOON } from '../../helpers/builders.ts'
import type { TestCache } from '../../helpers/cache.ts'
import { decideNow } from '../../helpers/decisions.ts'
import { started } from '../../helpers/outreach.ts'
import { aReadyCache } from '../../helpers/ready-cache.ts'

const KEEP = { events: null, records: null, messages: null, quarantine: null }
const YEAR = 366 * DAY

const aRetaining = (cache: TestCache) =>
  createRetaining({
    ...cache,
    clock: { now: () => NOON, wall: () => NOON },
    tasks: {
      run: (_kind, _title, work) => work({ id: 't', signal: new AbortController().signal, progress: () => {} }),
      list: () => [],
      cancel: () => false,
      cancelAll: () => {},
    },
    closing: new AbortController().signal,
  })
const rows = ({ connection }: TestCache, table: string) =>
  connection.prepare<[], number>(`SELECT count(*) FROM ${table}`).pluck().get()

it('takes away what is older than its rule says, and nothing else', async () => {
  const cache = aReadyCache()
  const account = anAccount(cache.connection)
  aContact(cache.connection, account)
  for (let n = 0; n < 450; n++) anEvent(cache.connection, account, 'login', NOON - 2 * YEAR - n)
  anEvent(cache.connection, account, 'login', NOON - DAY)
  aTicket(cache.connection, account, NOON - 2 * YEAR, NOON - 2 * YEAR + DAY)
  aTicket(cache.connection, account, NOON - 2 * YEAR)
  await decideNow(cache.writer, setRetention, { ...KEEP, events: 12, records: 12 }, { id: 'r', at: NOON })
  const retaining = aRetaining(cache)
  expect(await retaining.plan({ ...KEEP, events: 12, records: 12 })).toEqual([
    { kind: 'events', rows: 450 },
    { kind: 'records', rows: 1 },
  ])
  expect(rows(cache, 'event')).toBe(451)
  expect(await retaining.run()).toBe(451)
  // The open ticket stays, however old it is.
  expect([rows(cache, 'event'), rows(cache, 'object'), rows(cache, 'dirty')]).toEqual([1, 1, 1])
})

it('no transaction takes more than two hundred rows', async () => {
  const cache = aReadyCache()
  const account = anAccount(cache.connection)
  for (let n = 0; n < 450; n++) anEvent(cache.connection, account, 'login', NOON - 2 * YEAR - n)
  await decideNow(cache.writer, setRetention, { ...KEEP, events: 12 }, { id: 'r', at: NOON })
  const before = cache.notices.length
  await aRetaining(cache).run()
  expect(cache.notices.slice(before).filter(tables => tables.includes('event'))).toHaveLength(3)
})

it('a source that still has what was too old does not bring it back', async () => {
  const cache = aReadyCache()
  await decideNow(cache.writer, setRetention, { ...KEEP, events: 12 }, { id: 'r', at: NOON })
  const event = (at: number) => ({
    line: 1,
    raw: '',
    record: {
      ...{ record: 'event' as const, externalId: `e${at}`, account: { by: 'id' as const, externalId: 'a' } },
      ...{ kind: 'login', at, value: 1, properties: {} },
    },
  })
  const account = anAccount(cache.connection)
  cache.connection
    .prepare("INSERT INTO account_key (source_id, external_id, account_id) VALUES (1, 'a', ?)")
    .run(account)
  await cache.writer.write('steady', tx =>
    upsertBatch(tx, 1, 'shop', 'usage', [event(NOON - 2 * YEAR), event(NOON - DAY)], NOON),
  )
  expect(rows(cache, 'event')).toBe(1)
})

it('a message that left loses its text and its file, and still counts', async () => {
  const cache = aReadyCache()
  const { issue } = aReachableIssue(cache.connection, { contact: { name: 'Ada Lovelace' } })
  await started(cache, issue)
  const outgoing = outgoingOf(cache.connection.prepare<[], string>('SELECT payload FROM outbox').pluck().get() ?? '')
  await practiceChannel(cache.dir).send(outgoing, async () => {}, new AbortController().signal)
  cache.connection.prepare("UPDATE outbox SET state = 'sent', sent_at = ?").run(NOON - 2 * YEAR)
  await decideNow(cache.writer, setRetention, { ...KEEP, messages: 12 }, { id: 'r', at: NOON })
  expect(await aRetaining(cache).run()).toBe(1)
  expect(existsSync(join(cache.dir, 'practice-mail', `${outgoing.key}.eml`))).toBe(false)
  const row = cache.connection
    .prepare<[], { state: string; sent_at: number; payload: string }>('SELECT * FROM outbox')
    .get()
  expect(row).toMatchObject({ state: 'sent', sent_at: NOON - 2 * YEAR })
  expect(outgoingOf(row?.payload ?? '')).toMatchObject({ to: { address: '' }, text: '' })
  expect(await aRetaining(cache).run()).toBe(0)
})
