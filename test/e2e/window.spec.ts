import { spawn } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { logFile } from '../../main/engine/log.ts'
import { RESTARTS_A_MINUTE } from '../../main/shell/restarts.ts'
import { cleanEnv, electronRuntime, freshFolder, ROOT, sandboxArgs } from '../helpers/electron.ts'
import { expect, idle, openConsole, READY, test } from './fixture.ts'
import { hears } from './said.ts'
import { go } from './steps.ts'

test('a second start focuses the first window and ends', async ({ console, display }) => {
  const electron = electronRuntime().path ?? ''
  const env = cleanEnv({ ...display, FORESTALL_USER_DATA: console.userData })
  const second = spawn(electron, [ROOT, ...sandboxArgs()], { env, stdio: 'ignore' })
  const code = await new Promise(done => second.once('exit', done))
  expect(code).toBe(0)
  expect(await console.app().evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
})

test('an engine that is killed comes back and the page goes on', async ({ console }) => {
  const page = console.page()
  const before = await console.enginePid()
  await console.killEngine()
  await expect.poll(() => console.enginePid().then(pid => pid !== 0 && pid !== before)).toBe(true)
  await hears(page, /^The engine restarted\./)
  // An answer of the new engine, not something that was still on the screen.
  await go(page, 's')
  await expect(page.getByRole('main').getByText('Sample shop').first()).toBeVisible()
})

test('an engine that is killed comes back with the workspace that was open', async ({ console }) => {
  const page = console.page()
  await go(page, ',')
  await page.getByLabel('Name of the new workspace').fill('Nordlys Commerce')
  await page.getByLabel('Name of the new workspace').press('Enter')
  const name = page.getByRole('banner').getByText('Nordlys Commerce')
  await expect(name).toBeVisible()
  const before = await console.enginePid()
  await console.killEngine()
  await expect.poll(() => console.enginePid().then(pid => pid !== 0 && pid !== before)).toBe(true)
  await hears(page, /^The engine restarted\./)
  await page.reload()
  await expect(name).toBeVisible()
})

test('an engine that keeps stopping is told as that alone, and what is open comes back when it is tried again', async ({
  console,
}) => {
  const page = console.page()
  const told = page.getByRole('heading', { level: 1, name: 'The engine keeps stopping.' })
  const ended = new Set<number>()
  const running = async () => {
    const pid = await console.enginePid()
    return ended.has(pid) ? 0 : pid
  }
  while (ended.size < RESTARTS_A_MINUTE) {
    await expect.poll(running, { intervals: [100] }).not.toBe(0)
    const pid = await running()
    process.kill(pid, 'SIGKILL')
    ended.add(pid)
  }
  await expect(told).toBeVisible()
  // At once: after some seconds it would be gone anyway. It would come with the frame after the heading.
  await page.evaluate(() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done))))
  expect(await page.getByText('The engine restarted.').isVisible()).toBe(false)
  await expect(page.getByRole('button', { name: 'Salvage', exact: true })).toBeVisible()
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(page.locator('.row').first()).toBeVisible()
  await expect(told).toBeHidden()
})

test('a page that is loaded again gets the engine again', async ({ console }) => {
  const page = console.page()
  const before = await console.enginePid()
  await page.reload()
  await page.locator(READY).waitFor({ state: 'attached' })
  expect(await console.enginePid()).toBe(before)
})

test('the window opens where and as large as it was left, and on a screen that is there', async ({ console }) => {
  const state = join(console.userData, 'window.json')
  const bounds = { x: 40, y: 30, width: 1111, height: 777 }
  const now = () => console.app().evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds())
  await console.app().evaluate(({ BrowserWindow }, to) => BrowserWindow.getAllWindows()[0]?.setBounds(to), bounds)
  await console.restart()
  expect(await now()).toEqual(bounds)
  expect(JSON.parse(readFileSync(state, 'utf8'))).toEqual({ bounds, maximized: false })
  // As on a monitor that is unplugged before the next start.
  await console.app().evaluate(({ BrowserWindow }, to) => BrowserWindow.getAllWindows()[0]?.setBounds(to), {
    ...bounds,
    x: 9_000,
  })
  await console.restart()
  const area = await console.app().evaluate(({ screen }) => screen.getPrimaryDisplay().workArea)
  const back = await now()
  expect(back).toMatchObject({ width: bounds.width, height: bounds.height })
  expect(back?.x).toBe(area.x + Math.round((area.width - bounds.width) / 2))
})

test('Help → Show log opens the log of this computer', async ({ console }) => {
  const opened = await console.app().evaluate(async ({ Menu, shell }) => {
    const paths: string[] = []
    shell.openPath = async path => {
      paths.push(path)
      return ''
    }
    const help = Menu.getApplicationMenu()?.items.find(({ role }) => role === 'help')
    help?.submenu?.items.find(({ label }) => label === 'Show log')?.click()
    return paths
  })
  expect(opened).toEqual([logFile(console.userData)])
  const lines = readFileSync(opened[0] ?? '', 'utf8')
    .trim()
    .split('\n')
  expect(lines.map(line => (JSON.parse(line) as { event: string }).event)).toContain('started')
})

test('a workspace that cannot be opened says what, why and what to do', async ({ shell, display }) => {
  const workspace = join(freshFolder('workspace'), 'broken')
  mkdirSync(workspace)
  writeFileSync(join(workspace, 'workspace.db'), 'this is not a database, however long one looks at it'.repeat(40))
  const opened = await openConsole({ shell, workspace, env: display, waitFor: '.rescue h1' })
  if ('why' in opened) return test.skip(true, opened.why)
  const page = opened.page()
  const said = (await page.locator('.rescue header').textContent()) ?? ''
  await expect(page.getByRole('button', { name: 'Salvage' })).toBeVisible()
  await expect(page.getByRole('region', { name: 'Restore a backup' })).toBeHidden()
  await opened.close()
  expect(said.length).toBeGreaterThan(40)
  expect(said).not.toMatch(/\bat .*\.js:\d+/)
})

test('a password reaches no file in the clear', async ({ console }) => {
  const page = console.page()
  const password = 'hunter2-in-the-clear'
  await go(page, ',')
  const form = page.getByRole('region', { name: 'Mail server' })
  await form.getByLabel('Server').fill('smtp.example.com')
  await form.getByLabel('User').fill('desk')
  await form.getByLabel('Password').fill(password)
  await form.getByLabel('Sender name').fill('Desk')
  await form.getByLabel('Sender address').fill('desk@example.com')
  await form.getByRole('button', { name: 'Save' }).click()
  await expect(form.getByPlaceholder('saved · type to replace')).toBeVisible()
  const files = readdirSync(console.userData, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name))
  expect(files.length).toBeGreaterThan(3)
  expect(files.filter(file => readFileSync(file).includes(password))).toEqual([])
})

test('no screen runs into the content policy', async ({ console }) => {
  const page = console.page()
  await page.evaluate(() => {
    const refused: string[] = []
    Object.assign(globalThis, { refused })
    document.addEventListener('securitypolicyviolation', event =>
      refused.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`),
    )
  })
  for (const key of ['o', 'r', 't', 's', ',', 'q']) {
    await go(page, key)
    await expect(page.locator('.shell-screen')).not.toBeEmpty()
    await idle(page)
  }
  // Dialogs lock the page's scrolling with a style element of their own.
  for (const keys of ['?', 'Control+k']) {
    await page.keyboard.press(keys)
    await expect(page.getByRole('dialog')).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog')).toBeHidden()
  }
  expect(await page.evaluate(() => (globalThis as unknown as { refused: string[] }).refused)).toEqual([])
})
