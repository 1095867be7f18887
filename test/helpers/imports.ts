import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { parseSync, Visitor } from 'vite'

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
 * of code and of JSON. A file that names another one twice has one arrow to it.
 */
export const readImports = (root: string, places: readonly string[] = PLACES): Import[] =>
  places.flatMap(place => filesOf(root, place)).flatMap(file => importsOf(root, file))

/** The arrows out of one file. */
export function importsOf(root: string, file: string): Import[] {
  const { program, errors } = parseSync(file, readFileSync(join(root, file), 'utf8'))
  if (errors[0]) throw new Error(`${file}: ${errors[0].message}`)
  const named = new Set<string>()
  new Visitor({
    ImportDeclaration: ({ source }) => named.add(source.value),
    ExportAllDeclaration: ({ source }) => named.add(source.value),
    ExportNamedDeclaration: ({ source }) => source && named.add(source.value),
    ImportExpression: ({ source }) => source.type === 'Literal' && named.add(String(source.value)),
    TSImportType: ({ source }) => named.add(source.value),
  }).visit(program)
  const target = (name: string) => (name.startsWith('.') ? join(dirname(file), name) : name)
  return [...new Set([...named].map(target))].map(to => ({ file, to }))
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
