import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { onTestFinished } from 'vitest'
import { compiled } from './compiled.ts'

/** A child process that runs one of the scripts beside this file and speaks in lines. */
export interface Child {
  process: ChildProcess
  /** The next line it prints; null when it has ended. */
  line(): Promise<string | null>
  /** Ends it as a power cut would, and waits until the system has taken its files away from it. */
  kill(): Promise<void>
}

/** Starts a script with Node. Killed when the test finishes, whatever happened. */
export function startChild(script: string, args: readonly string[]): Child {
  const child = spawn(process.execPath, [compiled(script), ...args], { stdio: ['pipe', 'pipe', 'inherit'] })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const ended = new Promise<void>(resolve => child.once('close', () => resolve()))
  onTestFinished(() => void child.kill('SIGKILL'))
  return {
    process: child,
    line: async () => (await lines.next()).value ?? null,
    kill: async () => {
      child.kill('SIGKILL')
      await ended
    },
  }
}
