import { type ChildProcessByStdio, execFileSync, spawn } from 'node:child_process'
import { readdirSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
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

/** The address at which the browser part can be asked, which it prints. Its errors are read to their end: it would wait. */
const addressOf = (app: ChildProcessByStdio<null, null, Readable>): Promise<string> =>
  new Promise((found, reject) => {
    let printed = ''
    app.stderr.on('data', (piece: Buffer) => {
      printed += piece.toString()
      const [, address] = /DevTools listening on (\S+)/.exec(printed) ?? []
      if (address) found(address)
    })
    app.once('exit', () => reject(new Error(`Electron ended before it could be asked: ${printed.slice(-500)}`)))
  })

/** Runs in the page: when its first rows were there, in ms since 1970. Nothing that asks later changes that. */
const READY_AT = `new Promise(done => {
  const look = () => {
    const [mark] = performance.getEntriesByName('data-ready')
    if (mark) done(performance.timeOrigin + mark.startTime)
    else setTimeout(look, 50)
  }
  look()
})`

/** The console's page, as soon as there is one. */
async function pageAt(port: string): Promise<string> {
  const answer = await fetch(`http://127.0.0.1:${port}/json/list`)
  const targets = (await answer.json()) as { type: string; url: string; webSocketDebuggerUrl: string }[]
  const found = targets.find(({ type, url }) => type === 'page' && url.startsWith('app:'))
  if (found) return found.webSocketDebuggerUrl
  await sleep(50)
  return pageAt(port)
}

/** Asks a page for the value of an expression; null where the page was just being loaded. Playwright does not attach to an Electron that it has not started. */
async function asked(page: string, expression: string): Promise<number | null> {
  const socket = new WebSocket(page)
  await new Promise((opened, failed) => {
    socket.addEventListener('open', opened)
    socket.addEventListener('error', failed)
  })
  const answer = new Promise<number | null>(done => {
    socket.addEventListener('message', ({ data }) => {
      const { id, result } = JSON.parse(String(data))
      if (id === 1) done(result?.result?.value ?? null)
    })
    socket.addEventListener('close', () => done(null))
  })
  const params = { expression, awaitPromise: true, returnByValue: true }
  socket.send(JSON.stringify({ id: 1, method: 'Runtime.evaluate', params }))
  const value = await answer
  socket.close()
  return value
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
    const { port } = new URL(await addressOf(app))
    let ready: number | null = null
    while (ready === null) ready = await asked(await pageAt(port), READY_AT)
    const took = ready - began
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
