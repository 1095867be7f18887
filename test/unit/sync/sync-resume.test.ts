import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { SyncDeps } from '../../../main/sync/files/load-stream.ts'
import { SORTED } from '../../../main/sync/files/parse-protocol.ts'
import { listSources } from '../../../main/sync/store.ts'
import { unwrap } from '../../../shared/result.ts'
import type { FilesConfig } from '../../../shared/source/mapping.ts'
import { aSyncedFolder, NOW, type SyncedFolder } from '../../helpers/synced-folder.ts'

const ACCOUNTS = 500
const EVENTS = SORTED + 12_000
/** A row that fits nobody, near the beginning. */
const STRANGER = 40

const config: FilesConfig = {
  streams: [
    {
      name: 'accounts',
      path: 'accounts.csv',
      mapping: {
        record: 'account',
        id: { field: 'id', type: 'text' },
        name: { field: 'name', type: 'text' },
        properties: {},
      },
    },
    {
      name: 'events',
      path: 'events.csv',
      mapping: {
        record: 'event',
        id: { field: 'id', type: 'text' },
        account: { by: 'id', field: 'account' },
        kind: { const: 'login' },
        at: { field: 'at', type: 'date', format: 'unix_s' },
        properties: {},
      },
    },
  ],
}

describe('a long file of events in order of time', () => {
  /** Read in one go, once for all tests. */
  let whole: SyncedFolder
  let folder: SyncedFolder
  beforeAll(async () => {
    whole = aSyncedFolder()
    const accounts = Array.from({ length: ACCOUNTS }, (_, i) => `a${i},Account ${i}`)
    const events = Array.from({ length: EVENTS }, (_, i) => {
      const account = i === STRANGER ? 'nobody' : `a${(i * 7) % ACCOUNTS}`
      return `e${i},${account},${1_700_000_000 + i}`
    })
    writeFileSync(join(whole.dir, 'accounts.csv'), ['id,name', ...accounts].join('\n'))
    writeFileSync(join(whole.dir, 'events.csv'), ['id,account,at', ...events].join('\n'))
    unwrap(await whole.sync(config))
  })
  afterAll(() => whole.close())
  beforeEach(() => {
    folder = aSyncedFolder()
  })
  afterEach(() => folder.close())

  const sync = async (more: Partial<SyncDeps> = {}) => unwrap(await folder.sync(config, { dir: whole.dir, ...more }))
  const cancelAfter = async (rows: number) => {
    const abort = new AbortController()
    const onProgress = (done: number, _total: number | null, unit: string) => {
      if (unit === 'rows' && done - ACCOUNTS > rows) abort.abort()
    }
    return sync({ signal: abort.signal, onProgress })
  }
  const standing = (of = folder) => listSources(of.read, NOW)[0]?.streams.find(stream => stream.name === 'events')
  const events = (of: SyncedFolder) =>
    of.connection.prepare('SELECT external_id, account_id, at, kind, value, properties FROM event ORDER BY 1').all()
  const reading = (report: Awaited<ReturnType<typeof cancelAfter>>) => report.streams.find(s => s.name === 'events')

  it('is complete, with the one row that fits nobody kept apart', () => {
    expect(whole.count('event')).toBe(EVENTS - 1)
    expect(standing(whole)).toMatchObject({
      rows: EVENTS - 1,
      quarantined: 1,
      newestAt: (1_700_000_000 + EVENTS - 1) * 1_000,
    })
  })

  it('goes on behind what is complete when it was cut off, and ends at the same rows', async () => {
    await cancelAfter(SORTED + 4_000)
    const kept = folder.count('event')
    expect(kept).toBeLessThan(EVENTS - 1)
    const report = await sync()
    const rest = reading(report)
    expect(rest?.read).toBe(EVENTS - SORTED)
    expect(report.streams.find(({ name }) => name === 'accounts')?.read).toBe(0)
    expect(rest?.changed).toBe(EVENTS - 1 - kept)
    expect(standing()).toMatchObject({ rows: EVENTS - 1, quarantined: 1 })
    expect(events(folder)).toEqual(events(whole))
  })

  it('counts no row twice when it was cut off before anything was complete', async () => {
    await cancelAfter(4_000)
    expect(folder.count('event')).toBeGreaterThan(0)
    await sync()
    expect(folder.count('event')).toBe(EVENTS - 1)
    expect(standing()).toMatchObject({ rows: EVENTS - 1, quarantined: 1 })
    expect(events(folder)).toEqual(events(whole))
  })
})
