import { childrenOf, type Node, parsed } from './syntax.ts'

/** Turns of all loops of a heart in one file of tests; without a fault they are a hundredth of it. */
const MOST = 20_000_000

const LOOPS: ReadonlySet<string> = new Set([
  'ForStatement',
  'ForInStatement',
  'ForOfStatement',
  'WhileStatement',
  'DoWhileStatement',
])

/**
 * The same text, whose loops throw when together they have gone round for ever: a fault that makes one endless is then
 * found at once, and need not be waited for. Line numbers stay.
 */
export function ending(source: string): string {
  const bodies: Node[] = []
  const visit = (node: Node) => {
    if (LOOPS.has(node.type)) bodies.push(node.body as Node)
    for (const child of childrenOf(node)) visit(child)
  }
  visit(parsed(source))
  if (bodies.length === 0) return source
  const inserts = bodies.flatMap((body): [at: number, text: string][] =>
    body.type === 'BlockStatement'
      ? [[body.start + 1, ' turn__();']]
      : [
          [body.start, '{ turn__(); '],
          [body.end, ' }'],
        ],
  )
  // From the end, so that what is still to be inserted stays where it is; where two meet, the outer loop's comes first.
  let text = source
  for (const [at, insert] of inserts.sort((a, b) => b[0] - a[0])) text = text.slice(0, at) + insert + text.slice(at)
  // Hoisted, and without a first value, so that a loop which runs while the file is loaded counts too.
  const count = `var turns__; function turn__() { turns__ = (turns__ || 0) + 1; if (turns__ > ${MOST}) throw new Error('it goes round for ever') }`
  return `${text}\n${count}\n`
}
