import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createRepeatFinder, idHash } from '../../../main/record/repeats.ts'
import { inspectFiles } from '../../../main/source/files/inspect.ts'
import { previewStream } from '../../../main/source/files/preview-stream.ts'
import { listQuarantine } from '../../../main/sync/store.ts'
import { unwrap } from '../../../shared/result.ts'
import type { FileStream, FilesConfig } from '../../../shared/source/mapping.ts'
import { aSyncedFolder, type SyncedFolder } from '../../helpers/synced-folder.ts'

const accounts: FileStream = {
  name: 'accounts',
  path: 'accounts.csv',
  mapping: { record: 'account', id: { field: 'id', type: 'text' }, properties: {} },
}
const logins = (path = 'in/logins-*'): FileStream => ({
  name: 'logins',
  path,
  mapping: {
    record: 'event',
    id: { field: 'id', type: 'text' },
    account: { by: 'id', field: 'account' },
    kind: { const: 'login' },
    at: { field: 'at', type: 'date', format: 'iso' },
    properties: { from: { field: 'from', type: 'text' } },
  },
})
const config: FilesConfig = { streams: [accounts, logins()] }
const HEADER = 'id,account,at,from'

describe('files of one pattern', () => {
  let folder: SyncedFolder
  const write = (name: string, rows: string[]) =>
    writeFileSync(join(folder.dir, 'in', name), [HEADER, ...rows].join('\n'))
  const row = (id: number, from = 'web', at = '2024-03-01') => `${id},A-1,${at},${from}`
  const sync = async (more = config) => unwrap(await folder.sync(more)).streams.find(({ name }) => name === 'logins')
  const standing = () =>
    folder.connection.prepare(`SELECT rows, error FROM stream WHERE name = 'logins'`).get() as { rows: number }
  beforeEach(() => {
    folder = aSyncedFolder()
    mkdirSync(join(folder.dir, 'in'))
    writeFileSync(join(folder.dir, 'accounts.csv'), 'id\nA-1\n')
    write('logins-02.csv', [row(3), row(4)])
    write('logins-01.csv', [row(1), row(2), row(3, 'app')])
  })
  afterEach(() => folder.close())

  it('are one stream, read in order of their names', async () => {
    expect(await sync()).toMatchObject({ read: 5, quarantined: 0 })
    expect(folder.count('event')).toBe(4)
    expect(folder.count('event', `external_id LIKE '%3' AND json_extract(properties, '$.from') = 'web'`)).toBe(1)
    expect(standing()).toEqual({ rows: 5, error: null })
  })

  it('say which of them lacks a column before they are synced, and show rows of the first header only', async () => {
    writeFileSync(join(folder.dir, 'in', 'accounts-1.csv'), 'account_id,name,plan\nA1,Ada,pro\n')
    writeFileSync(join(folder.dir, 'in', 'accounts-2.csv'), 'plan,account_id,name\nfree,A2,Bob\n')
    const alike = await inspectFiles(['in/accounts-*.csv'], folder.dir)
    expect(alike[0]).toMatchObject({ findings: [], rows: [{ account_id: 'A1', name: 'Ada', plan: 'pro' }], total: 2 })
    writeFileSync(join(folder.dir, 'in', 'accounts-3.csv'), 'account_id,name\nA3,Cy\n')
    const [unlike] = await inspectFiles(['in/accounts-*.csv'], folder.dir)
    expect(unlike?.findings).toMatchObject([
      {
        column: 'plan',
        note: expect.stringContaining('accounts-3.csv has no such column, so the sync stops at that file'),
      },
    ])
  })

  it('are not read again unless they changed; a new one is', async () => {
    await sync()
    expect(await sync()).toMatchObject({ read: 0 })
    write('logins-03.csv', [row(5)])
    expect(await sync()).toMatchObject({ read: 1, changed: 1 })
    write('logins-01.csv', [row(1), row(2), row(6), row(7)])
    expect(await sync()).toMatchObject({ read: 4, changed: 2, unchanged: 2 })
    expect(folder.count('event')).toBe(7)
    expect(standing().rows).toBe(7)
  })

  it('are all read again when the mapping has changed', async () => {
    await sync()
    const stream = logins()
    if (Array.isArray(stream.mapping) || stream.mapping.record !== 'event') throw new Error('no event')
    const mapping = { ...stream.mapping, properties: {} }
    expect(await sync({ streams: [accounts, { ...stream, mapping }] })).toMatchObject({ read: 5 })
  })

  it('may be of several kinds, and may go when they were read', async () => {
    await sync()
    writeFileSync(join(folder.dir, 'in', 'logins-04.csv.gz'), gzipSync(`${HEADER}\n${row(8)}\n`))
    writeFileSync(
      join(folder.dir, 'in', 'logins-05.ndjson'),
      JSON.stringify({ id: 9, account: 'A-1', at: '2024-03-02', from: 'api' }),
    )
    rmSync(join(folder.dir, 'in', 'logins-01.csv'))
    expect(await sync()).toMatchObject({ read: 2, changed: 2 })
    expect(folder.count('event')).toBe(6)
    for (const name of ['logins-02.csv', 'logins-04.csv.gz', 'logins-05.ndjson']) rmSync(join(folder.dir, 'in', name))
    expect(await sync()).toMatchObject({ read: 0 })
    expect(folder.count('event')).toBe(6)
  })

  it('keep apart what does not fit in each, until that file is corrected', async () => {
    write('logins-01.csv', [row(1), row(2, 'web', 'soon')])
    write('logins-02.csv', [row(3, 'web', 'later')])
    await sync()
    const reasons = () => listQuarantine(folder.read, { offset: 0, limit: 9 }).map(({ reason }) => reason)
    expect(reasons()).toEqual(
      [
        'logins-02.csv: “later” is not a date written as yyyy-mm-dd.',
        'logins-01.csv: “soon” is not a date written as yyyy-mm-dd.',
      ].map(words => expect.stringContaining(words)),
    )
    write('logins-01.csv', [row(1), row(2)])
    await sync()
    expect(reasons()).toHaveLength(1)
    expect(reasons()[0]).toContain('later')
    expect(folder.count('event')).toBe(2)
  })

  it('go on where reading was cut off, without reading the finished ones again', async () => {
    const many = Array.from({ length: 40_000 }, (_, n) => row(1_000 + n))
    write('logins-02.csv', many)
    write('logins-03.csv', [row(5)])
    const abort = new AbortController()
    const onProgress = (done: number, _total: number | null, unit: string) => {
      if (unit === 'rows' && done > 35_000) abort.abort()
    }
    unwrap(await folder.sync(config, { signal: abort.signal, onProgress }))
    expect(folder.count('event')).toBeLessThan(40_000)
    const rest = await sync()
    expect(rest?.read).toBe(40_000 - 32_768 + 1)
    expect(folder.count('event')).toBe(40_004)
    expect(standing().rows).toBe(40_004)
  })

  it('must match at the first sync', async () => {
    const result = await folder.sync({ streams: [accounts, logins('in/signins-*.csv')] })
    expect(result).toMatchObject({ ok: false, error: { what: 'No file matches in/signins-*.csv.' } })
    expect(folder.count('account')).toBe(0)
  })

  it('are shown by their first, and a file that is named like a pattern itself', async () => {
    const [found] = await inspectFiles(['in/logins-*.csv'], folder.dir)
    expect(found).toMatchObject({ problem: null, stream: { name: 'logins', path: 'in/logins-*.csv' } })
    expect(found?.rows[0]).toMatchObject({ id: '1' })
    expect(unwrap(await previewStream(logins(), 9, folder.dir)).rows).toHaveLength(3)
    write('logins-[x].csv', [row(77)])
    expect((await inspectFiles(['in/logins-[x].csv'], folder.dir))[0]?.rows).toMatchObject([{ id: '77' }])
    expect((await inspectFiles(['in/none-*.csv'], folder.dir))[0]?.problem).toMatch(/No file matches/)
  })
})

describe('ids that come more than once', () => {
  it('are found among more than are kept in memory', () => {
    const finder = createRepeatFinder(1_000)
    for (let n = 0; n < 10_000; n++) finder.add(`id-${n}`)
    for (const n of [0, 999, 1_000, 5_555, 9_999]) finder.add(`id-${n}`)
    const twice = [0, 999, 1_000, 5_555, 9_999].map(n => idHash(`id-${n}`))
    expect([...finder.repeated()].sort()).toEqual(twice.sort())
    finder.close()
  })
})
