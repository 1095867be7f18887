import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { _electron, type Browser, test as base, chromium, type ElectronApplication, type Page } from '@playwright/test'
import { workspacesDir } from '../../main/engine/user-data.ts'
import { engineNode } from '../../main/shell/runtimes.ts'
import {
  chromiumRuntime,
  cleanEnv,
  electronRuntime,
  freshFolder,
  openDisplay,
  ROOT,
  sandboxArgs,
} from '../helpers/electron.ts'
import { putLivedSample } from '../helpers/lived-sample.ts'
import { keepWhatIsSaid } from './said.ts'
import { lastWords, STARTS_MS, STEP_MS, standing, waitingFor } from './set-up.ts'

export type Shell = 'electron' | 'chromium'

/** One running console with a user-data folder of its own. */
export interface Console {
  shell: Shell
  userData: string
  /** The page of the running shell; another one after `restart`. */
  page(): Page
  /** Electron's main process; only in project `electron`. */
  app(): ElectronApplication
  /** Process id of the engine: the utility process, or the loopback server. */
  enginePid(): Promise<number>
  /** `kill -9` of the engine, without waiting for anything. */
  killEngine(): Promise<void>
  /** Closes the console and opens it again on the same data. */
  restart(): Promise<void>
  /** Closes it and removes its user-data folder. */
  close(): Promise<void>
}

/** What to open, for tests that do without the `console` fixture. */
export interface ConsoleOptions {
  shell: Shell
  /** Folder for `--workspace`; null opens what a first run opens. */
  workspace: string | null
  env: Record<string, string>
  /** Selector of what shows that it has started; the app's own sign unless something else is expected. */
  waitFor?: string
  /** True leaves the question of the first run open; otherwise the sample is chosen. */
  firstRun?: boolean
  /** Bound for each step on the page once it has started, ms; none unless it is said. */
  patience?: number
}

interface Running {
  page: Page
  app: ElectronApplication | null
  enginePid(): Promise<number>
  close(): Promise<void>
}

interface Launch {
  userData: string
  args: string[]
  env: Record<string, string>
  waitFor?: string
  firstRun?: boolean
  patience?: number
}

export const WINDOW = { width: 1440, height: 900 }

/** The app says itself when its first data is on screen. */
export const READY = 'html[data-ready="true"]'

/** The app says itself when its engine has nothing left to do and the page shows all that it did. `timeout`: ms. */
export const idle = (page: Page, timeout?: number): Promise<void> =>
  page.locator('html[data-idle="true"]').waitFor({ state: 'attached', ...(timeout !== undefined && { timeout }) })

async function ready(page: Page, { waitFor = READY, firstRun = false, patience = 0 }: Launch): Promise<void> {
  const there = () => standing(page)
  // Playwright gives up after 30 s on pages that its runner did not open; while it starts only the bound of the set-up counts.
  page.setDefaultTimeout(0)
  await waitingFor(`“${waitFor}” on the page`, page.locator(waitFor).first().waitFor({ state: 'attached' }), there)
  await keepWhatIsSaid(page)
  if (!firstRun && (await questionOf(page).isVisible())) await answerFirstRun(page)
  page.setDefaultTimeout(patience)
}

const questionOf = (page: Page) => page.getByRole('button', { name: 'Explore the sample' })

async function answerFirstRun(page: Page): Promise<void> {
  const [question, there] = [questionOf(page), () => standing(page)]
  await waitingFor('the question of the first run', question.click(), there)
  await waitingFor('the end of the question of the first run', question.waitFor({ state: 'hidden' }), there)
  await waitingFor('the engine to come to rest', idle(page), there)
}

/** Makes the app wait for the runner: without it about one start in ten never returned (microsoft/playwright#29386). */
const HOLD = ['-r', join(import.meta.dirname, 'hold-start.cjs')]

