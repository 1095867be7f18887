import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join, resolve } from 'node:path'
import { NODE } from '../../helpers/node.ts'

/** A call that takes longer is one that hangs, unless it is faster when it is made again. */
export const HANG_MS = 2_000
/** A machine that is busy with other things is waited for so long. */
export const SILENT_MS = 30_000

/** Later processes find the sources compiled. */
const COMPILED = resolve(import.meta.dirname, '../../../out/test/compiled')

/** How a frame ended. `ended`: the process did; `closed`: it turned the line away, as it does with foreign frames. */
export type Outcome = { ms: number } & ({ came: 'answer'; text: string } | { came: 'closed' | 'silent' | 'ended' })

/** A shell in a process of its own, and one line to it. */
export interface Shell {
  /** Sends a frame as it is; waits for the answer with this id. Without an id, for the line's end or a first answer. */
  send(frame: string | Buffer, id: string | null, patience?: number): Promise<Outcome>
  /** What it has written to its log since this was last asked. */
  said(): string
  end(): Promise<void>
}

/** Matches answers to the frames that wait for them. */
export interface Waiting {
  wait(id: string | null, patience?: number): Promise<Outcome>
  answered(text: string): void
  over(came: 'closed' | 'ended'): void
}

export function createWaiting(): Waiting {
  let current: { id: string | null; end: (came: Outcome) => void; began: number } | null = null
  const end = (outcome: { came: 'answer'; text: string } | { came: 'closed' | 'silent' | 'ended' }) => {
    const waiting = current
    current = null
    waiting?.end({ ...outcome, ms: performance.now() - waiting.began })
  }
  return {
    wait: (id, patience = SILENT_MS) =>
      new Promise(done => {
        const limit = setTimeout(end, patience, { came: 'silent' })
        const finish = (outcome: Outcome) => {
          clearTimeout(limit)
          done(outcome)
        }
        current = { id, end: finish, began: performance.now() }
      }),
    answered: text => {
      if (current && (current.id === null || idOf(text) === current.id)) end({ came: 'answer', text })
    },
    over: came => end({ came }),
  }
}

function idOf(text: string): string | null {
  const { i } = JSON.parse(text) as { i?: unknown }
  return typeof i === 'string' ? i : null
}

/** Starts one of our entries under what confines it, in a folder where a relative path leads to nothing of the machine. */
export function confined(
  entry: string,
  args: readonly string[],
  { home, ...options }: SpawnOptions & { home: string },
  before: readonly string[] = [],
): { process: ChildProcess; said(): string; end(): Promise<void> } {
  const child = spawn(NODE, ['--import', join(import.meta.dirname, 'confined.ts'), ...before, entry, ...args], {
    cwd: home,
    env: {
      PATH: process.env.PATH,
      HOME: home,
      TMPDIR: home,
      FORESTALL_USER_DATA: join(home, 'data'),
      LANG: 'C.UTF-8',
      NODE_COMPILE_CACHE: COMPILED,
    },
    ...options,
  })
  let said = ''
  child.stderr?.on('data', (piece: Buffer) => (said += piece))
  return {
    process: child,
    said: () => {
      const all = said
      said = ''
      return all
    },
    end: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return
      child.kill('SIGKILL')
      await once(child, 'exit')
    },
  }
}
