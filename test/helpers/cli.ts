import { execFile } from 'node:child_process'
import { compiled } from './compiled.ts'
import { NODE } from './node.ts'

export interface CliAnswer {
  code: number
  stdout: string
  stderr: string
}

/** Runs the command line as a user does. */
export function forestall(args: readonly string[], env: Record<string, string> = {}): Promise<CliAnswer> {
  return new Promise(done => {
    execFile(
      NODE,
      [compiled('cli'), ...args],
      { env: { ...process.env, ...env }, maxBuffer: 64 * 1024 * 1024 },
      (error, stdout, stderr) => {
        const code = error ? (typeof error.code === 'number' ? error.code : 1) : 0
        done({ code, stdout, stderr })
      },
    )
  })
}

/** A way to run the command line that reads its JSON; a failure shows what it said. */
export const inJson =
  (run: (args: readonly string[], env?: Record<string, string>) => Promise<CliAnswer>) =>
  async <T>(args: readonly string[], env: Record<string, string> = {}): Promise<T> => {
    const answer = await run(['--json', ...args], env)
    if (answer.code !== 0) throw new Error(`forestall ${args.join(' ')}: ${answer.stderr}${answer.stdout}`)
    return JSON.parse(answer.stdout) as T
  }

export const forestallJson = inJson(forestall)
