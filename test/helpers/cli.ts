import { execFile } from 'node:child_process'
import { commandLine } from '../../main/cli/cli.ts'
import { compiled } from './compiled.ts'
import { NODE } from './node.ts'
import { printed } from './printed.ts'

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

/**
 * The same in the process of the test, where what is tested is what commands do and not how a process starts, ends and is
 * told things. One at a time.
 */
export async function forestallHere(
  args: readonly string[],
  env: Record<string, string | undefined> = {},
): Promise<CliAnswer> {
  const before = Object.fromEntries(Object.keys(env).map(name => [name, process.env[name]]))
  putEnv(env)
  try {
    const { value, ...said } = await printed(() => commandLine([...args]))
    return { code: value, ...said }
  } finally {
    putEnv(before)
  }
}

function putEnv(env: Record<string, string | undefined>): void {
  for (const [name, value] of Object.entries(env))
    if (value === undefined) delete process.env[name]
    else process.env[name] = value
}

const inJson =
  (run: typeof forestall) =>
  async <T>(args: readonly string[], env: Record<string, string> = {}): Promise<T> => {
    const answer = await run(['--json', ...args], env)
    if (answer.code !== 0) throw new Error(`forestall ${args.join(' ')}: ${answer.stderr}${answer.stdout}`)
    return JSON.parse(answer.stdout) as T
  }

/** Runs it and reads its JSON; a failure shows what it said. */
export const forestallJson = inJson(forestall)
export const forestallJsonHere = inJson(forestallHere)
