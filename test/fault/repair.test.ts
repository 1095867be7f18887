import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { DATABASE } from '../../main/cache/open.ts'
import { systemDeps } from '../../main/engine/engine.ts'
import { aWorkspace } from '../helpers/called-workspace.ts'
import { leavesOf, overwritePages } from '../helpers/damaged.ts'
import { anEngine } from '../helpers/engine.ts'
import { putLivedSample } from '../helpers/lived-sample.ts'
import { tempFolder } from '../helpers/temp-folder.ts'

const ACCOUNTS = 3_000

/** An open workspace with accounts and a backup; `hurt` overwrites pages of its accounts. */
async function aBackedUpWorkspace({ backedUp = true } = {}) {
  const workspace = await aWorkspace()
  const file = join(workspace.dir, DATABASE)
  const db = new Database(file)
  const insert = db.prepare('INSERT INTO account (uid, name, updated_at) VALUES (?, ?, 0)')
  db.transaction(() => {
    for (let n = 0; n < ACCOUNTS; n++) insert.run(`shop:${n}`, `Account ${n} ${'x'.repeat(60)}`)
  })()
  db.pragma('wal_checkpoint(TRUNCATE)')
  const leaves = leavesOf(db, 'account', 3, 4)
  db.close()
  if (backedUp) await workspace.call.workspace.backUp({})
  const hurt = () => overwritePages(file, leaves)
  const decide = () => workspace.call.workspace.setClock({ mode: 'fixed', at: 0 })
  return { ...workspace, file, hurt, decide }
}

describe('a damaged workspace that is open', () => {
  it('is found by a check, written to no more, and restored from its backup while it is open', async () => {
    const { call, hurt, decide } = await aBackedUpWorkspace()
    expect(await call.workspace.check({})).toEqual({ damaged: false })
    hurt()
    expect(await call.workspace.check({})).toEqual({ damaged: true })
    await expect(decide()).rejects.toMatchObject({ data: { kind: 'corrupt' } })
    await expect(call.workspace.backUp({})).rejects.toMatchObject({ data: { kind: 'corrupt' } })
    const { backups } = await call.workspace.safety()
    const repaired = await call.workspace.repair({ how: 'restore' })
    expect(repaired).toMatchObject({ from: backups[0]?.at, unsure: 0, tables: [] })
    expect(existsSync(repaired.replaced ?? '')).toBe(true)
    expect(await call.workspace.safety()).toMatchObject({ damaged: false })
    expect((await call.workspace.info()).counts.accounts).toBe(ACCOUNTS)
    await decide()
    expect(await call.workspace.check({})).toEqual({ damaged: false })
  })

  it('is noticed by a read in a thread of its own as by any other', async () => {
    const { call, hurt } = await aBackedUpWorkspace({ backedUp: false })
    hurt()
    await expect(call.review.figures({})).rejects.toMatchObject({ data: { kind: 'corrupt' } })
    expect(await call.workspace.safety()).toMatchObject({ damaged: true })
  })

  it('is salvaged without a backup, and says what was lost', async () => {
    const { call, hurt, decide } = await aBackedUpWorkspace({ backedUp: false })
    await decide()
    hurt()
    await call.workspace.check({})
    await expect(call.workspace.repair({ how: 'restore' })).rejects.toMatchObject({ data: { kind: 'not_found' } })
    const { from, tables } = await call.workspace.repair({ how: 'salvage' })
    expect(from).toBeNull()
    const accounts = tables.find(({ table }) => table === 'account')
    expect(accounts?.saved).toBeGreaterThan(ACCOUNTS * 0.9)
    expect(accounts?.saved).toBe((await call.workspace.info()).counts.accounts)
    expect(tables.find(({ table }) => table === 'journal')).toMatchObject({ saved: 1, lost: 0 })
    expect(await call.workspace.check({})).toEqual({ damaged: false })
  })

  for (const how of ['restore', 'salvage'] as const)
    it(`is as it was when a person cancels: ${how}`, async () => {
      const { call, host, hurt, file, dir } = await aBackedUpWorkspace()
      hurt()
      await call.workspace.check({})
      const before = readFileSync(file)
      const repairing = call.workspace.repair({ how })
      const running = () =>
        host
          .engine()
          .tasks.list()
          .find(({ title, state }) => /ing the/.test(title) && state === 'running')
      while (!/^(Restoring|Salvaging)/.test(running()?.title ?? '')) await turn()
      await call.task.cancel({ id: running()?.id ?? '' })
      await expect(repairing).rejects.toMatchObject({ data: { kind: 'cancelled' } })
      expect(readFileSync(file).equals(before)).toBe(true)
      expect(readdirSync(dir).filter(name => /part|salvaged|replaced/.test(name))).toEqual([])
      expect(await call.workspace.safety()).toMatchObject({ damaged: true })
    })
})

it('a whole workspace is not replaced', async () => {
  const { call } = await aBackedUpWorkspace()
  for (const how of ['restore', 'salvage'] as const)
    await expect(call.workspace.repair({ how })).rejects.toMatchObject({ data: { kind: 'refused' } })
})

describe('a workspace that was damaged while it was closed', () => {
  /** A lived sample with the pages of a table overwritten. */
  function aHurtSample(table: string): string {
    const dir = tempFolder()
    putLivedSample(dir)
    const file = join(dir, DATABASE)
    const db = new Database(file)
    db.pragma('wal_checkpoint(TRUNCATE)')
    const leaves = leavesOf(db, table, 40, 0)
    db.close()
    overwritePages(file, leaves)
    return dir
  }
  const opened = (dir: string) => anEngine({ ...systemDeps, create: null, dir })

  it('opens without what only its clock is read from, and says that it is damaged', async () => {
    const { engine } = await opened(aHurtSample('journal'))
    expect(engine.guard.state()).toMatchObject({ damaged: true })
  })

  it('is a failure that says what to do where nothing of it can be opened, and no crash', async () => {
    await expect(opened(aHurtSample('setting'))).rejects.toThrow(/damaged/)
  })
})
