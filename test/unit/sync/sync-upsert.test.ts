import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { query, type WriteDb } from '../../../main/cache/db.ts'
import type { AccountRecord, EventRecord, ObjectRecord, OwnerRef, SyncRecord } from '../../../main/record/record.ts'
import { KnownOwners, type UpsertOptions } from '../../../main/sync/upsert/batch.ts'
import { type UpsertReport, upsertBatch } from '../../../main/sync/upsert/upsert.ts'
import { bareAccount, bareEvent, bareObject, by } from '../../helpers/records.ts'
import { aSyncedFolder, NOW, type SyncedFolder } from '../../helpers/synced-folder.ts'

const anAccount = (externalId: string, some: Partial<AccountRecord> = {}): AccountRecord =>
  bareAccount({ externalId, name: `Company ${externalId}`, plan: 'Pro', ...some })
const anEvent = (externalId: string, account: OwnerRef, some: Partial<EventRecord> = {}): EventRecord =>
  bareEvent({ externalId, account, at: NOW - 1_000, ...some })
const anObject = (externalId: string, account: OwnerRef, some: Partial<ObjectRecord> = {}): ObjectRecord =>
  bareObject({ externalId, account, kind: 'subscription', state: 'active', openedAt: NOW - 5_000, ...some })
const through = (externalId: string): OwnerRef => ({ by: 'object', kind: 'subscription', externalId })

