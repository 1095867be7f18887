import { type ChildProcess, spawn } from 'node:child_process'
import { join, resolve } from 'node:path'
import { APP_VERSION } from '../engine/version.ts'
import { printed, START_HELP } from './options.ts'
import { engineNode, findElectron, hasDisplay, isRoot } from './runtimes.ts'

/** What `npm start` runs: the console in a window where that is possible, otherwise in a browser. */
const root = resolve(import.meta.dirname, '../..')
const args = process.argv.slice(2)
const env = process.env
const say = (line: string) => console.log(line)

interface Ended {
  code: number | null
  signal: NodeJS.Signals | null
  afterMs: number
}

function run(command: string, commandArgs: string[], timeout?: number): Promise<Ended> {
  const began = Date.now()
  const child: ChildProcess = spawn(command, commandArgs, { stdio: 'inherit', ...(timeout ? { timeout } : {}) })
  const forward = (signal: NodeJS.Signals) => {
    // A terminal sends Ctrl C to the child as well, and a second one would cut short what the first began to close.
    if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal)
  }
  process.on('SIGINT', forward)
  process.on('SIGTERM', forward)
  return new Promise(done => {
    const end = (code: number | null, signal: NodeJS.Signals | null) => {
      process.off('SIGINT', forward)
      process.off('SIGTERM', forward)
      done({ code, signal, afterMs: Date.now() - began })
    }
    child.on('error', () => end(127, null))
    child.on('exit', end)
  })
}

/** Downloads the binary once where that can work: the npm package has an installer but does not run it. */
async function install(installer: string): Promise<void> {
  if (env.CI || env.ELECTRON_SKIP_BINARY_DOWNLOAD) return
  const mirror = env.ELECTRON_MIRROR ?? env.npm_config_electron_mirror ?? 'https://github.com'
  const proxied = env.HTTPS_PROXY ?? env.https_proxy
  const reachable = proxied
    ? true
    : await fetch(mirror, { method: 'HEAD', signal: AbortSignal.timeout(4_000) }).catch(() => null)
  if (!reachable) return
  say('Downloading Electron once, which may take up to three minutes …')
  await run(process.execPath, [installer], 180_000)
}

/** Electron's executable, or the reason why the console opens in a browser instead. */
async function windowBinary(): Promise<{ path: string } | { path: null; why: string }> {
  if (!hasDisplay(env, process.platform)) return { path: null, why: 'there is no display' }
  const found = findElectron(root, env, process.platform)
  if (found.path !== null || !found.installer) return found
  await install(found.installer)
  return findElectron(root, env, process.platform)
}

/** Whether Electron ended before it showed a window, as with a missing library or a forbidden sandbox. */
const couldNotStart = ({ code, signal, afterMs }: Ended): boolean =>
  afterMs < 5_000 && (code === 127 || ['SIGTRAP', 'SIGABRT', 'SIGSEGV', 'SIGILL'].includes(signal ?? ''))

async function main(): Promise<number> {
  const text = printed(args, START_HELP, APP_VERSION)
  if (text !== null) {
    say(text)
    return 0
  }
  const binary = await windowBinary()
  let why = binary.path === null ? binary.why : ''
  if (binary.path !== null) {
    const sandbox = isRoot() ? ['--no-sandbox'] : []
    if (sandbox.length > 0) say('Running as root, so Chromium starts without its sandbox.')
    const ended = await run(binary.path, [root, ...sandbox, ...args])
    if (!couldNotStart(ended)) return ended.code ?? 1
    why = `Electron could not start (${ended.signal ?? `code ${ended.code}`})`
  }
  say(`No window can be opened: ${why}. Opening the console in your browser instead.`)
  const ended = await run(engineNode(root), [join(import.meta.dirname, 'web.js'), ...args])
  return ended.code ?? 0
}

process.exitCode = await main()
