import { type ESTree, Visitor } from 'vite'
import { parsed, written } from './imports.ts'

type IsSafe = (name: string) => boolean
/** What may be done with names that tell the time or draw by chance; everything else is found, under whatever alias. */
const SAFE: ReadonlyMap<string, IsSafe> = new Map<string, IsSafe>([
  ['Date', property => property === 'UTC' || property === 'parse'],
  ['Math', property => property !== 'random'],
  ['performance', () => false],
  ['crypto', () => false],
  ['Temporal', property => property !== 'Now'],
  ['process', property => !/^(hrtime|uptime|resourceUsage|cpuUsage|getBuiltinModule)$/.test(property)],
  ['globalThis', property => !SAFE.has(property)],
  ['global', property => !SAFE.has(property)],
])
/** What of Node's modules tells the time or draws by chance. */
const DRAWS = /random|webcrypto|generate/i
const MODULES = new Map<string, IsSafe>([
  ['crypto', name => !DRAWS.test(name)],
  ['perf_hooks', () => false],
  ['process', () => false],
])

/** Most files have no word of it, and to parse all of them takes seconds. */
const MENTIONED = new RegExp([...SAFE.keys(), ...MODULES.keys(), 'format'].map(name => `\\b${name}`).join('|'))

/**
 * What a file asks of the machine itself, the time or chance, instead of taking it from its caller; each by its name. Only
 * uses that are known to be harmless pass, so an alias is found where it is made.
 */
export function notInjected(root: string, file: string): string[] {
  const program = parsed(root, file, MENTIONED)
  if (program === null) return []
  const found = new Set<string>()
  const harmless = new Set<number>()
  const pass = (node: ESTree.Node) => harmless.add(node.start)
  const imports = (source: string | null | undefined, names: readonly (string | null)[]) => {
    const module = (source ?? '').replace(/^node:/, '')
    const isSafe = MODULES.get(module)
    if (!isSafe) return
    // Under the name of a whole module nobody sees what is taken of it.
    if (names.length === 0 || names.includes(null)) found.add(`all of ${module}`)
    for (const name of names) if (name !== null && !isSafe(name)) found.add(`${name} of ${module}`)
  }
  new Visitor({
    ImportDeclaration: ({ source, specifiers }) =>
      imports(
        source.value,
        specifiers.map(one => (one.type === 'ImportSpecifier' ? nameOf(one.imported) : null)),
      ),
    ExportNamedDeclaration: ({ source, specifiers }) =>
      imports(
        source?.value,
        specifiers.map(({ local }) => nameOf(local)),
      ),
    ExportAllDeclaration: ({ source }) => imports(source.value, []),
    ImportExpression: ({ source }) => imports(written(source), []),
    NewExpression: ({ callee, arguments: [first] }) => {
      if (callee.type === 'Identifier' && callee.name === 'Date' && first && first.type !== 'SpreadElement')
        pass(callee)
    },
    BinaryExpression: ({ operator, right }) => {
      if (operator === 'instanceof') pass(right)
    },
    MemberExpression: ({ object, property, computed }) => {
      if (computed) return
      pass(property)
      if (object.type === 'Identifier' && SAFE.get(object.name)?.(property.name)) pass(object)
    },
    // Names of types and of properties are none of values.
    TSTypeReference: ({ typeName }) => pass(typeName),
    TSPropertySignature: ({ key }) => pass(key),
    Property: ({ key, computed, shorthand }) => {
      if (!computed && !shorthand) pass(key)
    },
    Identifier: ({ name, start }) => {
      if (SAFE.has(name) && !harmless.has(start)) found.add(name)
    },
    // No date is written as the date of now.
    CallExpression: ({ callee, arguments: given }) => {
      const name = callee.type === 'MemberExpression' && !callee.computed ? callee.property.name : ''
      if (given.length === 0 && /^format(ToParts)?$/.test(name)) found.add(`${name}()`)
    },
  }).visit(program)
  return [...found].sort()
}

const nameOf = (name: ESTree.ModuleExportName): string => (name.type === 'Literal' ? name.value : name.name)