async function launchElectron(executablePath: string, launch: Launch): Promise<Running> {
  const { userData, args, env } = launch
  const launched = _electron.launch({
    executablePath,
    args: [...HOLD, ROOT, ...sandboxArgs(), ...args],
    env: cleanEnv({ ...env, FORESTALL_USER_DATA: userData }),
    timeout: STARTS_MS,
  })
  const app = await waitingFor('Electron to start', launched)
  const { stdout, stderr } = app.process()
  const page = await waitingFor('a window', app.firstWindow({ timeout: 0 }), lastWords([stdout, stderr]))
  await ready(page, launch)
  const enginePid = () =>
    app.evaluate(({ app }) => app.getAppMetrics().find(({ name }) => name === 'Forestall engine')?.pid ?? 0)
  return { page, app, enginePid, close: () => app.close() }
}

/** Starts the loopback shell; resolves with the address that it prints. */
export async function startWeb({ userData, args, env }: Launch): Promise<{ server: ChildProcess; address: string }> {
  const server = spawn(engineNode(ROOT), [join(ROOT, 'out/main/web.js'), ...args], {
    env: cleanEnv({ ...env, FORESTALL_USER_DATA: userData }),
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  // A test that fails in its set-up leaves no server behind its worker.
  process.once('exit', () => server.kill())
  let printed = ''
  const address = new Promise<string>((done, reject) => {
    server.once('exit', code => reject(new Error(`the loopback shell ended with ${code}`)))
    server.stdout?.on('data', (data: Buffer) => {
      printed += data.toString()
      const [found] = /http:\/\/127\.0\.0\.1:\d+\/\?token=\S+/.exec(printed) ?? []
      if (found) done(found)
    })
  })
  return { server, address: await waitingFor('the address of the loopback shell', address, () => printed) }
}

/** Ends the loopback shell properly. */
export const stopWeb = (server: ChildProcess): Promise<void> =>
  new Promise(done => {
    if (server.exitCode !== null || server.signalCode !== null) return done()
    server.once('exit', () => done())
    server.kill('SIGTERM')
  })

/** One for each worker: its start costs more than most tests, and each console has a profile of its own in it. */
let browser: Browser | null = null

async function aBrowser(executablePath: string): Promise<Browser> {
  if (!browser?.isConnected()) {
    const launched = chromium.launch({ executablePath, args: sandboxArgs(), timeout: STARTS_MS })
    browser = await waitingFor('Chromium to start', launched)
  }
  return browser
}

async function launchChromium(executablePath: string, launch: Launch): Promise<Running> {
  const { server, address } = await startWeb(launch)
  const context = await (await aBrowser(executablePath)).newContext({ viewport: WINDOW })
  const page = await context.newPage()
  await waitingFor('the page to load', page.goto(address, { timeout: 0 }))
  await ready(page, launch)
  const close = async () => {
    await context.close()
    await stopWeb(server)
  }
  return { page, app: null, enginePid: async () => server.pid ?? 0, close }
}

/** Copies of the sample that a shared console has been given so far. */
let copies = 0

/**
 * Gives a running console a fresh copy of the sample and a page that knows nothing of what was before, as a new start would. To
 * start one takes more than most tests; this takes a third of it.
 */
async function renew(console: Console, firstRun: boolean): Promise<void> {
  const [page, root] = [console.page(), workspacesDir(console.userData)]
  const dir = join(root, `sample-${++copies}`)
  putLivedSample(dir)
  await page.evaluate(() => {
    localStorage.clear()
    location.hash = '#/settings'
  })
  await page.reload()
  const there = () => standing(page)
  const open = page.locator('.workspaces li', { has: page.getByTitle(dir, { exact: true }) }).getByRole('button')
  await waitingFor('the list of workspaces', open.click(), there)
  // The page goes there once the engine has answered, which may be later than what the new workspace shows.
  await waitingFor('the queue of the new copy', page.waitForURL(/#\/queue/), there)
  if (firstRun) await waitingFor('the question of the first run', questionOf(page).waitFor(), there)
  else await answerFirstRun(page)
  await keepWhatIsSaid(page)
  // Closed before the new one is shown. A test may create a workspace of the same name as one before it.
  for (const entry of readdirSync(root, { withFileTypes: true }))
    if (entry.isDirectory() && join(root, entry.name) !== dir)
      rmSync(join(root, entry.name), { recursive: true, force: true })
}

/** Opens a console with a user-data folder of its own, or says why there can be none on this machine. */
export async function openConsole(options: ConsoleOptions): Promise<Console | { why: string }> {
  const { shell, workspace, ...more } = options
  const runtime = shell === 'electron' ? electronRuntime() : chromiumRuntime()
  if (runtime.path === null) return { why: `${shell}: ${runtime.why}` }
  if (!existsSync(join(ROOT, 'out/app/app.cjs'))) throw new Error('run `npm run build` first')
  const userData = freshFolder('user')
  // What a first run makes, already read and lived through: only the packed app spends the time to make it.
  if (!workspace && options.waitFor === undefined) putLivedSample(join(workspacesDir(userData), 'sample'))
  const args = workspace ? ['--workspace', workspace] : []
  const start = shell === 'electron' ? launchElectron : launchChromium
  const launch = () => start(runtime.path, { ...more, userData, args })
  let running = await launch()
  return {
    shell,
    userData,
    page: () => running.page,
    app: () => {
      if (!running.app) throw new Error('there is no Electron in this project')
      return running.app
    },
    enginePid: () => running.enginePid(),
    killEngine: async () => void process.kill(await running.enginePid(), 'SIGKILL'),
    restart: async () => {
      await running.close()
      running = await launch()
    },
    close: async () => {
      await running.close()
      rmSync(userData, { recursive: true, force: true })
    },
  }
}

interface Options {
  /** Folder for `--workspace`; null opens what a first run opens. */
  workspace: string | null
  /** More environment for the console, such as FORESTALL_SMTP_PASSWORD. */
  consoleEnv: Record<string, string>
  /** True leaves the question of the first run open. */
  firstRun: boolean
  /**
   * True lets the tests of a worker have one console after the other, each with a fresh sample: for what happens on the page
   * alone, and changes nothing of the program around it.
   */
  shared: boolean
  console: Console
}

interface WorkerOptions {
  shell: Shell
  display: Record<string, string>
  /** The console that tests share; opened when the first of them wants it. */
  shareable: { open(firstRun: boolean): Promise<Console | { why: string }> }
}

export const test = base.extend<Options, WorkerOptions>({
  shell: ['electron', { option: true, scope: 'worker' }],
  workspace: [null, { option: true }],
  consoleEnv: [{}, { option: true }],
  firstRun: [false, { option: true }],
  shared: [false, { option: true }],
  display: [
    async ({ shell }, use) => {
      const needed = shell === 'electron' && electronRuntime().path !== null
      const { env, stop } = needed ? await openDisplay() : { env: {}, stop: async () => undefined }
      await use(env)
      await browser?.close()
      browser = null
      await stop()
    },
    { scope: 'worker' },
  ],
  shareable: [
    async ({ shell, display }, use) => {
      let console: Console | null = null
      const open = async (firstRun: boolean) => {
        if (console) await renew(console, firstRun)
        else {
          const opened = await openConsole({ shell, workspace: null, firstRun, env: display, patience: STEP_MS })
          if ('why' in opened) return opened
          console = opened
        }
        return console
      }
      await use({ open })
      await (console as Console | null)?.close()
    },
    { scope: 'worker' },
  ],
  console: [
    async ({ shell, display, workspace, consoleEnv, firstRun, shared, shareable }, use, info) => {
      if (shared) {
        const opened = await shareable.open(firstRun)
        if ('why' in opened) return info.skip(true, opened.why)
        return use(opened)
      }
      const opened = await openConsole({
        ...{ shell, workspace, firstRun, patience: STEP_MS },
        env: { ...display, ...consoleEnv },
      })
      if ('why' in opened) return info.skip(true, opened.why)
      await use(opened)
      await opened.close()
    },
    // Apart from the time of the test. Each step of the set-up has a bound of its own, and says which one hangs.
    { timeout: 900_000 },
  ],
})

export { expect } from '@playwright/test'
