import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { z } from 'zod'
import { filesOf } from '../../helpers/imports.ts'

/** A file that another command of the project writes. */
export interface Report<T> {
  /** From the root. */
  file: string
  schema: z.ZodType<T>
  /** Program and arguments, run from the root. */
  command: readonly [string, ...string[]]
}

/** Code that a report speaks of: a report that is older than any of it speaks of other code. */
const CODE = ['main', 'shared']

/**
 * What a report says about today's code, or why there is none. With `run`, a report that is missing or older than the
 * code is written first; whether its command succeeds is the business of the tests, here only what it wrote counts.
 */
export function readReport<T>(root: string, report: Report<T>, run: boolean): { found: T } | { why: string } {
  const command = report.command.join(' ')
  const before = staleness(root, report.file)
  if (before === null) return { found: parsed(root, report) }
  if (!run) return { why: `${report.file} ${before}; \`${command}\` writes it` }
  const [program, ...args] = report.command
  const { status, error } = spawnSync(program, args, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] })
  const after = staleness(root, report.file)
  if (after === null) return { found: parsed(root, report) }
  return { why: `${report.file} ${after}, also after \`${command}\`, which ended with ${error?.message ?? status}` }
}

const parsed = <T>(root: string, { file, schema }: Report<T>): T =>
  schema.parse(JSON.parse(readFileSync(join(root, file), 'utf8')))

/** What is wrong with a file's age, if anything is. */
function staleness(root: string, file: string): string | null {
  if (!existsSync(join(root, file))) return 'does not exist'
  const changed = (path: string) => statSync(join(root, path)).mtimeMs
  const written = changed(file)
  const newer = CODE.flatMap(place => filesOf(root, place, [''])).find(code => changed(code) >= written)
  return newer === undefined ? null : `is older than ${newer}`
}
