import { ORPCError } from '@orpc/server'
import { describeBug } from '../../shared/bug.ts'
import { failureSchema } from '../../shared/failure.ts'
import { terminalJson, terminalLine } from '../../shared/guard/plain-text.ts'
import { type Failure, FailureError } from '../../shared/result.ts'

/** What commands write goes through these: data of customers stand in it. */
export const say = (...lines: string[]): void => void process.stdout.write(`${lines.map(terminalLine).join('\n')}\n`)
export const complain = (...lines: string[]): void =>
  void process.stderr.write(`${lines.map(terminalLine).join('\n')}\n`)
export const sayJson = (value: unknown): void => void process.stdout.write(`${terminalJson(value)}\n`)

/** One JSON document, or lines for a person. */
export function print(json: boolean, value: unknown, lines: () => string[]): void {
  if (json) sayJson(value)
  else say(...lines())
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
export const unexpected = (error: unknown): string => `An unexpected error occurred (${describeBug(error)}).`

/** What a person reads after an unexpected error. */
export const SAVED = '  Everything that was saved is kept. Check the result, and repeat the command if needed.'

/** Reports an error: as JSON on standard output, in words on standard error. */
export function printError(json: boolean, error: unknown): void {
  const failure = failureOf(error)
  if (json && failure) sayJson({ error: failure })
  else if (failure) complain(`forestall: ${failure.what} ${failure.why}`, `  ${failure.todo}`)
  else complain(`forestall: ${unexpected(error)}`, SAVED)
}

/** Columns of equal width for a terminal; numbers to the right. */
export function table(given: (string | number)[][]): string[] {
  const rows = given.map(row => row.map(cell => (typeof cell === 'number' ? cell : terminalLine(cell))))
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
