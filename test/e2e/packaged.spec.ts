import { execFile, spawn } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses'
import { chromium } from '@playwright/test'
import { cleanEnv, electronRuntime, freshFolder, ROOT, sandboxArgs } from '../helpers/electron.ts'
import { livedSample } from '../helpers/lived-sample.ts'
import { expect, idle, READY, test } from './fixture.ts'

/** The app as it is shipped, packed here without any download and started. */
test.describe.configure({ mode: 'serial' })

const runtime = electronRuntime()
test.skip(process.platform !== 'linux', 'packing is tried on Linux only')
test.skip(runtime.path === null, runtime.path === null ? runtime.why : '')

/** How the binary itself writes a fuse. */
const WIRE = { off: '0'.charCodeAt(0), on: '1'.charCodeAt(0) }
const output = freshFolder('dist')
const packed = join(output, 'linux-unpacked')
const binary = join(packed, 'forestall')

const PREPARED = join(ROOT, 'out/sample')
/** A checkout that was only built has no prepared sample yet, and what is shipped has one. */
const lacksSample = !existsSync(PREPARED)

/** Puts the sample of the tests where the build keeps the prepared one. */
function prepareSample(): void {
  mkdirSync(PREPARED, { recursive: true })
  const file = readFileSync(join(livedSample(), 'workspace.db'))
  writeFileSync(join(PREPARED, 'workspace.db.gz'), gzipSync(file, { level: 1 }))
  copyFileSync(join(livedSample(), 'journal-head.json'), join(PREPARED, 'journal-head.json'))
}

test.beforeAll(async () => {
  if (lacksSample) prepareSample()
  const builder = join(ROOT, 'node_modules/.bin/electron-builder')
  const dist = `-c.electronDist=${dirname(runtime.path ?? '')}`
  const args = ['--linux', 'dir', '--publish', 'never', dist, `-c.directories.output=${output}`]
  await promisify(execFile)(builder, args, { cwd: ROOT, env: cleanEnv({}) })
})
test.afterAll(() => {
  rmSync(output, { recursive: true, force: true })
  if (lacksSample) rmSync(PREPARED, { recursive: true, force: true })
})

test('holds exactly one database binary, that of its own platform', () => {
  const found = readdirSync(packed, { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.node'))
  expect(found).toHaveLength(1)
  // The prebuilt one, or the one that was compiled for an Electron too old for it.
  expect(found[0]).toMatch(
    new RegExp(`better-sqlite3/(prebuilds/linux-${process.arch}|build/Release/better_sqlite3).node$`),
  )
})

test('has its fuses blown', async () => {
  const wire = await getCurrentFuseWire(binary)
  const off = [
    FuseV1Options.RunAsNode,
    FuseV1Options.EnableNodeOptionsEnvironmentVariable,
    FuseV1Options.EnableNodeCliInspectArguments,
    FuseV1Options.GrantFileProtocolExtraPrivileges,
  ]
  const on = [
    FuseV1Options.EnableCookieEncryption,
    FuseV1Options.EnableEmbeddedAsarIntegrityValidation,
    FuseV1Options.OnlyLoadAppFromAsar,
  ]
  for (const fuse of off) expect(wire[fuse], FuseV1Options[fuse]).toBe(WIRE.off)
  for (const fuse of on) expect(wire[fuse], FuseV1Options[fuse]).toBe(WIRE.on)
})

/** A debugger that attaches before the window has its page may wait for ever for a target that was not there yet. */
const pageThere = (port: string): Promise<void> =>
  expect
    .poll(async () => {
      const listed = await fetch(`http://127.0.0.1:${port}/json/list`).catch(() => null)
      return listed ? await listed.text() : ''
    })
    .toContain('app://forestall/')

test('starts for the first time, with the sample that is shipped, and ends properly', async ({ display }) => {
  const userData = freshFolder('packed')
  // Its fuses refuse the inspector, so the page is reached through Chromium's own port.
  const args = ['--remote-debugging-port=0', ...sandboxArgs()]
  const env = cleanEnv({ ...display, FORESTALL_USER_DATA: userData })
  const app = spawn(binary, args, { env, stdio: ['ignore', 'ignore', 'pipe'] })
  const endpoint = await new Promise<string>((done, reject) => {
    let said = ''
    app.once('exit', code => reject(new Error(`the packed app ended with ${code}: ${said}`)))
    app.stderr.on('data', (data: Buffer) => {
      said += data.toString()
      const [found] = /ws:\/\/\S+/.exec(said) ?? []
      if (found) done(found)
    })
  })
  await pageThere(new URL(endpoint).port)
  const browser = await chromium.connectOverCDP(endpoint)
  const [context] = browser.contexts()
  const page = context?.pages()[0] ?? (await context?.waitForEvent('page'))
  if (!page) throw new Error('the packed app shows no page')
  page.setDefaultTimeout(0)
  await page.locator(READY).waitFor({ state: 'attached' })
  expect(page.url()).toMatch(/^app:\/\/forestall\//)
  await page.getByRole('button', { name: 'Explore the sample' }).click()
  await idle(page)
  await expect(page.getByLabel('Source freshness')).toContainText(/Sample shop (?!not synced)/)
  await expect(page.locator('.row.on')).toBeVisible()
  const ended = new Promise(done => app.once('exit', done))
  app.kill('SIGTERM')
  expect(await ended).toBe(0)
  rmSync(userData, { recursive: true, force: true })
})
