import { type Manifest, manifestSchema } from '../../../shared/source/manifest.ts'
import { type ManifestProblem, schemaProblems, writtenPath } from '../../../shared/source/manifest-problems.ts'
import { compileExpression } from '../../record/mapping/expression.ts'
import { fixedPlace } from '../../record/mapping/zones/place-zones.ts'
import { patternFault } from '../../template/pattern.ts'
import { lintManifest } from './manifest-lint.ts'
import { unknownPlaceholders } from './template.ts'

export interface CheckedManifest {
  /** Null where an error forbids to use it. */
  manifest: Manifest | null
  problems: ManifestProblem[]
}

/** Holds a manifest against the schema, then its expressions, names and placeholders, then what experience says. */
export function checkManifest(json: unknown): CheckedManifest {
  const parsed = manifestSchema.safeParse(json)
  if (!parsed.success) return { manifest: null, problems: schemaProblems(parsed.error.issues, json) }
  const manifest = parsed.data
  const problems = [
    ...expressionProblems(manifest),
    ...patternProblems(manifest),
    ...nameProblems(manifest),
    ...lintManifest(manifest),
  ]
  return { manifest: problems.some(({ level }) => level === 'error') ? null : manifest, problems }
}

const error = (path: readonly PropertyKey[], problem: string): ManifestProblem => ({
  path: writtenPath(path),
  problem,
  level: 'error',
})

/** Fields that hold an expression, wherever they stand. For paging and the like; records are looked at as a whole. */
const EXPRESSIONS = new Set([
  'select',
  'each',
  'next',
  'last',
  'more',
  'total',
  'field',
  'unique',
  'error',
  'when',
  'deleted',
  'mergedInto',
  'path',
  'currencyPath',
])
const TEMPLATES = new Set(['path', 'query', 'headers', 'body'])

/** Every JMESPath expression must compile, every placeholder must be known. Settings may stand in both. */
function expressionProblems(manifest: Manifest): ManifestProblem[] {
  const found: ManifestProblem[] = []
  const settings = new Set(manifest.settings.map(setting => setting.key))
  const visit = (value: unknown, path: readonly PropertyKey[], kind: 'request' | 'records' | null) => {
    if (typeof value === 'string') {
      found.push(...settingProblems(value, settings, path))
      if (kind === 'request') found.push(...placeholderProblems(value, path))
      else if (isExpression(path, kind)) found.push(...notCompiling(value, path))
      return
    }
    if (typeof value !== 'object' || value === null) return
    for (const [name, inner] of Object.entries(value)) {
      const key = Array.isArray(value) ? Number(name) : name
      const at = [...path, key]
      if (name === 'request' && !Array.isArray(value)) {
        for (const [part, of] of Object.entries(inner as object))
          visit(of, [...at, part], TEMPLATES.has(part) ? 'request' : null)
      } else visit(inner, at, name === 'records' ? 'records' : kind)
    }
  }
  visit(manifest.streams, ['streams'], null)
  // `kind` is a word of an object, and an expression of an event.
  for (const [stream, { records }] of manifest.streams.entries())
    for (const [at, record] of (typeof records === 'string' ? [] : records).entries())
      if (record.record === 'event' && typeof record.kind === 'string')
        found.push(...notCompiling(record.kind, ['streams', stream, 'records', at, 'kind']))
  if (manifest.error !== undefined) found.push(...notCompiling(manifest.error, ['error']))
  const { streams: _streams, ...rest } = manifest
  for (const text of textsOf(rest)) found.push(...settingProblems(text.value, settings, text.path))
  return found
}

/** In a mapping every bare text is an expression, except what names kinds, formats and constants. */
const WORDS = new Set([
  ...['record', 'kind', 'type', 'format', 'decimal', 'currency', 'currencyField', 'unit', 'const', 'object'],
  ...['field', 'space', 'by', 'assumes'],
])

/** Lists of values in a mapping. */
const LISTS = new Set(['first', 'join', 'content'])

function isExpression(path: readonly PropertyKey[], kind: 'request' | 'records' | null): boolean {
  const last = path.at(-1)
  if (kind !== 'records') return typeof last === 'string' && EXPRESSIONS.has(last)
  if (path.includes('map')) return false
  if (typeof last === 'number') return typeof path.at(-2) === 'string' && LISTS.has(String(path.at(-2)))
  if (path.at(-2) === 'properties') return true
  return path.at(-1) !== 'records' && typeof last === 'string' && !WORDS.has(last)
}

function notCompiling(text: string, path: readonly PropertyKey[]): ManifestProblem[] {
  if (path.at(-1) === 'zone' && fixedPlace(text) !== undefined) return []
  const compiled = compileExpression(text.replace(/\{settings\.[a-z0-9_]+\}/g, 'x'))
  return compiled.ok ? [] : [error(path, `expected a JMESPath expression: ${compiled.why}`)]
}

const PLACEHOLDERS = new Set(['settings', 'since', 'until', 'record', 'parent'])

const placeholderProblems = (text: string, path: readonly PropertyKey[]): ManifestProblem[] =>
  unknownPlaceholders(text, PLACEHOLDERS).map(name =>
    error(path, `there is no placeholder {${name}}; known are {settings.…}, {since}, {until}, {record.…}, {parent.…}`),
  )

const settingProblems = (
  text: string,
  settings: ReadonlySet<string>,
  path: readonly PropertyKey[],
): ManifestProblem[] =>
  [...text.matchAll(/\{settings\.([^{}]*)\}/g)]
    .filter(([, key]) => !settings.has(key ?? ''))
    .map(([whole]) => error(path, `${whole} is not among the settings`))

function textsOf(value: unknown, path: PropertyKey[] = []): { path: PropertyKey[]; value: string }[] {
  if (typeof value === 'string') return [{ path, value }]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) =>
    textsOf(inner, [...path, Array.isArray(value) ? Number(key) : key]),
  )
}

const patternProblems = ({ settings }: Manifest): ManifestProblem[] =>
  settings.flatMap(({ pattern }, at) => {
    const fault = patternFault(pattern)
    return fault === null ? [] : [error(['settings', at, 'pattern'], fault)]
  })

/** Names that point to something must point to something that is there, and be there once. */
function nameProblems(manifest: Manifest): ManifestProblem[] {
  const secrets = new Set(manifest.secrets.map(secret => secret.key))
  const found: ManifestProblem[] = []
  for (const field of ['secret', 'userSecret', 'clientSecret', 'refreshSecret'] as const) {
    const name = (manifest.auth as Record<string, unknown>)[field]
    if (typeof name === 'string' && !secrets.has(name))
      found.push(error(['auth', field], `“${name}” is not among the secrets`))
  }
  for (const list of ['settings', 'secrets'] as const)
    for (const at of twice(manifest[list].map(entry => entry.key)))
      found.push(error([list, at, 'key'], 'is listed twice'))
  for (const at of twice(manifest.streams.map(stream => stream.name)))
    found.push(error(['streams', at, 'name'], 'is listed twice'))
  for (const [at, stream] of manifest.streams.entries()) {
    const { records } = stream
    if (typeof records !== 'string') continue
    const other = manifest.streams.find(candidate => candidate.name === records)
    if (!other || typeof other.records === 'string')
      found.push(error(['streams', at, 'records'], `there is no stream “${records}” with records of its own`))
  }
  return found
}

const twice = (names: readonly string[]): number[] =>
  names.flatMap((name, at) => (names.indexOf(name) < at ? [at] : []))
