import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { query } from '../../../main/cache/db.ts'
import { type Connected, SourceFailure } from '../../../main/record/page.ts'
import type { EventRecord, ObjectRecord, SyncRecord } from '../../../main/record/record.ts'
import { retryPages } from '../../../main/sync/pages/retry-pages.ts'
import { type SyncPagesDeps, syncFresh, syncHistory } from '../../../main/sync/pages/sync-pages.ts'
import { bareObject, by } from '../../helpers/records.ts'
import { inPages, pagesDeps, recordsOf, type ScriptedStream, scripted, sourced } from '../../helpers/scripted-source.ts'
import {
  accountRecord,
  aTruth,
  cachedSets,
  contactRecord,
  eventRecord,
  expectedSets,
  type Truth,
  ticketRecord,
} from '../../helpers/sync-truth.ts'
import { aSyncedFolder, NOW, type SyncedFolder } from '../../helpers/synced-folder.ts'

const down = (more: ConstructorParameters<typeof SourceFailure>[1] = {}) =>
  new SourceFailure({ kind: 'unavailable', what: 'The server is away.', why: 'It answered 503.', todo: '' }, more)

describe('reading a connected source', () => {
  let folder: SyncedFolder
  beforeEach(() => {
    folder = aSyncedFolder('files')
  })
  afterEach(() => folder.close())

  const fresh = (connected: Connected, more: Partial<SyncPagesDeps> = {}) =>
    syncFresh(pagesDeps(folder, connected, more))
  const history = (connected: Connected, enough = () => false) => syncHistory(pagesDeps(folder, connected), enough)
  const streamOf = (name: string) =>
    folder.read.get(query<Record<string, unknown>>('SELECT * FROM stream WHERE name = ?', [name]))
  const quarantine = () =>
    folder.read.all(
      query<Record<string, string>>('SELECT stream, column_name, raw, reason FROM quarantine ORDER BY id'),
    )

  /** All streams of a truth, in pages of some size. */
  const streamsOf = (truth: Truth, size = 7): ScriptedStream[] => {
    const records = recordsOf(truth)
    const pages = (list: SyncRecord[]) => inPages(list, size).map(some => ({ records: some }))
    return [
      { name: 'accounts', record: 'account', fresh: pages(records.accounts) },
      { name: 'tickets', record: 'object', priority: 1, fresh: pages(records.tickets) },
      { name: 'contacts', record: 'contact', priority: 2, fresh: pages(records.contacts) },
      { name: 'events', record: 'event', priority: 3, fresh: pages(records.events) },
    ]
  }

  it('brings every record over, once, and says how far each stream came', async () => {
    const truth = aTruth(10)
    const { report, failure, historyLeft } = await fresh(scripted(streamsOf(truth)))
    expect(cachedSets(folder.read)).toEqual(expectedSets(truth))
    expect(failure).toBeNull()
    expect(historyLeft).toBe(false)
    expect(report.streams.map(({ name, read, changed }) => [name, read, changed])).toEqual([
      ['accounts', 10, 10],
      ['tickets', 20, 20],
      ['contacts', 20, 20],
      ['events', 30, 30],
    ])
    expect(streamOf('events')).toMatchObject({ cursor: '5', rows: 30, synced_at: NOW, error: null })
    const before = folder.dump()
    await fresh(scripted(streamsOf(truth).map(stream => ({ ...stream, fresh: [...stream.fresh, ...stream.fresh] }))))
    expect(cachedSets(folder.read)).toEqual(expectedSets(truth))
    expect({ ...folder.dump(), stream: [] }).toEqual({ ...before, stream: [] })
    expect(streamOf('events')).toMatchObject({ rows: 30 })
  })

  it('commits a large page in small jobs, the cursor with the last of them', async () => {
    const truth = aTruth(150)
    const sizes: number[] = []
    const writer: typeof folder.writer = {
      ...folder.writer,
      write: (priority, job) => {
        const before = folder.count('event')
        return folder.writer.write(priority, job).then(value => {
          sizes.push(folder.count('event') - before)
          return value
        })
      },
    }
    await fresh(scripted(streamsOf(truth, 450)), { writer })
    expect(Math.max(...sizes)).toBe(200)
    expect(streamOf('events')).toMatchObject({ cursor: '1', rows: 450 })
  })

  it('lets a record wait for its account, and keeps it as soon as the account is there, in the same sync', async () => {
    const truth = aTruth(3)
    const [accounts, ...others] = streamsOf(truth)
    await fresh(scripted([...others, { ...(accounts as ScriptedStream), priority: 9 }]))
    expect(cachedSets(folder.read)).toEqual(expectedSets(truth))
    expect(quarantine()).toEqual([])
    expect(streamOf('contacts')).toMatchObject({ rows: 6 })
  })

  it('lets a record wait through another one that waits itself', async () => {
    const order: ObjectRecord = {
      ...ticketRecord('O1', { account: 'A1', state: 'open', openedAt: NOW }),
      kind: 'order',
    }
    const event: EventRecord = {
      ...eventRecord('E1', { account: '', kind: 'paid', at: NOW }),
      account: { by: 'object', kind: 'order', externalId: 'O1' },
    }
    const one = accountRecord('A1', { name: 'One', plan: 'Pro' })
    await fresh(
      scripted([
        { name: 'events', record: 'event', fresh: [{ records: [event] }] },
        { name: 'orders', record: 'object', fresh: [{ records: [order] }] },
        { name: 'accounts', record: 'account', fresh: [{ records: [one] }] },
      ]),
    )
    expect(quarantine()).toEqual([])
    expect(folder.count('event')).toBe(1)
  })

  it('keeps only the newest version of a record that waits, and nothing of it once a newer one was kept', async () => {
    const version = (account: string, name: string) => contactRecord('C1', { account, name, email: 'c@example.com' })
    const contacts = (...names: SyncRecord[]): ScriptedStream => ({
      name: 'contacts',
      record: 'contact',
      fresh: names.map(record => ({ records: [record] })),
    })
    const accounts = (id: string): ScriptedStream => ({
      name: 'accounts',
      record: 'account',
      priority: 1,
      fresh: [{ records: [accountRecord(id, { name: id, plan: 'Pro' })] }],
    })
    const sync = (script: ScriptedStream) => {
      folder.connection.exec('UPDATE stream SET cursor = NULL')
      return fresh(scripted([accounts('A1'), script]))
    }
    await fresh(scripted([contacts(version('A1', 'old'), version('A1', 'new'))]))
    expect(quarantine()).toHaveLength(1)
    await sync(contacts())
    expect(cachedSets(folder.read).contacts).toEqual(['C1 | A1 | new | c@example.com'])
    expect(quarantine()).toEqual([])
    // It moves to an account that is not known yet, and back.
    await sync(contacts(version('A2', 'moved')))
    expect(quarantine()).toHaveLength(1)
    await sync(contacts(version('A1', 'back')))
    expect(quarantine()).toEqual([])
    expect(cachedSets(folder.read).contacts).toEqual(['C1 | A1 | back | c@example.com'])
  })

  it('moves a record that its source has given to another account', async () => {
    const truth = aTruth(2)
    await fresh(scripted(streamsOf(truth)))
    truth.contacts.set('C1-1', { account: 'A2', name: 'Person 1 1', email: 'new@example.com' })
    truth.tickets.set('T1-1', { account: 'A2', state: 'open', openedAt: NOW })
    truth.events.set('E1-1', { account: 'A2', kind: 'login', at: NOW })
    folder.connection.exec('UPDATE stream SET cursor = NULL; DELETE FROM dirty')
    await fresh(scripted(streamsOf(truth)))
    expect(cachedSets(folder.read)).toEqual(expectedSets(truth))
    expect(quarantine()).toEqual([])
    expect(folder.count('dirty')).toBe(2)
  })

  it('takes what a subscription adds to monthly revenue along to the account that it moves to', async () => {
    const subscription = (id: string, account: string, minor: number): SyncRecord => ({
      ...bareObject({ externalId: id, account: by(account), kind: 'subscription' }),
      properties: { mrr_minor: minor, mrr_currency: 'EUR' },
      addsToMrr: true,
    })
    const accounts = { name: 'accounts', record: 'account' as const }
    const two = ['A1', 'A2'].map(id => accountRecord(id, { name: id, plan: 'pro' }))
    const stream = (...records: SyncRecord[]): ScriptedStream => ({
      name: 'subs',
      record: 'object',
      priority: 1,
      fresh: [{ records }],
    })
    const mrr = () =>
      folder.read
        .all(query<{ minor: number | null }>('SELECT mrr_minor AS minor FROM account ORDER BY uid'))
        .map(({ minor }) => minor)
    await fresh(
      scripted([
        { ...accounts, fresh: [{ records: two }] },
        stream(subscription('S1', 'A1', 1_000), subscription('S2', 'A1', 2_000)),
      ]),
    )
    expect(mrr()).toEqual([3_000, null])
    folder.connection.exec('UPDATE stream SET cursor = NULL')
    await fresh(scripted([{ ...accounts, fresh: [] }, stream(subscription('S2', 'A2', 2_000))]))
    expect(mrr()).toEqual([1_000, 2_000])
  })

  it('removes what is gone at the source, but keeps an account, marked, and lets it come back', async () => {
    const truth = aTruth(3)
    const gone = (stream: ScriptedStream, list: ScriptedStream['fresh'][number]): ScriptedStream => ({
      ...stream,
      fresh: [...stream.fresh, list],
    })
    const deleted = (record: 'account' | 'contact' | 'object' | 'event', externalId: string) =>
      ({ change: 'deleted', record, kind: record === 'object' ? 'ticket' : null, externalId }) as const
    const [accounts, tickets, contacts, events] = streamsOf(truth) as [
      ScriptedStream,
      ScriptedStream,
      ScriptedStream,
      ScriptedStream,
    ]
    const sync = scripted([
      gone(accounts, { gone: [deleted('account', 'A3')] }),
      gone(tickets, { gone: [deleted('object', 'T1-1')] }),
      gone(contacts, { gone: [{ ...deleted('contact', 'C1-1'), change: 'merged', into: 'C1-2' }] }),
      gone(events, { gone: [deleted('event', 'E1-1')] }),
    ])
    await fresh(sync)
    truth.deleted.add('A3')
    truth.tickets.delete('T1-1')
    truth.contacts.delete('C1-1')
    truth.events.delete('E1-1')
    expect(cachedSets(folder.read)).toEqual(expectedSets(truth))
    expect(streamOf('events')).toMatchObject({ rows: 8 })
    const before = folder.dump()
    folder.connection.exec('UPDATE stream SET cursor = NULL')
    await fresh(sync)
    expect(cachedSets(folder.read)).toEqual(expectedSets(truth))
    expect(folder.dump().quarantine).toEqual(before.quarantine)
    truth.deleted.clear()
    folder.connection.exec('UPDATE stream SET cursor = NULL')
    await fresh(scripted([accounts]))
    expect(cachedSets(folder.read).accounts).toEqual(expectedSets(truth).accounts)
    expect(folder.count('account', "properties LIKE '%deleted_at_source%'")).toBe(0)
  })

  it('gives what an account had to the one it went into, and takes its old id for the new account', async () => {
    const truth = aTruth(2)
    const [accounts, ...others] = streamsOf(truth)
    const merge = { change: 'merged', record: 'account', kind: null, externalId: 'A1', into: 'A2' } as const
    await fresh(scripted([accounts as ScriptedStream, ...others]))
    await fresh(scripted([{ name: 'accounts', record: 'account', fresh: [{}, { gone: [merge] }] }]))
    truth.merged.set('A1', 'A2')
    expect(cachedSets(folder.read)).toEqual(expectedSets(truth))
    const late = eventRecord('late', { account: 'A1', kind: 'login', at: NOW })
    truth.events.set('late', { account: 'A1', kind: 'login', at: NOW })
    await fresh(scripted([{ name: 'late', record: 'event', fresh: [{ records: [late] }] }]))
    expect(cachedSets(folder.read)).toEqual(expectedSets(truth))
  })

  it('lets a merge wait for the account that the other one went into', async () => {
    const merge = { change: 'merged', record: 'account', kind: null, externalId: 'A1', into: 'A2' } as const
    const one = accountRecord('A1', { name: 'One', plan: 'Pro' })
    const two = accountRecord('A2', { name: 'Two', plan: 'Pro' })
    await fresh(scripted([{ name: 'accounts', record: 'account', fresh: [{ records: [one] }, { gone: [merge] }] }]))
    expect(quarantine()).toMatchObject([{ reason: 'The rows went to the account “A2”, which is not known yet.' }])
    await fresh(scripted([{ name: 'accounts', record: 'account', fresh: [{}, {}, { records: [two] }] }]))
    expect(quarantine()).toEqual([])
    expect(cachedSets(folder.read).accounts).toEqual(['A1 | One | Pro | over', 'A2 | Two | Pro | alive'])
  })

  it('keeps an error of one stream in words and reads the others', async () => {
    const truth = aTruth(3)
    const refused = new SourceFailure({ kind: 'refused', what: 'Contacts may not be read.', why: '', todo: '' })
    const streams = streamsOf(truth).map(stream => ({
      ...stream,
      before: () => {
        if (stream.name === 'contacts') throw refused
      },
    }))
    const { failure, report } = await fresh(scripted(streams))
    expect(failure).toBeNull()
    expect(report.streams.find(({ name }) => name === 'contacts')?.error).toBe('Contacts may not be read.')
    expect(streamOf('contacts')).toMatchObject({ error: 'Contacts may not be read.', error_at: NOW, synced_at: null })
    expect(cachedSets(folder.read).events).toEqual(expectedSets(truth).events)
    await fresh(scripted(streamsOf(truth)))
    expect(streamOf('contacts')).toMatchObject({ error: null, error_at: null })
    expect(cachedSets(folder.read)).toEqual(expectedSets(truth))
  })

  it('stops where the source itself is away, says when it wants to be asked again, and goes on from the last page', async () => {
    const truth = aTruth(5)
    const asked: (string | null)[] = []
    const away = streamsOf(truth, 2).map(stream => ({
      ...stream,
      before: (_: unknown, page: number) => {
        asked.push(`${stream.name} ${page}`)
        if (stream.name === 'tickets' && page === 3) throw down({ retryAfterMs: 42_000 })
      },
    }))
    const { failure } = await fresh(scripted(away))
    expect(failure?.retryAfterMs).toBe(42_000)
    expect(asked.at(-1)).toBe('tickets 3')
    expect(streamOf('tickets')).toMatchObject({ cursor: '3', rows: 6 })
    await fresh(scripted(streamsOf(truth, 2)))
    expect(cachedSets(folder.read)).toEqual(expectedSets(truth))
  })

  it('reads history behind the fresh data in slices, from where the fresh data began', async () => {
    const truth = aTruth(12)
    const { accounts, events } = recordsOf(truth)
    const asks: [string | null, string | null | undefined][] = []
    const pages = inPages(events, 4).map(records => ({ records }))
    const stream: ScriptedStream = {
      name: 'events',
      record: 'event',
      priority: 1,
      fresh: pages.slice(0, 2),
      history: pages.slice(2),
      before: ask => void (ask.part === 'backfill' && asks.push([ask.cursor, ask.anchor])),
    }
    const source = scripted([{ name: 'accounts', record: 'account', fresh: [{ records: accounts }] }, stream])
    expect((await fresh(source)).historyLeft).toBe(true)
    expect(folder.count('event')).toBe(8)
    expect((await history(source, () => true)).historyLeft).toBe(true)
    expect(folder.count('event')).toBe(12)
    let slices = 0
    for (let left = true; left; slices++) {
      let n = 0
      left = (await history(source, () => ++n >= 2)).historyLeft
    }
    expect(slices).toBe(4)
    expect(cachedSets(folder.read).events).toEqual(expectedSets(truth).events)
    expect(asks[0]).toEqual([null, '1'])
    expect(streamOf('events')).toMatchObject({ cursor: '2', backfill: null, rows: 36 })
    expect((await history(source)).report.streams).toEqual([])
  })

  it('reads history again where the stream itself begins again', async () => {
    const events = inPages(recordsOf(aTruth(12)).events, 4).map(records => ({ records }))
    const stream = { name: 'events', record: 'event', history: events.slice(1, 3) } as const
    await fresh(scripted([{ ...stream, fresh: events.slice(0, 1) }]))
    expect((await history(scripted([{ ...stream, fresh: [] }]))).historyLeft).toBe(false)
    const again = { ...stream, fresh: [...events.slice(0, 1), { ...events[0], anew: true }] }
    expect((await fresh(scripted([again]))).historyLeft).toBe(true)
    expect(JSON.parse(String(streamOf('events')?.backfill))).toEqual({ cursor: null, anchor: '2' })
  })

  it('notices a source that goes in circles', async () => {
    const page = { records: [accountRecord('A1', { name: 'One', plan: 'Pro' })], cursor: '0' }
    const circle = { name: 'accounts', record: 'account', fresh: Array.from({ length: 1_000 }, () => page) } as const
    const { report } = await fresh(scripted([circle]))
    expect(report.streams[0]?.error).toContain('The source repeats itself.')
    expect(report.streams[0]?.read).toBeLessThan(10)
    expect(folder.count('account')).toBe(1)
  })

  it('gives up a source that has fallen silent, even one that never listens', async () => {
    const timers: (() => void)[] = []
    const stuck: ScriptedStream = {
      name: 'accounts',
      record: 'account',
      fresh: [{}],
      before: () => new Promise(() => queueMicrotask(() => timers.at(-1)?.())),
    }
    const timer = (_ms: number, run: () => void) => {
      timers.push(run)
      return () => {}
    }
    const { failure } = await fresh(scripted([stuck]), { timer })
    expect(failure?.failure).toMatchObject({ kind: 'unavailable', what: 'The source stopped responding.' })
  })

  it('ends at once when cancelled, and says so', async () => {
    const abort = new AbortController()
    const truth = aTruth(4)
    const streams = streamsOf(truth, 2).map(stream => ({
      ...stream,
      before: (_: unknown, page: number) => {
        if (stream.name === 'tickets' && page === 1) {
          abort.abort()
          return new Promise<void>(() => {})
        }
        return undefined
      },
    }))
    const { report, failure } = await fresh(scripted(streams), { signal: abort.signal })
    expect(report.cancelled).toBe(true)
    expect(failure).toBeNull()
    expect(streamOf('tickets')).toMatchObject({ cursor: '1', error: null })
    await fresh(scripted(streamsOf(truth, 2)))
    expect(cachedSets(folder.read)).toEqual(expectedSets(truth))
  })

  describe('trying quarantined rows again', () => {
    const misfit = {
      line: 1,
      column: 'openedAt',
      raw: '{"id":"T1","account":"A1","opened":"soon"}',
      reason: 'No date.',
    }
    const source = (reconvert: NonNullable<Connected['reconvert']>, fresh: ScriptedStream['fresh']) =>
      scripted(
        [
          {
            name: 'accounts',
            record: 'account',
            fresh: [{ records: [accountRecord('A1', { name: 'One', plan: 'Pro' })] }],
          },
          { name: 'tickets', record: 'object', priority: 1, fresh },
        ],
        { reconvert },
      )
    const retry = (connected: Connected) =>
      retryPages(
        { writer: folder.writer, read: folder.read, source: { id: 1, slug: 'files' }, connected, now: NOW },
        'all',
      )
    const ticket = (state: string) => ticketRecord('T1', { account: 'A1', state, openedAt: NOW })

    it('keeps what the mapping of today can read', async () => {
      const readable = source(() => ({ records: [sourced(ticket('open'), 0)] }), [{ misfits: [misfit] }])
      const still = source(() => ({ reason: 'Still no date.', column: 'openedAt' }), [])
      await fresh(readable)
      expect(await retry(still)).toEqual({ accepted: 0, left: 1 })
      expect(quarantine()).toMatchObject([{ reason: 'Still no date.' }])
      expect(await retry(readable)).toEqual({ accepted: 1, left: 0 })
      expect(cachedSets(folder.read).tickets).toEqual([`T1 | A1 | open | ${NOW}`])
      expect(streamOf('tickets')).toMatchObject({ rows: 1 })
    })

    it('puts nothing old over what has come since', async () => {
      const connected = source(
        () => ({ records: [sourced(ticket('open'), 0)] }),
        [{ misfits: [misfit, { ...misfit, raw: '{}', externalId: 'T1' }] }, { records: [ticket('solved')] }],
      )
      await fresh(connected)
      expect(quarantine()).toHaveLength(1)
      expect(await retry(connected)).toEqual({ accepted: 1, left: 0 })
      expect(cachedSets(folder.read).tickets).toEqual([`T1 | A1 | solved | ${NOW}`])
    })
  })
})
