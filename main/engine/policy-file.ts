import { readFileSync, realpathSync, type Stats, statSync } from 'node:fs'
import { posix, win32 } from 'node:path'
import { NO_POLICY, type PolicyInForce, policySchema } from '../../shared/policy.ts'
import { fail, ok, type Result } from '../../shared/result.ts'
import { lineInJson } from '../../shared/source/json-place.ts'

import { JsonDocument } from '../record/json-document.ts'
import { JsonFault } from '../record/json-fault.ts'

type Env = Record<string, string | undefined>

/** Where a policy is looked for. */
export interface PolicyPlace {
  file: string
  /** Only administrators may be able to write it. False for a file that a person tries out. */
  guarded: boolean
}

const LARGEST = 1_000_000

/** Where an administrator places the policy of a computer. */
export function administratorsFile(env: Env, platform: NodeJS.Platform): string {
  if (platform === 'darwin') return '/Library/Application Support/Forestall/policy.json'
  if (platform === 'win32') return win32.join(env.ProgramData ?? 'C:\\ProgramData', 'Forestall', 'policy.json')
  return posix.join('/etc', 'forestall', 'policy.json')
}

/**
 * The policy of this computer. `FORESTALL_POLICY_FILE` tries one out on a computer that has none; beside the
 * administrator's file it counts for nothing, because everybody can set it.
 */
export function loadPolicy(
  env: Env = process.env,
  platform: NodeJS.Platform = process.platform,
): Result<PolicyInForce> {
  const found = readPolicy({ file: administratorsFile(env, platform), guarded: platform !== 'win32' })
  if (!found.ok || found.value.file !== null || !env.FORESTALL_POLICY_FILE) return found
  return readPolicy({ file: env.FORESTALL_POLICY_FILE, guarded: false })
}

/** Reads one policy file. A file that is not there holds nothing; one that cannot be used is a failure, never ignored. */
export function readPolicy({ file, guarded }: PolicyPlace): Result<PolicyInForce> {
  let text: string
  try {
    const real = realpathSync(file)
    const problem = guarded ? writableProblem(statSync(real), statSync(posix.dirname(real))) : null
    if (problem !== null) return unusable(file, problem)
    if (statSync(real).size > LARGEST) return unusable(file, 'The file is larger than 1 MB.')
    text = readFileSync(real, 'utf8').replace(/^\uFEFF/, '')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    return code === 'ENOENT' || code === 'ENOTDIR' ? ok(NO_POLICY) : unusable(file, `It cannot be read (${code}).`)
  }
  return parsePolicy(file, text)
}

/** Why a file that others than administrators can change is no policy; null where only they can. */
export function writableProblem(file: Pick<Stats, 'uid' | 'mode'>, folder: Pick<Stats, 'uid' | 'mode'>): string | null {
  for (const [name, { uid, mode }] of [
    ['file', file],
    ['folder of the file', folder],
  ] as const) {
    if (uid !== 0) return `The ${name} is owned by user ${uid}. Its owner must be root.`
    if ((mode & 0o022) !== 0) return `The ${name} can be written by others than root.`
  }
  return null
}

/** A policy from its text; errors name the line and the field. */
export function parsePolicy(file: string, text: string): Result<PolicyInForce> {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return unusable(file, `${faultWords(text)} is not valid JSON.`)
  }
  const parsed = policySchema.safeParse(value)
  if (parsed.success) return ok({ file, policy: parsed.data })
  const [issue] = parsed.error.issues
  const unknown = issue?.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : []
  const path = [...(issue?.path ?? []), ...unknown]
  const said = unknown.length > 0 ? 'there is no such setting' : (issue?.message ?? 'not valid')
  const field = path.length > 0 ? `, ${path.join('.')}` : ''
  return unusable(file, `Line ${lineInJson(text, path)}${field}: ${said}.`)
}

/** Where a text stops being JSON. The words of the engine that reads it name no place in short texts. */
function faultWords(text: string): string {
  const document = new JsonDocument('$', () => {})
  try {
    document.push(text)
    document.end()
  } catch (error) {
    if (error instanceof JsonFault) return `Line ${error.line}, column ${error.column}`
  }
  return 'The file'
}

const unusable = (file: string, why: string): Result<never> =>
  fail(
    'invalid',
    'Forestall cannot start: the policy of this computer cannot be used.',
    `${file}: ${why}`,
    'Ask your administrator to correct the file, then start Forestall again.',
  )
