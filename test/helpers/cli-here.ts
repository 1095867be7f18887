import { commandLine } from '../../main/cli/cli.ts'
import type { Host } from '../../main/engine/host.ts'
import { type CliAnswer, inJson } from './cli.ts'
import { printed } from './printed.ts'

/**
 * Runs the command line in the process of the test, where what is tested is what commands do and not how a process starts,
 * ends and is told things. One at a time; in `held` where a workspace is open already. Apart from `cli.ts`, because end-to-end tests would load the whole product by it.
 */
export async function forestallHere(
  args: readonly string[],
  env: Record<string, string | undefined> = {},
  held?: Host,
): Promise<CliAnswer> {
  const before = Object.fromEntries(Object.keys(env).map(name => [name, process.env[name]]))
  putEnv(env)
  try {
    const { value, ...said } = await printed(() => commandLine([...args], held))
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

export const forestallJsonHere = inJson(forestallHere)
