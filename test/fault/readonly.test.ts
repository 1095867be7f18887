import { chmodSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { query, statement } from '../../main/cache/db.ts'
import { openCache } from '../../main/cache/open.ts'
import { putSetting } from '../../main/cache/settings.ts'
import { createWriter, type Writer } from '../../main/cache/writer.ts'
import { createEngine } from '../../main/engine/engine.ts'
import { takesAgain } from '../../main/engine/open/saying-refused.ts'
import { seed } from '../../main/engine/open/seed.ts'
import { putIdentity, welcomed } from '../../main/engine/open/workspace.ts'
import { unwrap } from '../../shared/result.ts'
import { DAY } from '../../shared/trigger/duration.ts'
import { aCache } from '../helpers/cache.ts'
import { aWorkspace } from '../helpers/called-workspace.ts'
import { engineDeps } from '../helpers/engine.ts'
import { canMount, smallDisk } from '../helpers/small-disk.ts'
import { tempFolder } from '../helpers/temp-folder.ts'

const isRoot = process.getuid?.() === 0
const possible = canMount || !isRoot
if (!possible) process.stdout.write('read-only folder: skipped: root may write anywhere and cannot mount here\n')

/** A folder that can be made read-only: by its mount for root, who may write anywhere, by its mode for others. */
function folder(): { dir: string; readOnly(): void } {
  if (canMount) return smallDisk('16m')
  const dir = tempFolder()
  return { dir, readOnly: () => chmodSync(dir, 0o555) }
}

function made(dir: string): Buffer {
  const { connection, reader, file } = unwrap(openCache(dir))
  connection.prepare("INSERT INTO setting VALUES ('a', '1')").run()
  reader.close()
  connection.close()
  return readFileSync(file)
}

describe.skipIf(!possible)('a read-only folder', () => {
  it('with a workspace is opened for reading, and the workspace stays as it was', () => {
    const { dir, readOnly: protect } = folder()
    const before = made(dir)
    protect()
    const { connection, reader, file, readOnly, letGo } = unwrap(openCache(dir))
    expect(readOnly).toBe(true)
    expect(reader.prepare("SELECT value FROM setting WHERE key = 'a'").pluck().get()).toBe('1')
    reader.close()
    connection.close()
    letGo()
    expect(existsSync(file)).toBe(false)
    expect(readFileSync(join(dir, 'workspace.db')).equals(before)).toBe(true)
  })

  it('lets a person read everything, and refuses every write in the same words', async () => {
    const { dir, readOnly: protect } = folder()
    const { deps } = engineDeps({ dir })
    const made = unwrap(await createEngine(deps))
    unwrap(await made.decide(welcomed, {}))
    await made.close()
    protect()
    const { host, call } = await aWorkspace({ dir, root: tempFolder(), shell: 'web' })
    expect(await call.workspace.safety()).toMatchObject({ readOnly: true, damaged: false })
    expect(await call.journal.list({})).toHaveLength(1)
    expect(await call.journal.verify()).toMatchObject({ intact: true })
    const refused = { data: { kind: 'io', why: expect.stringMatching(/read-only disk/) } }
    await expect(call.workspace.setClock({ mode: 'fixed', at: 0 })).rejects.toMatchObject(refused)
    await expect(call.source.add({ name: 'A', kind: 'files', config: { streams: [] } })).rejects.toMatchObject(refused)
    await expect.poll(() => host.engine().idle()).toBe(true)
  })

  it('takes no new workspace', () => {
    const { dir, readOnly } = folder()
    readOnly()
    for (const path of [dir, join(dir, 'new')])
      expect(openCache(path)).toMatchObject({ ok: false, error: { kind: 'io', why: 'It is read-only for this user.' } })
  })
})

describe('a file that cannot be written', () => {
  it('refuses a write with a failure and can still be read', async () => {
    const cache = aCache()
    await cache.writer.write('user', tx => tx.run(statement("INSERT INTO setting VALUES ('a', '1')")))
    // SQLite answers as it does when the disk was mounted read-only under a running process.
    cache.connection.pragma('query_only = ON')
    const refused = cache.writer.write('user', tx => tx.run(statement("INSERT INTO setting VALUES ('b', '1')")))
    await expect(refused).rejects.toMatchObject({ failure: { kind: 'io', what: 'The workspace cannot be written.' } })
    expect(cache.read.all(query('SELECT key FROM setting'))).toEqual([{ key: 'a' }])
  })

  it('is told of once a change was taken back, and what was refused for its own reason is not', async () => {
    const { connection, file } = aCache()
    const heard: string[] = []
    const writer = createWriter(connection, file, () => {}, { onRefused: why => heard.push(why) })
    const put = () =>
      writer.write('user', tx => tx.run(statement("INSERT INTO setting VALUES ('a', '1')"))).catch(() => {})
    await put()
    await put()
    expect(heard).toEqual([])
    connection.pragma('query_only = ON')
    await put()
    expect(heard).toEqual(['unwritable'])
  })

  it.skipIf(!possible)(
    'is told of where the disk turned read-only under it, and not where the disk failed once',
    async () => {
      const { connection, file } = aCache()
      const { dir, readOnly } = folder()
      const failed = Object.assign(new Error('disk I/O error'), { code: 'SQLITE_IOERR_WRITE' })
      const heardOf = async (path: string) => {
        const heard: string[] = []
        const writer = createWriter(connection, path, () => {}, { onRefused: why => heard.push(why) })
        const write = writer.write('user', () => {
          throw failed
        })
        await expect(write).rejects.toMatchObject({ failure: { kind: 'io', what: 'The disk reported an error.' } })
        return heard
      }
      expect(await heardOf(file)).toEqual([])
      writeFileSync(join(dir, 'workspace.db'), '')
      expect(takesAgain(join(dir, 'workspace.db'), 'unwritable')).toBe(true)
      // Nothing is left of looking.
      expect(readdirSync(dir)).toEqual(['workspace.db'])
      readOnly()
      expect(await heardOf(join(dir, 'workspace.db'))).toEqual(['unwritable'])
      expect(takesAgain(join(dir, 'workspace.db'), 'unwritable')).toBe(false)
    },
  )

  it('keeps nobody from opening the sample to read it, and a fault of another kind is told', async () => {
    const { connection, read, writer } = aCache()
    const wall = Date.UTC(2025, 0, 10)
    await writer.write('user', tx => {
      putIdentity(tx, { id: 'a', name: 'Sample', sample: true })
      putSetting(tx, 'sample.bornAt', wall)
    })
    const open = (by: Writer) =>
      seed({ writer: by, read, create: null, id: 'b', name: 'Other', wall: wall + DAY, onDamage: () => {} })
    connection.pragma('query_only = ON')
    expect(await open(writer)).toMatchObject({ ok: true, value: { name: 'Sample' } })
    const bug: Writer = { ...writer, write: () => Promise.reject(new TypeError('a bug')) }
    await expect(open(bug)).rejects.toThrow('a bug')
  })

  it('where the folder’s name is taken by a file, is said so', () => {
    const dir = tempFolder()
    const { file } = aCache(dir)
    expect(openCache(file)).toMatchObject({ ok: false, error: { kind: 'io' } })
  })
})
