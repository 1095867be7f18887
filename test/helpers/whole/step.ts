import { spawn } from 'node:child_process'
import { setPriority } from 'node:os'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { childrenCpu } from './cpu.ts'

/** A program that has ended. */
export interface Step {
  ok: boolean
  seconds: number
  /** Processor time of it and of all processes that it waited for, s; null where the system does not say. */
  cpu: number | null
}

/** Niceness by which a busy program still gets a quarter of what one without it gets. */
const GIVES_WAY = 5

/** What the steps that have ended took. */
let counted = childrenCpu()

/** What has been added since this was last asked: the share of the step that has just ended. */
function nextCpu(): number | null {
  const all = childrenCpu()
  const share = all === null || counted === null ? null : all - counted
  counted = all
  return share
}

/**
 * Runs a program; each line that it prints is printed with the step's name before it, as others may print beside it. One
 * that `yields` takes, with all that it starts, what processor time the others leave.
 */
export function runStep(name: string, program: string, args: readonly string[], yields = false): Promise<Step> {
  const from = Date.now()
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], shell: process.platform === 'win32' })
  if (yields && child.pid !== undefined) setPriority(child.pid, GIVES_WAY)
  const copy = (printed: Readable, to: NodeJS.WriteStream) => {
    createInterface(printed).on('line', line => to.write(`${name.padEnd(6)} │ ${line}\n`))
  }
  copy(child.stdout, process.stdout)
  copy(child.stderr, process.stderr)
  return new Promise((done, failed) => {
    let cpu: number | null = null
    child.once('error', failed)
    child.once('exit', () => {
      cpu = nextCpu()
    })
    // Once all that it printed has been read, too.
    child.once('close', code => done({ ok: code === 0, seconds: (Date.now() - from) / 1_000, cpu }))
  })
}
