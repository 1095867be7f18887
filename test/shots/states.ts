import { execFileSync } from 'node:child_process'
import { chmodSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import Database from 'better-sqlite3'
import { tryLead } from '../../main/cache/leader.ts'
import { DATABASE } from '../../main/cache/open.ts'
import { workspacesDir } from '../../main/engine/user-data.ts'
import { isRoot } from '../../main/shell/runtimes.ts'
import { type Console, type ConsoleOptions, openConsole, READY } from '../e2e/fixture.ts'
import { leavesOf, overwritePages } from '../helpers/damaged.ts'
import { freshFolder } from '../helpers/electron.ts'
import { putLivedSample } from '../helpers/lived-sample.ts'

/** A state of the whole console, and how it comes about. `after`: what has to be undone once it is pictured. */
export interface State {
  name: string
  options?: Partial<ConsoleOptions>
  /** Makes the workspace that is opened. */
  made?(dir: string): (() => void) | undefined
  arrange?(console: Console): Promise<(() => void) | undefined>
  /** Screens to picture; the queue alone where none are named. */
  screens?: readonly string[]
}

const SCREENS = ['queue', 'day', 'incidents', 'outage', 'outbox', 'review', 'model', 'triggers', 'sources', 'settings']

const sampleOf = ({ userData }: Console) => join(workspacesDir(userData), 'sample')

const press = async (page: Page, ...keys: string[]) => {
  for (const key of keys) await page.keyboard.press(key)
}

/** Overwrites pages of the events, as a disk does that goes bad under a running console, and has the file checked. */
async function damage(console: Console): Promise<undefined> {
  const file = join(sampleOf(console), 'workspace.db')
  const db = new Database(file)
  db.pragma('wal_checkpoint(TRUNCATE)')
  const pages = leavesOf(db, 'event', 5, 20)
  db.close()
  overwritePages(file, pages)
  const page = console.page()
  await page.evaluate(() => {
    location.hash = '#/settings'
  })
  await page.getByRole('button', { name: 'Check now' }).click()
  await page.getByRole('alert').first().waitFor()
}

/** Another program keeps the file while the person claims an issue. */
async function hold(console: Console): Promise<() => void> {
  const db = new Database(join(sampleOf(console), 'workspace.db'))
  db.exec('BEGIN IMMEDIATE')
  await press(console.page(), 'Home', 'c')
  await console.page().getByText('waits').or(console.page().getByText('another program')).first().waitFor()
  return () => db.close()
}

/** A copy of the sample that can only be read. Root may write anywhere, so there the disk is a read-only one. */
function readOnlySample(): { dir: string; release(): void } {
  const dir = freshFolder('read-only')
  if (isRoot()) execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=800m', 'forestall-shots', dir])
  putLivedSample(dir)
  if (isRoot()) execFileSync('mount', ['-o', 'remount,ro', dir])
  else for (const path of ['.', ...readdirSync(dir)]) chmodSync(join(dir, path), 0o500)
  return { dir, release: () => isRoot() && execFileSync('umount', ['-l', dir]) }
}

/** A workspace whose first page was overwritten, so that nothing can open it. */
function shut(dir: string): undefined {
  putLivedSample(dir)
  const file = join(dir, DATABASE)
  const db = new Database(file)
  db.pragma('wal_checkpoint(TRUNCATE)')
  db.close()
  overwritePages(file, [1])
}

/** Kills the engine until its supervisor gives up. An app without an engine is ended the hard way afterwards. */
async function loseEngine(console: Console): Promise<() => void> {
  const lost = console.page().getByRole('heading', { name: 'The engine keeps stopping.' })
  for (let kill = 0; kill < 12 && !(await lost.isVisible()); kill += 1) {
    await console.killEngine().catch(() => undefined)
    await new Promise(done => setTimeout(done, 1_500))
  }
  return () => void console.app().process().kill('SIGKILL')
}

/** Another process of this computer leads the workspace. */
function shared(dir: string): (() => void) | undefined {
  putLivedSample(dir)
  return tryLead(dir)?.release
}

/** Counters as of nearly a million open issues and messages; the rows themselves are those of the sample. */
function many(dir: string): undefined {
  putLivedSample(dir)
  const db = new Database(join(dir, DATABASE))
  db.exec('UPDATE issue_count SET n = 999999 WHERE n > 0; UPDATE outbox_count SET n = 999999')
  db.close()
}

/** Every state that is more than a screen. */
export const states: readonly State[] = [
  { name: 'first-run', options: { firstRun: true, waitFor: READY } },
  { name: 'empty', options: { workspace: freshFolder('empty') }, screens: SCREENS },
  { name: 'damaged', arrange: damage, screens: ['settings', 'queue'] },
  { name: 'held', arrange: hold },
  { name: 'shared', made: shared, screens: ['queue', 'outbox'] },
  { name: 'many', made: many, screens: ['queue', 'day', 'incidents', 'outbox', 'model'] },
  { name: 'rescue', made: shut, options: { waitFor: '.rescue h1' } },
  {
    name: 'engine-lost',
    arrange: loseEngine,
  },
]

/** Opens the console in a state. `close` takes everything away again. */
export async function openState(
  { options, made, arrange }: State,
  env: Record<string, string>,
): Promise<{ console: Console; close(): Promise<void> } | { why: string }> {
  const workspace = made ? freshFolder('state') : null
  const unmake = workspace === null ? undefined : made?.(workspace)
  const console = await openConsole({ shell: 'electron', workspace, env, ...options })
  if ('why' in console) return console
  const undo = await arrange?.(console)
  return {
    console,
    close: async () => {
      undo?.()
      if (arrange === loseEngine) return
      await console.close()
      unmake?.()
      if (workspace !== null) rmSync(workspace, { recursive: true, force: true })
    },
  }
}

/** Opens a workspace that can only be read. */
export async function openReadOnly(env: Record<string, string>) {
  const { dir, release } = readOnlySample()
  const console = await openConsole({ shell: 'electron', workspace: dir, env, firstRun: true, waitFor: READY })
  if ('why' in console) {
    release()
    return console
  }
  return {
    console,
    close: async () => {
      await console.close()
      release()
    },
  }
}
