import type { z } from 'zod'
import { own } from '../foreign/own.ts'

type Issue = z.core.$ZodIssue

/** The first problem of a definition: `At when.all[1].measure.over: expected a duration such as 28d, 6h or 30m.` */
export function firstProblem(issues: readonly Issue[], input: unknown): string {
  const [first] = issues
  if (!first) return 'The definition is not valid.'
  const { path, text } = deepest(first, [], input)
  const found = at(input, path)
  const got =
    found === undefined ? ', found nothing' : typeof found === 'object' ? '' : `, found ${JSON.stringify(found)}`
  return `At ${written(path)}: ${text}${got}.`
}

interface Problem {
  path: PropertyKey[]
  text: string
}

function deepest(issue: Issue, before: PropertyKey[], input: unknown): Problem {
  const path = [...before, ...issue.path]
  if (issue.code === 'invalid_union') {
    const branch = chosen(issue.errors, at(input, path))
    if (branch) return deepest(branch, path, input)
    if ('discriminator' in issue && issue.discriminator)
      return { path, text: `expected a known ${String(issue.discriminator)}` }
  }
  if (issue.code === 'unrecognized_keys') return { path: [...path, issue.keys[0] ?? ''], text: 'unknown field' }
  return { path, text: textOf(issue) }
}

/** A condition says by its key which of the four forms is meant: the order is that of `conditionSchema`. */
const FORMS = ['measure', 'all', 'any', 'not']

function chosen(branches: readonly Issue[][], value: unknown): Issue | undefined {
  if (typeof value === 'object' && value !== null && branches.length === FORMS.length) {
    const form = FORMS.findIndex(key => Object.hasOwn(value, key))
    return branches[Math.max(form, 0)]?.[0]
  }
  const deep = branches.map(([first]) => first).filter(issue => issue !== undefined && issue.path.length > 0)
  return deep[0]
}

function textOf(issue: Issue): string {
  if (issue.code === 'invalid_value')
    return `expected ${issue.values.length > 1 ? 'one of ' : ''}${issue.values.join(', ')}`
  if (issue.code === 'invalid_type') return `expected ${NAMES[issue.expected] ?? issue.expected}`
  if (issue.code === 'too_small' && (issue.origin === 'array' || issue.origin === 'string'))
    return 'expected at least one'
  return issue.message.charAt(0).toLowerCase() + issue.message.slice(1)
}
const NAMES: Record<string, string> = {
  string: 'text',
  object: 'an object',
  array: 'a list',
  number: 'a number',
  int: 'a whole number',
}

const at = (input: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null ? own(value as Record<string, unknown>, String(key)) : undefined,
    input,
  )

const written = (path: readonly PropertyKey[]): string =>
  path.length === 0
    ? 'the top'
    : path.map((key, i) => (typeof key === 'number' ? `[${key}]` : `${i ? '.' : ''}${String(key)}`)).join('')
