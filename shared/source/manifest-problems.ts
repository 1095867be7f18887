import type { z } from 'zod'
import { own } from '../foreign/own.ts'

/** What is wrong in a manifest, where. A `warning` works, but not as its author may think. */
export interface ManifestProblem {
  /** Path in the JSON: `streams[2].paging.size.value`. */
  path: string
  problem: string
  level: 'error' | 'warning'
}

type Issue = z.core.$ZodIssue

/** Every problem that the schema finds, in the order of the file. */
export const schemaProblems = (issues: readonly Issue[], input: unknown): ManifestProblem[] =>
  issues.flatMap(issue => problemsOf(issue, [], input))

function problemsOf(issue: Issue, before: readonly PropertyKey[], input: unknown): ManifestProblem[] {
  const path = [...before, ...issue.path]
  const found = at(input, path)
  if (issue.code === 'invalid_union') {
    const branch = likeliest(issue.errors, found)
    if (branch) return branch.flatMap(inner => problemsOf(inner, path, input))
    if ('discriminator' in issue && issue.discriminator) {
      const name = String(issue.discriminator)
      const where = path.at(-1) === name ? path : [...path, name]
      return [problem(where, `expected a known ${name}`, at(input, where))]
    }
  }
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map(key => ({
      path: writtenPath([...path, key]),
      problem: 'unknown field',
      level: 'error',
    }))
  return [problem(path, textOf(issue), found)]
}

/** Among the forms that a value may have, the one that its author seems to have meant. */
function likeliest(branches: readonly Issue[][], found: unknown): Issue[] | undefined {
  const fitting = branches.filter(
    branch => !branch.some(issue => issue.path.length === 0 && issue.code === 'invalid_type'),
  )
  const candidates = fitting.length > 0 ? fitting : typeof found === 'object' ? [] : branches
  const [first, second] = candidates.toSorted((a, b) => a.length - b.length)
  // Two forms at once: which of them is meant nobody can tell.
  return first && second && isSurplus(first) && isSurplus(second) ? undefined : first
}

const isSurplus = (issues: readonly Issue[]): boolean =>
  issues.every(({ code, path }) => code === 'unrecognized_keys' && path.length === 0)

function problem(path: readonly PropertyKey[], text: string, found: unknown): ManifestProblem {
  const got =
    found === undefined ? ', found nothing' : typeof found === 'object' ? '' : `, found ${JSON.stringify(found)}`
  return { path: writtenPath(path), problem: text + got, level: 'error' }
}

function textOf(issue: Issue): string {
  if (issue.code === 'invalid_value')
    return `expected ${issue.values.length > 1 ? 'one of ' : ''}${issue.values.map(value => JSON.stringify(value)).join(', ')}`
  if (issue.code === 'invalid_type') return `expected ${NAMES[issue.expected] ?? issue.expected}`
  if (issue.code === 'too_small' && (issue.origin === 'array' || issue.origin === 'string'))
    return 'expected at least one'
  if (issue.code === 'too_small') return `expected ${issue.minimum} or more`
  if (issue.code === 'too_big') return `expected ${issue.maximum} or less`
  return issue.message.charAt(0).toLowerCase() + issue.message.slice(1)
}

const NAMES: Record<string, string> = {
  string: 'text',
  object: 'an object',
  record: 'an object',
  array: 'a list',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
}

const at = (input: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null ? own(value as Record<string, unknown>, String(key)) : undefined,
    input,
  )

/** `streams[2].paging.size`; `the top` where it is the whole. */
export const writtenPath = (path: readonly PropertyKey[]): string =>
  path.length === 0
    ? 'the top'
    : path.map((key, i) => (typeof key === 'number' ? `[${key}]` : `${i ? '.' : ''}${String(key)}`)).join('')

/** The keys of a written path, as far as it is plain. */
export const keysOfPath = (path: string): (string | number)[] =>
  path === 'the top'
    ? []
    : (path.match(/[^.[\]]+|\[\d+\]/g) ?? []).map(key => (key.startsWith('[') ? Number(key.slice(1, -1)) : key))
