import { appendFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { retryQuarantine } from '../../../main/sync/files/retry.ts'
import { unwrap } from '../../../shared/result.ts'
import type { FilesConfig } from '../../../shared/source/mapping.ts'
import { aSyncedFolder, type SyncedFolder } from '../../helpers/synced-folder.ts'

const accounts: FilesConfig['streams'][number] = {
  name: 'accounts',
  path: 'accounts.csv',
  mapping: { record: 'account', id: { field: 'id' }, name: { field: 'id' }, properties: {} },
}
const log = (path: string): FilesConfig['streams'][number] => ({
  name: 'log',
  path,
  mapping: {
    ...{ record: 'event', id: { content: true }, account: { field: 'account' }, kind: { const: 'login' } },
    ...{ at: { field: 'at', type: 'date', format: 'iso' }, properties: {} },
  },
})
const LINES = ['account,at', 'a1,2024-05-01', 'a1,2024-05-01', 'a1,2024-05-02', 'a1,2024-05-01', '']

describe('lines of a log that say the same', () => {
  let folder: SyncedFolder
  const write = (name: string, text: string) => writeFileSync(join(folder.dir, name), text)
  const ids = () => folder.connection.prepare('SELECT external_id FROM event ORDER BY 1').pluck().all() as string[]
  beforeEach(() => {
    folder = aSyncedFolder()
    write('accounts.csv', 'id\na1\n')
  })
  afterEach(() => folder.close())

  it('are events of their own, and the same ones however often they are read', async () => {
    write('log.csv', LINES.join('\n'))
    const config = { streams: [accounts, log('log.csv')] }
    unwrap(await folder.sync(config))
    const first = ids()
    expect(first).toHaveLength(4)
    expect(first.filter(id => /~[23]$/.test(id))).toHaveLength(2)
    appendFileSync(join(folder.dir, 'log.csv'), 'a1,2024-05-01\n')
    unwrap(await folder.sync(config))
    expect(ids()).toHaveLength(5)
    expect(ids()).toEqual(expect.arrayContaining(first))
  })

  it('are the same events in a second export that overlaps with the first', async () => {
    write('log-1.csv', LINES.join('\n'))
    write('log-2.csv', LINES.join('\n'))
    unwrap(await folder.sync({ streams: [accounts, log('log-*.csv')] }))
    expect(ids()).toHaveLength(4)
  })

  it('stay apart while they wait for their account', async () => {
    write('accounts.csv', 'id\na2\n')
    write('log.csv', LINES.join('\n'))
    const config = { streams: [accounts, log('log.csv')] }
    unwrap(await folder.sync(config))
    expect(ids()).toEqual([])
    expect(folder.count('quarantine')).toBe(4)
    write('accounts.csv', 'id\na1\n')
    unwrap(await folder.sync(config))
    unwrap(await retryQuarantine(folder.deps(config)))
    expect(ids()).toHaveLength(4)
    expect(folder.count('quarantine')).toBe(0)
  })
})
