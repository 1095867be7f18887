import { appendFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { query, statement } from '../../main/cache/db.ts'
import { migrate, versionOf } from '../../main/cache/migrate.ts'
import { migrations } from '../../main/cache/migrations/index.ts'
import { openCache } from '../../main/cache/open.ts'
import type { Priority } from '../../main/cache/writer.ts'
import { FailureError } from '../../shared/result.ts'
import { aCache, type TestCache } from '../helpers/cache.ts'
import { aWorkspace } from '../helpers/called-workspace.ts'
import { canMount, smallDisk, WHY_SKIPPED } from '../helpers/small-disk.ts'
import { tempFolder } from '../helpers/temp-folder.ts'

if (!canMount) process.stdout.write(`full disk: ${WHY_SKIPPED}\n`)

const keys = query<{ key: string }>('SELECT key FROM setting ORDER BY key')
const intact = ({ connection }: TestCache) => connection.pragma('integrity_check', { simple: true })

/** Writes until the disk refuses; which keys were acknowledged before that. */
async function fill({ writer }: TestCache, priority: Priority): Promise<{ saved: string[]; failure: unknown }> {
  const saved: string[] = []
  for (let n = 0; n < 10_000; n++) {
    const key = `${priority}-${String(n).padStart(5, '0')}`
    try {
      await writer.write(priority, tx =>
        tx.run(statement('INSERT INTO setting VALUES (?, ?)', [key, 'x'.repeat(3_000)])),
      )
    } catch (failure) {
      return { saved, failure }
    }
    saved.push(key)
  }
  throw new Error('the disk never filled up')
}

describe.skipIf(!canMount)('a full disk', () => {
  it.each(['user', 'bulk'] as const)(
    'refuses a %s write in plain words and keeps everything saved before',
    async priority => {
      const { dir } = smallDisk('2m')
      const ballast = join(dir, 'ballast')
      writeFileSync(ballast, Buffer.alloc(600_000))
      const cache = aCache(dir)
      const { saved, failure } = await fill(cache, priority)

      expect(failure).toBeInstanceOf(FailureError)
      expect((failure as FailureError).failure).toMatchObject({
        kind: 'io',
        what: 'There is no space left on the disk.',
      })
      expect(saved.length).toBeGreaterThan(20)
      expect(cache.read.all(keys).map(row => row.key)).toEqual(saved)
      expect(intact(cache)).toBe('ok')

      rmSync(ballast)
      await cache.writer.write('user', tx => tx.run(statement("INSERT INTO setting VALUES ('~after', '1')")))
      const again = aCache(dir)
      expect(again.read.all(keys).map(row => row.key)).toEqual([...saved, '~after'])
    },
  )

  it('is said for as long as it lasts, and no longer', async () => {
    const { dir } = smallDisk('16m')
    const { call, host } = await aWorkspace({ dir, root: tempFolder() }, null)
    const full = async () => (await call.task.list()).filter(({ kind }) => kind === 'full').map(({ state }) => state)
    const ballast = join(dir, 'ballast')
    expect(() => {
      for (let n = 0; ; n++) appendFileSync(ballast, Buffer.alloc(n < 100 ? 100_000 : 4_096))
    }).toThrow('ENOSPC')
    const decideOn = async () => {
      for (let n = 1; n < 5_000; n++) await call.workspace.setGuardrails({ holdout: (n % 50) / 100 })
    }
    await expect(decideOn()).rejects.toMatchObject({ data: { what: 'There is no space left on the disk.' } })
    expect(await full()).toEqual(['running'])
    rmSync(ballast)
    await expect.poll(full, { timeout: 60_000 }).toEqual(['done'])
    await call.workspace.setGuardrails({ holdout: 0.5 })
    expect((await call.workspace.guardrails()).holdout).toBe(0.5)
    await expect.poll(() => host.engine().idle()).toBe(true)
  })

  it('refuses to make a workspace and leaves nothing behind', () => {
    const { dir } = smallDisk('64k')
    expect(openCache(dir)).toMatchObject({
      ok: false,
      error: { kind: 'io', what: 'There is no space left on the disk.' },
    })
    expect(readdirSync(dir)).toEqual([])
  })

  it('stops a migration whose backup has no room, and leaves the old file as it was', () => {
    const { dir } = smallDisk('2m')
    const file = join(dir, 'workspace.db')
    const db = new Database(file)
    migrate(db, () => null)
    db.prepare('INSERT INTO setting VALUES (?, ?)').run('a', 'x'.repeat(1_000_000))
    const backup = join(dir, 'backup')
    expect(() => migrate(db, () => backup, [...migrations, 'CREATE TABLE example (id INTEGER) STRICT'])).toThrow('full')
    expect(versionOf(db)).toBe(migrations.length)
    expect(db.prepare('SELECT length(value) FROM setting').pluck().get()).toBe(1_000_000)
    db.close()
    expect(readdirSync(dir)).toEqual(['workspace.db'])
  })
})
