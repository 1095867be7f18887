import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { openCache } from '../../main/cache/open.ts'
import { findDamage } from '../../main/cache/safety/copy.ts'
import { safetyOf } from '../../main/engine/safety.ts'
import { unwrap } from '../../shared/result.ts'
import { compiled } from '../helpers/compiled.ts'
import { aFullFile } from '../helpers/damaged.ts'
import { isWhole } from '../helpers/depth.ts'
import { NODE } from '../helpers/node.ts'
import { tempFolder } from '../helpers/temp-folder.ts'

const WALL = Date.UTC(2026, 10, 29)
const ACCOUNTS = 40

/** A workspace whose first message was sent after its backup, and that a program left with a log beside its file. */
async function sentSinceBackup() {
  const dir = tempFolder()
  const file = aFullFile(dir, ACCOUNTS)
  const change = (sql: string) => {
    const db = new Database(file)
    db.exec(sql)
    db.close()
  }
  change("UPDATE outbox SET state = 'waiting'")
  unwrap(await safetyOf(dir, () => WALL).backUp())
  const live = new Database(file)
  live.pragma('journal_mode = WAL')
  live.exec("UPDATE outbox SET state = 'sent', sent_at = 7; UPDATE account SET name = 'newer'")
  const copy = tempFolder()
  cpSync(dir, copy, { recursive: true })
  live.close()
  return copy
}

/** How many steps it took; null where it died. */
const stepsOf = (dir: string, how: string, diesAt: number): number | null => {
  try {
    return Number(execFileSync(NODE, [compiled('restoring-child'), dir, how, String(diesAt)], { stdio: 'pipe' }))
  } catch (error) {
    if ((error as { signal?: string }).signal === 'SIGKILL') return null
    throw error
  }
}

describe('a file that takes the place of a workspace', () => {
  for (const how of ['restore', 'salvage'])
    it(`is there whole, or the old one is, whichever step of a ${how} a power cut falls into`, async () => {
      const made = await sentSinceBackup()
      const aCopy = () => {
        const dir = tempFolder()
        cpSync(made, dir, { recursive: true })
        return dir
      }
      const last = stepsOf(aCopy(), how, 0) ?? 0
      expect(last).toBeGreaterThan(6)
      // At a fourth of the depth the first and the last are among them; behind the last nothing is cut off.
      const every = Array.from({ length: last + 1 }, (_, n) => n + 1)
      for (const step of every.filter(n => isWhole || n % 4 === 0 || n === 1 || n >= last)) {
        const dir = aCopy()
        const died = stepsOf(dir, how, step) === null
        expect({ step, died }).toEqual({ step, died: step <= last })
        const opened = unwrap(openCache(dir, false))
        const waiting = opened.reader.prepare("SELECT count(*) FROM outbox WHERE state = 'waiting'").pluck().get()
        const [names, accounts] = [
          'SELECT DISTINCT name FROM account ORDER BY name LIMIT 1',
          'SELECT count(*) FROM account',
        ].map(sql => opened.reader.prepare(sql).pluck().get())
        opened.reader.close()
        opened.connection.close()
        expect({ step, waiting, accounts }).toEqual({ step, waiting: 0, accounts: ACCOUNTS })
        if (how === 'salvage' || died === false) expect(names === 'newer').toBe(how === 'salvage')
        expect(findDamage(join(dir, 'workspace.db'))).toEqual([])
        expect(readdirSync(dir).filter(name => name.includes('ready'))).toEqual([])
        // The next try is not confused by what the first one has left.
        expect(unwrap(safetyOf(dir, () => WALL + 1_000).restore(null))).toMatchObject({ unsure: 0 })
      }
    })

  it('is never one that holds no workspace, whatever a hand or a program names', async () => {
    const dir = await sentSinceBackup()
    const safety = safetyOf(dir, () => WALL)
    const name = (file: string) => join(dir, file)
    writeFileSync(name('empty.csv'), '')
    writeFileSync(name('table.csv'), 'a,b\n1,2\n')
    writeFileSync(name('cut.db'), readFileSync(name('workspace.db')).subarray(0, 5_000))
    for (const [file, sql] of [
      ['theirs.db', 'CREATE TABLE note (text)'],
      ['nothing.db', 'VACUUM'],
    ] as const) {
      const db = new Database(name(file))
      db.exec(sql)
      db.close()
    }
    const before = readFileSync(name('workspace.db'))
    for (const file of ['empty.csv', 'table.csv', 'cut.db', 'theirs.db', 'nothing.db', 'none.db', '.']) {
      expect(safety.restore(name(file)), file).toMatchObject({ ok: false, error: { what: 'Nothing was restored.' } })
      expect(readFileSync(name('workspace.db')).equals(before), file).toBe(true)
    }
    expect(readdirSync(dir).filter(file => /part|ready|replaced/.test(file))).toEqual([])
  })

  it('is waited for by a program that opens the workspace meanwhile, and found where only it is left', async () => {
    const dir = await sentSinceBackup()
    cpSync(join(dir, 'workspace.db'), join(dir, 'workspace.db.ready-20261129T000000000Z'))
    for (const suffix of ['', '-wal', '-shm']) rmSync(join(dir, `workspace.db${suffix}`), { force: true })
    const { tryLead } = await import('../../main/cache/leader.ts')
    const lock = tryLead(dir)
    expect(openCache(dir)).toMatchObject({ ok: false, error: { kind: 'conflict' } })
    expect(existsSync(join(dir, 'workspace.db'))).toBe(false)
    lock?.release()
    expect(unwrap(safetyOf(dir, () => WALL).check())).toEqual([])
    expect(existsSync(join(dir, 'workspace.db'))).toBe(true)
  })
})
