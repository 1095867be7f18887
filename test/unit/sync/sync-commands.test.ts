import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { query } from '../../../main/cache/db.ts'
import {
  type Command,
  commandsByName,
  decide,
  listJournal,
  Rollback,
  replay,
  undo,
} from '../../../main/cache/journal.ts'
import type { Given } from '../../../main/cache/uid.ts'
import {
  addSource,
  pauseSource,
  removeSource,
  scheduleSource,
  sourceCommands,
  updateSource,
} from '../../../main/sync/commands.ts'
import type { FilesConfig } from '../../../shared/source/mapping.ts'
import { HOUR, MINUTE } from '../../../shared/trigger/duration.ts'
import { aSyncedFolder, type SyncedFolder } from '../../helpers/synced-folder.ts'

const config = (...names: string[]): FilesConfig => ({
  streams: names.map(name => ({
    name,
    path: `${name}.csv`,
    mapping: { record: 'account', id: { field: 'id', type: 'text' }, properties: {} },
  })),
})

describe('connecting a source', () => {
  let folder: SyncedFolder
  let n = 0
  beforeEach(() => {
    folder = aSyncedFolder('files')
    n = 0
  })
  afterEach(() => folder.close())
  const decision = () => ({ id: `d${++n}`, actor: 'ada', device: 'desk', at: 1_000 + n })
  const write = <Args, Value>(command: Command<Args, Value>, args: Given<Args>): Promise<Value> =>
    folder.writer.write('user', tx => decide(tx, command, args, decision()))
  const sources = () => folder.read.all(query<Record<string, unknown>>('SELECT id, slug, name, config FROM source'))
  const refusal = (work: Promise<unknown>) =>
    work.then(
      () => null,
      error => (error instanceof Rollback && !error.result.ok ? error.result.error : Promise.reject(error)),
    )

  it('makes a slug of its own from the name, which a new name does not change', async () => {
    expect(await write(addSource, { name: 'Größe & Co', kind: 'files', config: config('a') })).toEqual({ sourceId: 2 })
    await write(addSource, { name: 'GRÖSSE co', kind: 'files', config: config('a') })
    await write(addSource, { name: 'Files', kind: 'files', config: config('a') })
    await write(updateSource, { sourceId: 2, name: 'Other', config: config('a', 'b') })
    expect(sources().map(source => source.slug)).toEqual(['files', 'grosse-co', 'grosse-co-2', 'files-2'])
    expect(sources()[1]).toMatchObject({ name: 'Other' })
  })

  it('makes the slug from what the decision says, and comes to the old one where a decision says nothing', async () => {
    const shop = { kind: 'files', config: config('a') } as const
    await write(addSource, { ...shop, name: 'Nørgård', slug: 'norgard' })
    await write(addSource, { ...shop, name: 'Nørgård' })
    await write(addSource, { ...shop, name: '山田', slug: '' })
    await write(addSource, { ...shop, name: 'x', slug: `${'long '.repeat(7)}word and more` })
    expect(sources().map(source => source.slug)).toEqual([
      ...['files', 'norgard', 'n-rgard', 'source'],
      'long-long-long-long-long-long-long-word',
    ])
  })

  it('takes no settings that its kind could not be read by, not even of the sample or a warehouse', async () => {
    const shop = { seed: 1, accounts: 20, days: 30, now: 1_700_000_000_000 }
    const { sourceId } = await write(addSource, { name: 'Shop', kind: 'sample', config: shop })
    for (const config of [null, {}, [], 'x', { ...shop, now: -1 }, { ...shop, accounts: 1e9 }])
      expect(await refusal(write(updateSource, { sourceId, name: 'Shop', config }))).toMatchObject({ kind: 'invalid' })
    expect(await refusal(write(addSource, { name: 'W', kind: 'warehouse', config: null }))).toMatchObject({
      kind: 'invalid',
    })
    await write(updateSource, { sourceId, name: 'Shop', config: { ...shop, accounts: 30 } })
    expect(JSON.parse(String(sources().at(-1)?.config))).toEqual({ ...shop, accounts: 30 })
  })

  it('is not begun before its credentials can have been kept, where that is asked for', async () => {
    const config = { manifest: 'stripe', settings: {}, allowedHosts: [] }
    const later = await write(addSource, { name: 'Later', kind: 'rest', config, notBefore: 60_000 })
    const now = await write(addSource, { name: 'Now', kind: 'rest', config })
    const nextAt = ({ sourceId }: { sourceId: number }) =>
      folder.read.get(query<{ next_at: number | null }>('SELECT next_at FROM source WHERE id = ?', [sourceId]))?.next_at
    expect([nextAt(later), nextAt(now)]).toEqual([60_000, null])
  })

  it('keeps no address with a password in it, in the database or in the journal, and does not repeat it', async () => {
    const [stream] = config('a').streams
    const streams = [{ name: 'a', query: 'SELECT 1', mapping: stream?.mapping }]
    const rest = { manifest: 'shop', settings: { address: 'https://me:very-secret@shop.example' } }
    const inOptions = { server: { url: 'postgres://me@db/shop?password=very-secret' }, streams }
    const refused = [
      await refusal(write(addSource, { name: 'Shop', kind: 'rest', config: rest })),
      await refusal(
        write(addSource, { name: 'Shop', kind: 'postgres', config: JSON.parse(JSON.stringify(inOptions)) }),
      ),
      await refusal(
        write(addSource, {
          name: 'Shop',
          kind: 'postgres',
          config: JSON.parse(JSON.stringify({ ...inOptions, server: { url: 'postgres://me:very-secret@db/shop' } })),
        }),
      ),
    ]
    expect(refused[0]?.why).toMatch(/At settings.address: the address contains a password/)
    expect(refused[1]?.why).toMatch(/At server.url: the connection URL must not have options/)
    expect(refused[2]?.why).toMatch(/At server.url: the address contains a password/)
    expect(JSON.stringify([refused, sources(), listJournal(folder.read, 10, 0)])).not.toContain('very-secret')
  })

  it('can be taken back until something was read', async () => {
    await write(addSource, { name: 'New', kind: 'files', config: config('a') })
    await folder.writer.write('user', tx => undo(tx, commandsByName(sourceCommands), decision(), undefined))
    expect(sources()).toHaveLength(1)
    folder.connection.prepare("INSERT INTO stream (source_id, name, rows) VALUES (1, 'a', 5)").run()
    expect(await refusal(write(removeSource, { sourceId: 1 }))).toMatchObject({ kind: 'refused' })
    expect(sources()).toHaveLength(1)
  })

  it('gives back the old settings when a change is taken back', async () => {
    await write(addSource, { name: 'New', kind: 'files', config: config('a') })
    const before = sources()
    await write(updateSource, { sourceId: 2, name: 'Newer', config: config('b') })
    await folder.writer.write('user', tx => undo(tx, commandsByName(sourceCommands), decision(), undefined))
    expect(sources()).toEqual(before)
  })

  it('is paused and scheduled, and goes back to what it was', async () => {
    const standing = () => folder.read.get(query('SELECT paused, schedule_ms FROM source WHERE id = 2'))
    const back = () =>
      folder.writer.write('user', tx => undo(tx, commandsByName(sourceCommands), decision(), undefined))
    await write(addSource, { name: 'Rest', kind: 'rest', config: { manifest: 'stripe' } })
    await write(pauseSource, { sourceId: 2, paused: true })
    await write(scheduleSource, { sourceId: 2, scheduleMs: null })
    expect(standing()).toEqual({ paused: 1, schedule_ms: null })
    await back()
    expect(standing()).toEqual({ paused: 1, schedule_ms: 5 * MINUTE })
    await back()
    expect(standing()).toEqual({ paused: 0, schedule_ms: 5 * MINUTE })
    expect(await refusal(write(pauseSource, { sourceId: 9, paused: true }))).toMatchObject({ kind: 'not_found' })
  })

  it('is refused with two streams of one name, or settings that are none', async () => {
    expect(await refusal(write(addSource, { name: 'X', kind: 'files', config: config('a', 'a') }))).toMatchObject({
      kind: 'invalid',
      why: 'Two streams are named “a”.',
    })
    expect(await refusal(write(addSource, { name: 'X', kind: 'files', config: { streams: [] } }))).toMatchObject({
      kind: 'invalid',
    })
    expect(await refusal(write(updateSource, { sourceId: 9, name: 'X', config: config('a') }))).toMatchObject({
      kind: 'not_found',
    })
  })

  it('replays to the same sources', async () => {
    await write(addSource, { name: 'One', kind: 'files', config: config('a') })
    await write(updateSource, { sourceId: 2, name: 'Two', config: config('b') })
    await write(addSource, { name: 'Rest', kind: 'rest', config: { manifest: 'stripe' } })
    await write(pauseSource, { sourceId: 3, paused: true })
    await write(scheduleSource, { sourceId: 3, scheduleMs: HOUR })
    const other = aSyncedFolder('files')
    const rows = listJournal(folder.read, 100, 0).toReversed()
    await other.writer.write('user', tx => replay(tx, rows, commandsByName(sourceCommands)))
    expect(other.read.all(query('SELECT * FROM source'))).toEqual(folder.read.all(query('SELECT * FROM source')))
    other.close()
  })
})
