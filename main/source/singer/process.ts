import { type ChildProcess, spawn } from 'node:child_process'
import { chmod, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { FailureError } from '../../../shared/result.ts'
import { SourceFailure } from '../../record/page.ts'

export interface TapDeps {
  command: string
  args: readonly string[]
  /** Files that it is handed by option, such as `--config`, and what is in them. */
  files: Readonly<Record<string, string>>
  cwd: string
  /** How long it may print nothing, ms. */
  idleMs: number
  sleep(ms: number, signal: AbortSignal): Promise<void>
  signal: AbortSignal
  /** Takes secrets out of what a person will see. */
  clean(text: string): string
}

/** Longest line in characters. */
const MAX_LINE = 16_777_216
/** Lines of its error output that are kept for the person who has to find out what went wrong. */
const LAST = 6
/** Between asking a tap to end and ending it, ms. */
const GRACE = 3_000

/**
 * Runs a tap and yields what it prints, line by line. Nothing is read before it is asked for, so a tap is never faster
 * than what becomes of its lines. Ends with a `SourceFailure` where the tap does not end well; whatever happens, in the
 * end neither the tap nor its children run, and its files, which hold credentials, are gone.
 */
export async function* tapLines(deps: TapDeps): AsyncGenerator<string[]> {
  await sweep()
  const dir = await mkdtemp(join(tmpdir(), `${PREFIX}${process.pid}-`))
  let tap: Tap | null = null
  try {
    await chmod(dir, 0o700)
    const options: string[] = []
    for (const [option, content] of Object.entries(deps.files)) {
      const file = join(dir, `${option.replace(/^-+/, '')}.json`)
      await writeFile(file, content, { mode: 0o600 })
      options.push(option, file)
    }
    if (deps.signal.aborted) throw new FailureError(STOPPED)
    tap = start(deps, options)
    yield* lines(deps, tap)
    await ended(deps, tap)
  } finally {
    await tap?.kill()
    await rm(dir, { recursive: true, force: true })
  }
}

const PREFIX = 'forestall-tap-'

/** Removes what a process left behind that was killed before it could: its number is in the name. */
async function sweep(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const owner = name.startsWith(PREFIX) ? Number(name.slice(PREFIX.length).split('-')[0]) : Number.NaN
    if (owner > 0 && !isAlive(owner)) await rm(join(tmpdir(), name), { recursive: true, force: true }).catch(() => {})
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // Another user's is alive, too, and not ours to tidy up.
    return (error as NodeJS.ErrnoException).code !== 'ESRCH'
  }
}

interface Tap {
  stdout: AsyncIterator<string>
  /** How it ended: its code, the signal that ended it, or why it could not be started. */
  over: Promise<{ code: number | null; signal: string | null; error: NodeJS.ErrnoException | null }>
  /** The last lines of its error output. */
  said(): string[]
  /** Grows with every piece of error output. */
  stirred(): number
  kill(): Promise<void>
}

function start({ command, args, cwd, signal }: TapDeps, options: readonly string[]): Tap {
  // A group of its own, so that whatever it starts itself can be ended with it.
  const child = spawn(command, [...args, ...options], {
    cwd,
    env: ownEnvironment(),
    detached: process.platform !== 'win32',
    windowsHide: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const last: string[] = []
  let stirred = 0
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stirred++
    for (const line of text.split('\n')) if (line.trim() !== '') last.push(line.trim().slice(0, 300))
    last.splice(0, last.length - LAST)
  })
  const over: Tap['over'] = new Promise(resolve => {
    child.once('error', error => resolve({ code: null, signal: null, error }))
    child.once('close', (code, by) => resolve({ code, signal: by, error: null }))
  })
  const onAbort = () => signalGroup(child, 'SIGTERM')
  signal.addEventListener('abort', onAbort, { once: true })
  const kill = async () => {
    signal.removeEventListener('abort', onAbort)
    signalGroup(child, 'SIGTERM')
    child.stdout.destroy()
    const timer = setTimeout(() => signalGroup(child, 'SIGKILL'), GRACE)
    await over
    clearTimeout(timer)
    // Children that outlived it, if any.
    signalGroup(child, 'SIGKILL')
  }
  const stdout = child.stdout.setEncoding('utf8')[Symbol.asyncIterator]() as AsyncIterator<string>
  return { stdout, over, said: () => last, stirred: () => stirred, kill }
}

/** What this program was told by its environment, passwords among it, is none of a tap's business. */
const ownEnvironment = (): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('FORESTALL_')))

function signalGroup(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): void {
  if (child.pid === undefined) return
  try {
    if (process.platform === 'win32') child.kill(signal)
    else process.kill(-child.pid, signal)
  } catch {
    // All of them have ended.
  }
}

async function* lines(deps: TapDeps, tap: Tap): AsyncGenerator<string[]> {
  let rest = ''
  for (;;) {
    const { done, value } = await stirring(deps, tap, tap.stdout.next())
    if (done) break
    const all = (rest + value).split('\n')
    rest = all.pop() ?? ''
    if (rest.length > MAX_LINE)
      throw failure(deps, 'The tap printed a line that never ended.', 'Check the tap’s output.')
    if (all.length > 0) yield all
  }
  if (rest !== '') yield [rest]
}

/** Waits for the tap, but not for one that neither prints nor complains. */
async function stirring<T>(deps: TapDeps, tap: Tap, work: Promise<T>): Promise<T> {
  const enough = new AbortController()
  const result = work.finally(() => enough.abort())
  for (;;) {
    const before = tap.stirred()
    const slept = deps.sleep(deps.idleMs, enough.signal).then(() => SILENT)
    const first = await Promise.race([result, slept])
    if (first !== SILENT || enough.signal.aborted) return result
    if (tap.stirred() > before) continue
    result.catch(() => {})
    const seconds = Math.round(deps.idleMs / 1_000)
    throw failure(
      deps,
      `The tap printed nothing for ${seconds} seconds and was ended.`,
      'Run the tap by hand, or allow more time.',
      tap,
    )
  }
}

const SILENT = Symbol('silent')

async function ended(deps: TapDeps, tap: Tap): Promise<void> {
  const { code, signal, error } = await stirring(deps, tap, tap.over)
  if (deps.signal.aborted) throw new FailureError(STOPPED)
  if (error?.code === 'ENOENT')
    throw failure(deps, `There is no program “${deps.command}”.`, 'Install the tap, or give its full path.')
  if (error?.code === 'EACCES')
    throw failure(
      deps,
      `“${deps.command}” may not be started.`,
      'Check that the file is a program, and check its permissions.',
    )
  if (error) throw failure(deps, `The tap could not be started: ${error.message}.`, 'Run the tap by hand.')
  if (code === 0) return
  const how = code === null ? `The tap was ended by ${signal}.` : `The tap ended with code ${code}.`
  throw failure(deps, how, 'The rows read so far are kept. Correct the tap’s settings, or run the tap by hand.', tap)
}

function failure({ command, clean }: TapDeps, why: string, todo: string, tap?: Tap): SourceFailure {
  const said = tap?.said() ?? []
  const words = said.length === 0 ? why : `${why} Its last output: ${said.join(' ⏎ ')}`
  const what = `The tap ${command} did not finish.`
  return new SourceFailure({ kind: 'unavailable', what, why: clean(words), todo }, { scope: 'stream' })
}

const STOPPED = {
  kind: 'cancelled',
  what: 'The sync was stopped.',
  why: 'The sync was cancelled.',
  todo: 'Sync again to read the rest.',
} as const
