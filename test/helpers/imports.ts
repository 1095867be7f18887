import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { type ESTree, parseSync, Visitor } from 'vite'

/** The places whose imports make up the product. */
export const PLACES = ['main', 'renderer', 'shared', 'preload'] as const

/** The stages under `main/`: each is entered from outside through its `door.ts` alone. */
export const STAGES = [
  'source',
  'sync',
  'signal',
  'issue',
  'queue',
  'intervention',
  'outbox',
  'outcome',
  'measure',
  'predict',
  'privacy',
  'search',
  'doctor',
  'outage',
] as const

/** One arrow: `file` names `to`. Both are paths from the root of the tree; a package keeps its own name. */
export interface Import {
  file: string
  to: string
}

/** Every file below `place` with one of the extensions, as a path from the root. A place that does not exist has none. */
export function filesOf(root: string, place: string, extensions: readonly string[] = ['.ts', '.tsx']): string[] {
  if (!existsSync(join(root, place))) return []
  const found = readdirSync(join(root, place), { withFileTypes: true, recursive: true })
  return found
    .filter(entry => entry.isFile() && extensions.some(extension => entry.name.endsWith(extension)))
    .map(entry => relative(root, join(entry.parentPath, entry.name)))
    .sort()
}

/**
 * Every arrow out of the files of `places`: imports, `import type`, re-exports, `import()` and `import('…')` as a type,
 * of code and of JSON, and code that is named from where its file is, such as the entry of a thread. A file that names
 * another one twice has one arrow to it. `hiddenImports` says what cannot be read here.
 */
export const readImports = (root: string, places: readonly string[] = PLACES): Import[] =>
  places.flatMap(place => filesOf(root, place)).flatMap(file => importsOf(root, file))

/** A path from one file to another one with code. */
const CODE = /^\.{1,2}\/.*\.[cm]?[jt]sx?$/

/** The arrows out of one file. */
export function importsOf(root: string, file: string): Import[] {
  const named = new Set<string>()
  const paths = new Set<string>()
  let knowsItsPlace = false
  const keepPath = (node: ESTree.Expression) => {
    const path = written(node)
    if (path !== null && CODE.test(path)) paths.add(path)
  }
  new Visitor({
    ImportDeclaration: ({ source }) => named.add(source.value),
    ExportAllDeclaration: ({ source }) => named.add(source.value),
    ExportNamedDeclaration: ({ source }) => source && named.add(source.value),
    ImportExpression: ({ source }) => {
      const name = written(source)
      if (name !== null) named.add(name)
    },
    TSImportType: ({ source }) => named.add(source.value),
    MetaProperty: () => {
      knowsItsPlace = true
    },
    Literal: keepPath,
    TemplateLiteral: keepPath,
  }).visit(parsed(root, file))
  // The build turns `.ts` into `.js`, so the entry of a thread is named by both.
  if (knowsItsPlace) for (const path of paths) named.add(path.replace(/\.([cm]?)js(x?)$/, '.$1ts$2'))
  const target = (name: string) => (name.startsWith('.') ? join(dirname(file), name) : name)
  return [...new Set([...named].map(target))].map(to => ({ file, to }))
}

/** The syntax of a file, throws where there is an error in it; null where its text has nothing of `about`. */
export function parsed(root: string, file: string, about: RegExp): ESTree.Program | null
export function parsed(root: string, file: string): ESTree.Program
export function parsed(root: string, file: string, about?: RegExp): ESTree.Program | null {
  const text = readFileSync(join(root, file), 'utf8')
  if (about && !about.test(text)) return null
  const { program, errors } = parseSync(file, text)
  if (errors[0]) throw new Error(`${file}: ${errors[0].message}`)
  return program
}

/** The text that an expression is, where it is written out; null where it is made up at run time. */
export function written(expression: ESTree.Expression): string | null {
  if (expression.type === 'Literal') return typeof expression.value === 'string' ? expression.value : null
  if (expression.type !== 'TemplateLiteral' || expression.expressions.length > 0) return null
  return expression.quasis[0]?.value.cooked ?? null
}

/**
 * Files that reach each other: the strongly connected components of more than one file, and files that import themselves.
 * An arrow for a type's sake counts like any other. By Tarjan (1972): one walk, a stack of what is not settled yet.
 */
export function circles(imports: readonly Import[]): string[][] {
  const arrows = Map.groupBy(imports, ({ file }) => file)
  const order = new Map<string, number>()
  const settled = new Set<string>()
  const open: string[] = []
  const found: string[][] = []

  /** Answers the earliest file, by `order`, that is reached from here and not settled. */
  const walk = (file: string): number => {
    const own = order.size
    order.set(file, own)
    open.push(file)
    let earliest = own
    for (const { to } of arrows.get(file) ?? []) {
      if (!arrows.has(to) || settled.has(to)) continue
      earliest = Math.min(earliest, order.get(to) ?? walk(to))
    }
    if (earliest < own) return earliest
    const circle = open.splice(open.indexOf(file))
    for (const member of circle) settled.add(member)
    const itself = arrows.get(file)?.some(({ to }) => to === file)
    if (circle.length > 1 || itself) found.push(circle.sort())
    return earliest
  }

  for (const file of arrows.keys()) if (!order.has(file)) walk(file)
  return found.sort((a, b) => (a[0] ?? '').localeCompare(b[0] ?? ''))
}

const stageOf = (path: string): string | undefined => STAGES.find(stage => path.startsWith(`main/${stage}/`))

/** Arrows that enter a stage from outside, but not through its door. Tests are none of the product, and look inside. */
export const doorViolations = (imports: readonly Import[]): Import[] =>
  imports.filter(({ file, to }) => {
    const stage = stageOf(to)
    if (stage === undefined || stage === stageOf(file)) return false
    return to !== `main/${stage}/door.ts`
  })
