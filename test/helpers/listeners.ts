import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseSync, Visitor } from 'vite'

const REGISTERS = new Set(['on', 'once', 'addListener', 'prependListener', 'addEventListener'])
const TIMERS = new Set(['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask'])
/** What opens a raw stream or a thread: its late errors end the process unless somebody listens. */
const OPENS = new Set(['createServer', 'connect', 'createConnection', 'spawn', 'Worker', 'WebSocketServer', 'Client'])
/** Where these names come from, so that a method of our own of the same name is not meant. */
const FROM = /^(node:(net|tls|http|https|child_process|worker_threads)|ws|pg)$/

interface Found {
  /** Listeners and timers that are handed an async function: what it throws is caught by nobody. */
  async: string[]
  /** What the file opens without hearing of its errors. */
  deaf: string[]
}

/** The listeners of one file that could end the process. */
export function listenersOf(root: string, file: string): Found {
  const text = readFileSync(join(root, file), 'utf8')
  const { program } = parseSync(file, text)
  const found: Found = { async: [], deaf: [] }
  const asyncNames = new Set<string>()
  const opened = new Set<string>()
  let hears = false
  new Visitor({
    FunctionDeclaration: node => void (node.async && node.id && asyncNames.add(node.id.name)),
    VariableDeclarator: ({ id, init }) => {
      const isAsync = init?.type === 'ArrowFunctionExpression' && init.async
      if (isAsync && id.type === 'Identifier') asyncNames.add(id.name)
    },
    ImportDeclaration: ({ source, specifiers, importKind }) => {
      if (importKind === 'type' || !FROM.test(source.value)) return
      for (const { local, type, ...rest } of specifiers) {
        const typed = 'importKind' in rest && rest.importKind === 'type'
        if (type === 'ImportSpecifier' && !typed && OPENS.has(local.name)) opened.add(local.name)
      }
    },
  }).visit(program)
  new Visitor({
    CallExpression: ({ callee, arguments: given, start }) => {
      const name = callee.type === 'Identifier' ? callee.name : ''
      const property =
        callee.type === 'MemberExpression' && callee.property.type === 'Identifier' ? callee.property.name : ''
      if (given.some(arg => arg.type === 'Literal' && arg.value === 'error')) hears = true
      if (!REGISTERS.has(property) && !TIMERS.has(name)) return
      const uncaught = given.some(
        arg => ('async' in arg && arg.async === true) || (arg.type === 'Identifier' && asyncNames.has(arg.name)),
      )
      if (uncaught) found.async.push(`${file}:${text.slice(0, start).split('\n').length}`)
    },
  }).visit(program)
  if (!hears) found.deaf.push(...[...opened].map(name => `${file}: ${name}`))
  return found
}