describe('upserting a batch', () => {
  let folder: SyncedFolder
  beforeEach(() => {
    folder = aSyncedFolder('shop')
  })
  afterEach(() => folder.close())

  const put = (records: SyncRecord[], options: UpsertOptions = {}, now = NOW): Promise<UpsertReport> =>
    folder.writer.write('steady', tx => upsertBatch(tx, 1, 'shop', 'stream', sourced(records), now, options))
  const sourced = (records: SyncRecord[]) => records.map((record, n) => ({ record, line: n + 2, raw: '' }))
  const accountRow = () =>
    folder.read.get(query<Record<string, unknown>>('SELECT uid, name, plan, mrr_minor, properties FROM account'))

  it('names accounts for good by source and external id, and marks them dirty', async () => {
    expect(await put([anAccount('A')])).toEqual({
      changed: 1,
      unchanged: 0,
      rejected: [],
      newestAt: null,
      mixed: [],
      known: [],
    })
    expect(accountRow()).toMatchObject({ uid: 'shop:A' })
    expect(folder.count('dirty')).toBe(1)
  })

  it('writes nothing where nothing changed', async () => {
    const records = [anAccount('A'), anObject('S', by('A')), anEvent('E', through('S'))]
    await put(records)
    await folder.writer.write('steady', (tx: WriteDb) => tx.run({ write: 'DELETE FROM dirty', params: [] }))
    const before = folder.dump()
    expect(await put(records, {}, NOW + 1)).toMatchObject({ changed: 0, unchanged: 3 })
    expect(folder.dump()).toEqual(before)
  })

  describe('with owners that a pass remembers', () => {
    const holders = () =>
      folder.read.all(query('SELECT external_id AS id, account_id AS account FROM event ORDER BY id'))

    it('looks none up that it has put, and one that was there only once', async () => {
      await put([anAccount('B')])
      const owners = new KnownOwners()
      await put([anAccount('A')], { owners })
      let lookUps = 0
      for (const id of ['1', '2'])
        await folder.writer.write('steady', tx => {
          const get: WriteDb['get'] = asked => {
            if (asked.sql.includes('FROM account_key')) lookUps++
            return tx.get(asked)
          }
          const events = ['A', 'B', 'A'].map((account, n) => anEvent(`${id}${n}`, by(account)))
          upsertBatch({ ...tx, get }, 1, 'shop', 'stream', sourced(events), NOW, { owners })
        })
      expect(lookUps).toBe(1)
      expect(holders()).toMatchObject([1, 2, 1, 1, 2, 1].map(n => ({ account: 3 - n })))
    })

    it('asks again once a person has merged an account, or one is gone', async () => {
      const owners = new KnownOwners()
      await put([anAccount('A'), anAccount('B'), anEvent('1', by('B'))], { owners })
      await folder.writer.write('user', tx =>
        tx.run({ write: "UPDATE account_key SET account_id = 1, home_id = 2 WHERE external_id = 'B'", params: [] }),
      )
      await put([anEvent('2', by('B'))], { owners })
      expect(holders()).toMatchObject([{ account: 2 }, { account: 1 }])
      await folder.writer.write('user', tx =>
        tx.run({ write: "DELETE FROM account_key WHERE external_id = 'A'", params: [] }),
      )
      expect(await put([anEvent('3', by('A'))], { owners })).toMatchObject({ rejected: [{ column: 'account' }] })
    })

    it('knows nothing of a transaction that did not come to be', async () => {
      const owners = new KnownOwners()
      const failing = folder.writer.write('steady', tx => {
        upsertBatch(tx, 1, 'shop', 'stream', sourced([anAccount('A')]), NOW, { owners })
        throw new Error('the disk is full')
      })
      await expect(failing).rejects.toThrow('the disk is full')
      expect(await put([anEvent('1', by('A'))], { owners })).toMatchObject({ rejected: [{ column: 'account' }] })
    })
  })

  it('tells events apart that are new, known and changed, in any order within a batch', async () => {
    const [known, other] = [anEvent('K', by('A'), { value: 1 }), anEvent('O', by('B'), { value: 1 })]
    await put([anAccount('A'), anAccount('B'), known, other])
    const news = ['1', '2', '3'].map(id => anEvent(id, by('A'), { value: 7 }))
    const [changed, taken] = [
      { ...known, value: 2 },
      { ...other, account: by('A') },
    ]
    const order = fc.shuffledSubarray([...news, known, changed, taken, changed], { minLength: 7, maxLength: 7 })
    await fc.assert(
      fc.asyncProperty(order, async records => {
        await folder.writer.write('steady', tx => {
          tx.run({ write: 'DELETE FROM event WHERE value = 7', params: [] })
          tx.run({ write: "UPDATE event SET value = 1 WHERE external_id = 'K'", params: [] })
        })
        const kept = records.filter(record => record.externalId === 'K').map(record => record.value ?? 0)
        const turns = [1, ...kept].filter((value, n, all) => n > 0 && value !== all[n - 1]).length
        const report = await put(records)
        expect(report).toMatchObject({ changed: 3 + turns, unchanged: 3 - turns })
        expect(report.rejected).toMatchObject([{ row: records.indexOf(taken), column: 'id' }])
        const sql = "SELECT value FROM event WHERE external_id = 'K' UNION ALL SELECT count(*) FROM event"
        expect(folder.read.all(query(sql))).toEqual([{ value: kept.at(-1) }, { value: 5 }])
      }),
      { numRuns: 30 },
    )
  })

  it('leaves fields alone that the stream does not fill, and clears those it fills with nothing', async () => {
    await put([anAccount('A', { mrrMinor: 500, currency: 'EUR', properties: { seats: 3, tier: 'x' } })])
    const bare = anAccount('A', { name: 'New', plan: null, properties: { seats: null, region: 'EU' } })
    await put([bare], { fills: [new Set(['id', 'name', 'properties'])] })
    expect(accountRow()).toMatchObject({ name: 'New', plan: 'Pro', mrr_minor: 500 })
    expect(JSON.parse(String(accountRow()?.properties))).toEqual({ tier: 'x', region: 'EU' })
    await put([bare])
    expect(accountRow()).toMatchObject({ plan: null, mrr_minor: null })
  })

  it('keeps facts of the future and says when they come true, the earliest first', async () => {
    await put([anAccount('A')])
    const report = await put([
      anEvent('E1', by('A'), { at: NOW + 900 }),
      anEvent('E2', by('A'), { at: NOW + 300 }),
      anEvent('E3', by('A'), { at: NOW - 300 }),
      anObject('S', by('A'), { closedAt: NOW + 100 }),
    ])
    expect(report.newestAt).toBe(NOW - 300)
    expect(folder.read.all(query('SELECT at FROM due'))).toEqual([{ at: NOW + 100 }])
  })

  it('finds the account of what names only a contact of it', async () => {
    const person = (externalId: string): OwnerRef => ({ by: 'contact', externalId })
    const contact: SyncRecord = {
      record: 'contact',
      externalId: 'C',
      account: by('A'),
      name: null,
      email: null,
      timeZone: null,
      locale: null,
      consent: null,
      properties: {},
    }
    const report = await put([anAccount('A'), contact, anObject('T', person('C')), anObject('U', person('D'))])
    expect(report.changed).toBe(3)
    expect(report.rejected).toEqual([
      { row: 3, column: 'account', reason: 'No contact “D” is known, which would tell the account.' },
    ])
  })

  it('rejects what has no account or takes an id from another account, and keeps the rest', async () => {
    const report = await put([
      anAccount('A'),
      anAccount('B'),
      anEvent('E', by('A')),
      anEvent('E', by('B')),
      anEvent('F', through('none')),
      anEvent('G', by('B')),
    ])
    expect(report.changed).toBe(4)
    expect(report.rejected).toEqual([
      { row: 3, column: 'id', reason: 'The id “E” already names a record of another account.' },
      { row: 4, column: 'account', reason: 'No subscription “none” is known, which would tell the account.' },
    ])
  })

  it('refuses every id that is taken where only new records may come', async () => {
    await put([anAccount('A'), anEvent('E', by('A'))])
    const late = [anEvent('E', by('A'), { value: 9 }), anEvent('F', by('A'))]
    expect(await put(late, { insertOnly: true })).toMatchObject({ changed: 1, rejected: [{ row: 0, column: 'id' }] })
  })
})

