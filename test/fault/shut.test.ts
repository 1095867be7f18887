import { existsSync, mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import { createRouterClient } from '@orpc/server'
import Database from 'better-sqlite3'
import { describe, expect, it, onTestFinished } from 'vitest'
import { router } from '../../main/api/router.ts'
import { DATABASE } from '../../main/cache/open.ts'
import { backupPath } from '../../main/cache/safety/backups.ts'
import { copyDatabase } from '../../main/cache/safety/copy.ts'
import { createHost, type HostDeps } from '../../main/engine/host.ts'
import { unwrap } from '../../shared/result.ts'
import { aWorkspace } from '../helpers/called-workspace.ts'
import { leavesOf, overwritePages } from '../helpers/damaged.ts'
import { depsOf, putEmptyWorkspace } from '../helpers/empty-workspace.ts'
import { tempFolder } from '../helpers/temp-folder.ts'

/** A closed workspace with two decisions, one of them later than its backup. */
async function aClosedWorkspace({ backedUp = true } = {}) {
  const { dir, host, call } = await aWorkspace()
  const file = join(dir, DATABASE)
  await call.workspace.setClock({ mode: 'fixed', at: 0 })
  const { id } = await call.workspace.info()
  if (backedUp) {
    mkdirSync(join(dir, 'backups'), { recursive: true })
    await copyDatabase(file, backupPath(dir, Date.UTC(2026, 1, 1)))
  }
  await call.workspace.setClock({ mode: 'real' })
  await host.close()
  const db = new Database(file)
  db.pragma('wal_checkpoint(TRUNCATE)')
  const settings = leavesOf(db, 'setting', 9, 0)
  db.close()
  return { dir, file, id, settings }
}

/** The same, opened by a shell that stays. */
async function opened(dir: string, more: Partial<HostDeps> = {}) {
  const host = unwrap(await createHost({ ...depsOf(dir), shell: 'web', ...more }))
  onTestFinished(() => host.close())
  return { host, call: createRouterClient(router, { context: { host } }) }
}

/** The header of a newer version. */
function makeNewer(file: string): void {
  const bytes = readFileSync(file)
  bytes.writeInt32BE(9_000, 60)
  writeFileSync(file, bytes)
}

const cut = (file: string) => truncateSync(file, 0)
const overwriteHeader = (file: string) => overwritePages(file, [1])

describe('a workspace that cannot be opened', () => {
  for (const [how, damage] of [
    ['its header was overwritten', overwriteHeader],
    ['its file was cut to nothing', cut],
  ] as const)
    it(`is shown with what can be done, and restored from the chosen backup: ${how}`, async () => {
      const { dir, file, id } = await aClosedWorkspace()
      damage(file)
      const { call, host } = await opened(dir)
      const { shut } = await call.workspace.shut()
      expect(shut).toMatchObject({ dir, failure: { kind: 'corrupt' }, ways: ['restore', 'salvage'] })
      // The name says when, also after the folder was copied.
      expect(shut?.backups.map(({ at }) => at)).toEqual([Date.UTC(2026, 1, 1)])
      await expect(call.workspace.guardrails()).rejects.toMatchObject({ data: { kind: 'corrupt' } })
      expect(await call.task.idle()).toEqual({ idle: true })
      const repaired = await call.workspace.repair({ how: 'restore', backup: shut?.backups[0]?.name })
      expect(repaired).toMatchObject({ from: Date.UTC(2026, 1, 1), tables: [] })
      expect(existsSync(repaired.replaced ?? '')).toBe(true)
      expect(host.shut()).toBeNull()
      expect(await call.workspace.info()).toMatchObject({ id, clock: { mode: 'fixed', at: 0 } })
    })

  it('stays as it is where the chosen backup is damaged, too, or where a person cancels', async () => {
    const { dir, file } = await aClosedWorkspace()
    overwriteHeader(file)
    const { call } = await opened(dir)
    const name = (await call.workspace.shut()).shut?.backups[0]?.name
    const before = readFileSync(file)
    const repairing = call.workspace.repair({ how: 'restore', backup: name })
    const cancelled = expect(repairing).rejects.toMatchObject({ data: { kind: 'cancelled' } })
    const running = async () => (await call.task.list()).find(({ state }) => state === 'running')
    while (!(await running())) await turn()
    await call.task.cancel({ id: (await running())?.id ?? '' })
    await cancelled
    overwritePages(join(dir, 'backups', name ?? ''), [2, 3, 4])
    await expect(call.workspace.repair({ how: 'restore', backup: name })).rejects.toMatchObject({
      data: { kind: 'corrupt' },
    })
    await expect(call.workspace.repair({ how: 'restore', backup: 'no-such.db' })).rejects.toMatchObject({
      data: { what: 'Nothing was restored.' },
    })
    expect(readFileSync(file).equals(before)).toBe(true)
    expect((await call.workspace.shut()).shut).not.toBeNull()
  })

  it('is salvaged with its decisions, and its settings come from the backup: it stays the same workspace', async () => {
    const { dir, file, id, settings } = await aClosedWorkspace()
    overwritePages(file, settings)
    const { call } = await opened(dir)
    const { tables } = await call.workspace.repair({ how: 'salvage' })
    expect(tables.find(({ table }) => table === 'journal')).toMatchObject({ saved: 2, lost: 0 })
    expect(await call.workspace.info()).toMatchObject({ id, name: 'Test' })
  })

  it('is salvaged without a backup under the name of its folder, rather than locked up', async () => {
    const { dir, file, settings } = await aClosedWorkspace({ backedUp: false })
    overwritePages(file, settings)
    const { call } = await opened(dir)
    expect((await call.workspace.shut()).shut?.ways).toEqual(['salvage'])
    const { tables } = await call.workspace.repair({ how: 'salvage' })
    expect(tables.find(({ table }) => table === 'setting')).toMatchObject({ saved: 0 })
    expect(await call.workspace.info()).toMatchObject({ name: dir.split('/').at(-1), firstRun: false })
    expect(await call.journal.list({})).toHaveLength(2)
  })

  it('of which nothing is left stays as it is, and the reason names no command of the terminal', async () => {
    const { dir, file } = await aClosedWorkspace({ backedUp: false })
    cut(file)
    const { call } = await opened(dir)
    await expect(call.workspace.repair({ how: 'salvage' })).rejects.toMatchObject({
      data: { kind: 'corrupt', what: 'Nothing was salvaged.' },
    })
    expect(readFileSync(file)).toHaveLength(0)
    writeFileSync(file, 'x'.repeat(20_000))
    await expect(call.workspace.repair({ how: 'salvage' })).rejects.toMatchObject({
      data: { kind: 'corrupt', what: 'Nothing was salvaged.' },
    })
    expect(readFileSync(file, 'utf8')).toBe('x'.repeat(20_000))
  })

  it('of a newer version is not salvaged, and only a backup that this version knows is offered', async () => {
    const { dir, file } = await aClosedWorkspace()
    const later = backupPath(dir, Date.UTC(2026, 1, 2))
    writeFileSync(later, readFileSync(file))
    makeNewer(later)
    // Somebody refused to be written to, under a layout with a column that this version does not know.
    const db = new Database(file)
    db.exec(
      `ALTER TABLE suppression ADD COLUMN later TEXT; INSERT INTO suppression (address, reason, at) VALUES ('erased:1', 'x', 1)`,
    )
    db.pragma('wal_checkpoint(TRUNCATE)')
    db.close()
    makeNewer(file)
    const { call } = await opened(dir)
    const { shut } = await call.workspace.shut()
    expect(shut).toMatchObject({ failure: { kind: 'newer' }, ways: ['restore'] })
    expect(shut?.backups.map(({ at }) => at)).toEqual([Date.UTC(2026, 1, 1)])
    await expect(call.workspace.repair({ how: 'salvage' })).rejects.toMatchObject({ data: { kind: 'refused' } })
    await call.workspace.repair({ how: 'restore' })
    expect((await call.workspace.shut()).shut).toBeNull()
    const restored = new Database(file, { readonly: true })
    expect(restored.prepare("SELECT count(*) FROM suppression WHERE address = 'erased:1'").pluck().get()).toBe(1)
    restored.close()
  })

  it('does not keep a person from the other ones, and is listed with what is wrong', async () => {
    const { dir, file } = await aClosedWorkspace()
    cut(file)
    const { call, host } = await opened(dir)
    const made = await call.workspace.create({ name: 'Other' })
    expect(host.shut()).toBeNull()
    const list = await call.workspace.list()
    expect(list.map(({ name, current }) => [name, current])).toEqual([['Other', true]])
    // Asked for from an open one, it takes its place; a path that leads nowhere does not.
    await expect(call.workspace.attend({ dir: join(dir, 'nowhere') })).rejects.toMatchObject({
      data: { kind: 'not_found' },
    })
    expect(await call.workspace.attend({ dir })).toEqual({ opened: false })
    expect((await call.workspace.shut()).shut).toMatchObject({ dir, failure: { kind: 'corrupt' } })
    expect(await call.workspace.attend({ dir: made.dir })).toEqual({ opened: true })
    cut(join(await besides(host.deps.root), DATABASE))
    expect((await call.workspace.list()).find(({ name }) => name === 'beside')?.trouble).toBe(
      'The workspace is damaged.',
    )
  })

  it('is not tried where opening it ended the engine again and again, until the person says so', async () => {
    const { dir } = await aClosedWorkspace()
    const stopped = { kind: 'unavailable', what: 'The engine keeps stopping.', why: 'Why.', todo: 'Todo.' } as const
    const { call } = await opened(dir, { stopped })
    expect((await call.workspace.shut()).shut).toMatchObject({ failure: stopped, ways: ['restore', 'salvage'] })
    expect(await call.workspace.attend({ dir })).toEqual({ opened: true })
  })
})

/** A workspace in the folder of all workspaces. */
async function besides(root: string): Promise<string> {
  const dir = join(root, 'beside')
  mkdirSync(dir, { recursive: true })
  await putEmptyWorkspace(dir)
  return dir
}

it('the workspace that was open last is not silently replaced by the sample when its disk is gone', async () => {
  const root = tempFolder()
  const gone = join(tempFolder(), 'gone')
  mkdirSync(gone)
  await putEmptyWorkspace(gone)
  const { call } = await opened(gone, { root })
  await call.workspace.create({ name: 'Other' })
  await call.workspace.open({ dir: gone })
  rmSync(gone, { recursive: true })
  const deps = { ...depsOf(gone), root, dir: null }
  expect(await createHost({ ...deps, shell: 'cli' })).toMatchObject({ ok: false, error: { kind: 'not_found' } })
  const { call: next } = await opened(gone, { root, dir: null })
  expect((await next.workspace.shut()).shut).toMatchObject({ dir: gone, failure: { kind: 'not_found' }, ways: [] })
  expect((await next.workspace.list()).map(({ name, current }) => [name, current])).toEqual([
    ['gone', true],
    ['Other', false],
  ])
  expect(existsSync(gone)).toBe(false)
  const made = unwrap(await createHost({ ...deps, shell: 'cli' }, { name: 'Made', sample: null }))
  expect(made.dir()).toBe(join(root, 'sample'))
  await made.close()
})
