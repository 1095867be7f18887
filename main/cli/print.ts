import { ORPCError } from '@orpc/server'
import { describeBug } from '../../shared/bug.ts'
import { type Failure, FailureError, failureSchema } from '../../shared/result.ts'

/** One JSON document, or lines for a person. */
export function print(json: boolean, value: unknown, lines: () => string[]): void {
  process.stdout.write(json ? `${JSON.stringify(value, null, 2)}\n` : `${lines().join('\n')}\n`)
}

interface ValidationIssue {
  message: string
  path?: (string | number | { key: string | number })[]
}

/** A thrown value as a failure; null for a bug. */
export function failureOf(error: unknown): Failure | null {
  if (error instanceof FailureError) return error.failure
  if (!(error instanceof ORPCError)) return null
  const known = failureSchema.safeParse(error.data)
  if (known.success) return known.data
  const issues = (error.data as { issues?: ValidationIssue[] } | undefined)?.issues
  if (error.code !== 'BAD_REQUEST' || !issues) return null
  const first = issues[0]
  const path = (first?.path ?? []).map(step => (typeof step === 'object' ? step.key : step)).join('.')
  return {
    kind: 'invalid',
    what: 'The argument is not valid.',
    why: `At ${path || 'the top'}: ${first?.message ?? 'invalid'}.`,
    todo: 'Correct the argument, then try again.',
  }
}

/** For an error that nobody expected: its message may quote data of a customer. */
export const unexpected = (error: unknown): string =>
  `An unexpected error occurred (${describeBug(error)}).\n  Everything that was saved is kept. Check the result, and repeat the command if needed.`

/** Reports an error: as JSON on standard output, in words on standard error. */
export function printError(json: boolean, error: unknown): void {
  const failure = failureOf(error)
  if (json && failure) process.stdout.write(`${JSON.stringify({ error: failure }, null, 2)}\n`)
  else if (failure) process.stderr.write(`forestall: ${failure.what} ${failure.why}\n  ${failure.todo}\n`)
  else process.stderr.write(`forestall: ${unexpected(error)}\n`)
}

/** Columns of equal width for a terminal; numbers to the right. */
export function table(rows: (string | number)[][]): string[] {
  const widths: number[] = []
  for (const row of rows)
    for (const [i, cell] of row.entries()) widths[i] = Math.max(widths[i] ?? 0, String(cell).length)
  return rows.map(row =>
    row
      .map((cell, i) =>
        typeof cell === 'number' ? String(cell).padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  )
}