describe('the order of batches', () => {
  const owners = ['A', 'B', 'C']
  const records: SyncRecord[] = [
    ...owners.map(id => anAccount(id)),
    ...owners.map((id, n) => anObject(`S${n}`, by(id))),
    ...Array.from({ length: 9 }, (_, n) => anEvent(`E${n}`, n % 2 ? by(owners[n % 3] ?? 'A') : through(`S${n % 3}`))),
  ]

  /** Content without row ids, which say only who came first. */
  const content = (folder: SyncedFolder) =>
    [
      'SELECT uid, name, plan, properties FROM account ORDER BY uid',
      'SELECT uid, external_id, state FROM object JOIN account a ON a.id = account_id ORDER BY external_id',
      'SELECT uid, external_id, kind, at, value FROM event JOIN account a ON a.id = account_id ORDER BY external_id',
    ].map(sql => folder.read.all(query(sql)))

  /** Applies batches as sync does: what was rejected is tried again when the rest is there. */
  async function load(batches: SyncRecord[][]): Promise<unknown> {
    const folder = aSyncedFolder('shop')
    let waiting = batches
    for (let round = 0; round < 3 && waiting.length > 0; round++) {
      const left: SyncRecord[] = []
      for (const batch of waiting) {
        const rows = batch.map((record, n) => ({ record, line: n, raw: '' }))
        const { rejected } = await folder.writer.write('steady', tx => upsertBatch(tx, 1, 'shop', 's', rows, NOW))
        for (const { row } of rejected) left.push(...batch.slice(row, row + 1))
      }
      waiting = left.length > 0 ? [left] : []
    }
    const found = content(folder)
    folder.close()
    return found
  }

  it('and their repetition make no difference to what is in the cache', async () => {
    const expected = await load([records])
    const shuffled = fc.shuffledSubarray(records, { minLength: records.length, maxLength: records.length })
    const again = fc.subarray(records)
    await fc.assert(
      fc.asyncProperty(shuffled, again, fc.integer({ min: 1, max: 6 }), async (order, repeated, size) => {
        const all = [...order, ...repeated]
        const batches = Array.from({ length: Math.ceil(all.length / size) }, (_, n) =>
          all.slice(n * size, (n + 1) * size),
        )
        expect(await load(batches)).toEqual(expected)
      }),
      { numRuns: 30 },
    )
  })
})
