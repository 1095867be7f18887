import { execFileSync, spawn } from 'node:child_process'
import { readdirSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { chromium, type Page } from '@playwright/test'
import { READY } from '../../e2e/fixture.ts'
import { cleanEnv, electronRuntime, freshFolder, ROOT, sandboxArgs } from '../../helpers/electron.ts'
import { type Line, median, rounded } from '../figure.ts'
import { cpuOf, startedAt } from './processes.ts'

const WARM = 5
const COLD = 3

interface Start {
  /** From the start of the process until the first rows are on screen, ms. */
  took: number
  /** What all processes of the app computed until they were seen to be there, ms. */
  cpu: number
}

/** Where the browser part prints the address at which it can be asked. */
async function addressOf(stderr: NodeJS.ReadableStream): Promise<string> {
  let printed = ''
  for await (const piece of stderr) {
    printed += String(piece)
    const [, address] = /DevTools listening on (\S+)/.exec(printed) ?? []
    if (address) return address
  }
  throw new Error(`Electron ended before it could be asked: ${printed.slice(-500)}`)
}

/** The page says when its first rows were there; nothing that asks it later changes that. */
const readyAt = async (page: Page): Promise<number> => {
  await page.locator(READY).waitFor({ state: 'attached', timeout: 120_000 })
  return page.evaluate(() => performance.timeOrigin + (performance.getEntriesByName('data-ready')[0]?.startTime ?? 0))
}

async function startOnce(path: string, workspace: string, userData: string, env: Record<string, string>) {
  const args = ['--remote-debugging-port=0', ROOT, ...sandboxArgs(), '--workspace', workspace]
  const app = spawn(path, args, {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: cleanEnv({ ...env, FORESTALL_USER_DATA: userData }),
  })
  const ended = new Promise(done => app.once('exit', done))
  const pid = app.pid ?? 0
  const began = startedAt(pid)
  try {
    const browser = await chromium.connectOverCDP(await addressOf(app.stderr))
    app.stderr.resume()
    const context = browser.contexts()[0]
    const page = context?.pages()[0] ?? (await context?.waitForEvent('page'))
    if (!page) throw new Error('Electron opened no window')
    const took = (await readyAt(page)) - began
    return { took, cpu: cpuOf(pid) } satisfies Start
  } finally {
    app.kill()
    await ended
  }
}

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name))

/** Has the system forget what it keeps of these files in memory; what another process has mapped stays. */
function forget(folders: readonly string[]): void {
  for (const file of folders.flatMap(filesIn))
    execFileSync('dd', [`if=${file}`, 'iflag=nocache', 'count=0'], { stdio: 'ignore' })
}

/** Starts without a runner in between, as the icon does: after others, and as the first one since the computer was started. */
export async function* startFigures(
  workspace: string,
  label: string,
  env: Record<string, string>,
): AsyncGenerator<Line> {
  const { path } = electronRuntime()
  if (path === null) return
  const line = (kind: string, starts: Start[], note: string): Line => {
    const took = median(starts.map(start => start.took))
    const cpu = rounded(median(starts.map(start => start.cpu)))
    return { figure: `start.${kind}@${label}`, value: rounded(took), unit: 'ms', cpu, note }
  }
  const userData = freshFolder('user')
  const warm: Start[] = []
  // The first two fill the caches of the page's code.
  for (let at = -2; at < WARM; at++) {
    const start = await startOnce(path, workspace, userData, env)
    if (at >= 0) warm.push(start)
  }
  rmSync(userData, { recursive: true, force: true })
  yield line('warm', warm, `median of ${WARM}; cpu: all processes`)
  const cold: Start[] = []
  for (let at = 0; at < COLD; at++) {
    const fresh = freshFolder('user')
    forget([join(ROOT, 'out'), dirname(path), workspace])
    cold.push(await startOnce(path, workspace, fresh, env))
    rmSync(fresh, { recursive: true, force: true })
  }
  yield line(
    'cold',
    cold,
    `median of ${COLD}; no cache of code, and the files of program and workspace dropped from memory`,
  )
}
