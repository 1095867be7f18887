import type { ChannelManifest } from '../../../shared/outbox/channel-manifest.ts'
import type { Call, KeyPromise } from '../../../shared/outbox/request.ts'
import type { ManifestProblem } from '../../../shared/source/manifest-problems.ts'
import { writtenPath } from '../../../shared/source/manifest-problems.ts'
import { fitsPattern, patternFault } from '../../template/pattern.ts'
import { exampleOf, textsOf } from './example.ts'
import { compileRequest, namesIn, renderText } from './template.ts'

/** What channels and systems have in common: how they are called, and what a person fills in. */
export type Access = Pick<ChannelManifest, 'id' | 'name' | 'settings' | 'auth' | 'secret'>

/**
 * What the templates of one request may name: the values' names, and what each may hold. A list names its fields, `true`
 * stands for a plain value, `null` for whatever there is.
 */
export type Scope = Readonly<Record<string, readonly string[] | true | null>>

export type Path = readonly PropertyKey[]
export const problemAt = (path: Path, problem: string, level: ManifestProblem['level'] = 'error'): ManifestProblem => ({
  path: writtenPath(path),
  problem,
  level,
})

/** What is wrong with how a system is reached: its settings and its sign-in. */
export function accessProblems({ settings, auth, secret }: Access): ManifestProblem[] {
  const names = settings.map(({ name }) => name)
  const found = settings.flatMap(({ name, pattern, default: value }, n) => {
    if (names.indexOf(name) < n) return [problemAt(['settings', n, 'name'], `the setting “${name}” is listed twice`)]
    const bad = pattern === undefined ? null : patternFault(pattern)
    if (bad) return [problemAt(['settings', n, 'pattern'], bad)]
    const fits = value === undefined || pattern === undefined || fitsPattern(pattern, value)
    return fits ? [] : [problemAt(['settings', n, 'default'], 'does not match its own pattern')]
  })
  if (auth.kind === 'basic' && auth.user !== undefined)
    found.push(...templateProblems(auth.user, { settings: names }, ['auth', 'user']))
  if (auth.kind === 'api_key') found.push(...headerProblems(auth.header, ['auth', 'header']))
  if (auth.kind === 'none' && secret !== undefined)
    found.push(problemAt(['secret'], 'is never used, because auth is “none”', 'warning'))
  return found
}

/** What is wrong with a request and with how its answer is read. `scope`: what its templates may name. */
export function callProblems(
  call: (Call & { key?: KeyPromise | undefined }) | undefined,
  scope: Scope,
  path: Path,
): ManifestProblem[] {
  if (!call) return []
  const { id, why, answers, key } = call
  const paths = [
    ...(id === undefined ? [] : pathProblems(id, [...path, 'id'])),
    ...(why === undefined ? [] : pathProblems(why, [...path, 'why'])),
    ...answers.flatMap(({ field }, n) =>
      field ? pathProblems(field.path, [...path, 'answers', n, 'field', 'path']) : [],
    ),
  ]
  const promised = key?.header === undefined ? [] : headerProblems(key.header, [...path, 'key', 'header'])
  return [...requestProblems(call.request, scope, [...path, 'request']), ...paths, ...promised]
}

/** Names that go together with dots; lists by number. What other languages write (`a[0]`, `a.*`) finds nothing here. */
const DOTTED = /^[^\s.[\]{}()*?|@&"'`,]+(\.[^\s.[\]{}()*?|@&"'`,]+)*$/
export const pathProblems = (text: string, path: Path): ManifestProblem[] =>
  DOTTED.test(text)
    ? []
    : [problemAt(path, `expected a dotted path such as error.message or items.0.id, found ${JSON.stringify(text)}`)]

// RFC 9110, 5.6.2.
const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/
const headerProblems = (name: string, path: Path): ManifestProblem[] =>
  TOKEN.test(name) ? [] : [problemAt(path, `expected the name of a header, found ${JSON.stringify(name)}`)]

function requestProblems(request: Call['request'], scope: Scope, path: Path): ManifestProblem[] {
  const texts = textsOf(request, path)
  const found = texts.flatMap(({ text, at }) => templateProblems(text, scope, at))
  for (const name of Object.keys(request.headers ?? {})) found.push(...headerProblems(name, [...path, 'headers', name]))
  if (found.length > 0) return found
  const values = exampleOf(texts.flatMap(({ text }) => namesIn(text)))
  const address = addressProblems(request, values, [...path, 'url'])
  return address.some(({ level }) => level === 'error')
    ? address
    : [...address, ...builtProblems(request, values, path)]
}

/** A value may not bring the scheme, so what is wrong with an address can be told from any values. */
function addressProblems(request: Call['request'], values: object, path: Path): ManifestProblem[] {
  const { url } = request
  const scheme = /^\s*([a-z][a-z0-9+.-]*):/i.exec(url)?.[1]?.toLowerCase()
  if (scheme !== 'https' && scheme !== 'http')
    return [problemAt(path, `expected an address that begins with https://, found ${JSON.stringify(url)}`)]
  try {
    const built = new URL(compileRequest({ method: 'GET', url }).build({ ...values }).url)
    if (built.username || built.password) return [problemAt(path, 'a name and a password belong in auth')]
  } catch (error) {
    return [problemAt(path, `is no address: ${wordsOf(error)}`)]
  }
  const open = 'requests would be unencrypted: use https, unless the host is in your own network'
  return scheme === 'http' ? [problemAt(path, open, 'warning')] : []
}

function builtProblems(request: Call['request'], values: object, path: Path): ManifestProblem[] {
  try {
    compileRequest(request).build({ ...values })
    return []
  } catch (error) {
    return [problemAt(path, wordsOf(error))]
  }
}

function templateProblems(text: string, scope: Scope, path: Path): ManifestProblem[] {
  let names: string[][]
  try {
    names = namesIn(text)
  } catch (error) {
    return [problemAt(path, wordsOf(error))]
  }
  const found = names.flatMap(name => unknownName(name, scope).map(problem => problemAt(path, problem)))
  if (found.length > 0 || !Object.hasOwn(scope, 'settings')) return found
  try {
    renderText(text, exampleOf(names))
    return []
  } catch (error) {
    return [problemAt(path, wordsOf(error))]
  }
}

function unknownName([root = '', field, ...rest]: string[], scope: Scope): string[] {
  const written = [root, field, ...rest].filter(part => part !== undefined).join('.')
  if (/^secrets?$/.test(root)) return [`“${written}”: a secret is never named in a template; “auth” sends it`]
  const fields = Object.hasOwn(scope, root) ? scope[root] : undefined
  if (fields === undefined) return [`there is no value “${written}”, only ${Object.keys(scope).join(', ')}`]
  if (fields === null) return []
  if (fields === true) return field === undefined ? [] : [`“${root}” is a text, it has no “${field}”`]
  if (field !== undefined && fields.includes(field) && rest.length === 0) return []
  const has = fields.length > 0 ? `it has ${fields.join(', ')}` : 'it is empty'
  return [`there is no value “${written}” in ${root}: ${has}`]
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message.split('\n')[0] : '') || 'invalid'
