import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'

/** A program that has ended. */
export interface Step {
  ok: boolean
  seconds: number
}

/** Runs a program; each line that it prints is printed with the step's name before it, as others may print beside it. */
export function runStep(name: string, program: string, args: readonly string[]): Promise<Step> {
  const from = Date.now()
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], shell: process.platform === 'win32' })
  const copy = (printed: Readable, to: NodeJS.WriteStream) => {
    createInterface(printed).on('line', line => to.write(`${name.padEnd(6)} │ ${line}\n`))
  }
  copy(child.stdout, process.stdout)
  copy(child.stderr, process.stderr)
  return new Promise((done, failed) => {
    child.once('error', failed)
    // Once all that it printed has been read, too.
    child.once('close', code => done({ ok: code === 0, seconds: (Date.now() - from) / 1_000 }))
  })
}
