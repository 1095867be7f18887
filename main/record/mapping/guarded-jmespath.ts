import { compile, type JSONValue, TreeInterpreter, TYPE_NUMBER, TYPE_STRING } from '@jmespath-community/jmespath'

/** An expression as the library reads it. */
export type ExpressionTree = ReturnType<typeof compile>

/** An expression comes from a manifest that somebody else may have written, so its size and its work are bounded. */
const EXPRESSION_LIMITS = { characters: 4_000, parts: 500, depth: 60, width: 1_000 }
/** What one evaluation may do; a longer list at the top of the value allows more in proportion. */
const STEPS = { least: 200_000, forItem: 100 }

/** Reads an expression; throws for one that is none, or that is too large to be held against many records. */
export function parseExpression(text: string): ExpressionTree {
  const { characters, parts, depth } = EXPRESSION_LIMITS
  if (text.length > characters)
    throw new Error(`an expression has at most ${characters} characters, not ${text.length}`)
  const tree = compile(text)
  const size = sizeOf(tree)
  if (size.parts > parts) throw new Error(`an expression has at most ${parts} parts, not ${size.parts}`)
  if (size.depth > depth) throw new Error(`an expression is at most ${depth} parts deep, not ${size.depth}`)
  return tree
}

function sizeOf(tree: unknown): { parts: number; depth: number } {
  const size = { parts: 0, depth: 0 }
  const open: [unknown, number][] = [[tree, 1]]
  for (let next = open.pop(); next; next = open.pop()) {
    const [node, at] = next
    if (typeof node !== 'object' || node === null) continue
    const own = 'type' in node ? 1 : 0
    size.parts += own
    size.depth = Math.max(size.depth, at)
    for (const inner of Object.values(node)) open.push([inner, at + own])
  }
  return size
}

/** The library's interpreter, which counts what it does and gives up where that is too much. */
class CountingInterpreter extends (TreeInterpreter.constructor as new () => typeof TreeInterpreter) {
  left = { steps: 0 }

  override visit(...[node, value]: Parameters<typeof TreeInterpreter.visit>) {
    this.charge(1)
    const found = super.visit(node, value)
    if (typeof found === 'string') this.charge(found.length >> 6)
    else if (MAKES_LISTS.has(node.type) && Array.isArray(found)) this.charge(found.length)
    return found
  }

  // The library's own makes an interpreter that does not count.
  override withScope(...[scope]: Parameters<typeof TreeInterpreter.withScope>): CountingInterpreter {
    const inner = super.withScope(scope)
    Object.setPrototypeOf(inner, CountingInterpreter.prototype)
    return Object.assign(inner as CountingInterpreter, { left: this.left })
  }

  private charge(steps: number): void {
    this.left.steps -= steps
    if (this.left.steps < 0) throw new Error('the expression needs too many steps for this record')
  }
}

const MAKES_LISTS = new Set(['Flatten', 'Function', 'Slice', 'IndexExpression'])

const interpreter = new CountingInterpreter()
const own = (name: string, run: Parameters<typeof interpreter.runtime.register>[1], second: number, third?: number) =>
  interpreter.runtime.register(
    name,
    run,
    [
      { types: [TYPE_STRING] },
      { types: [second], optional: third === undefined },
      ...(third === undefined ? [] : [{ types: [third], optional: true }]),
    ],
    { override: true },
  )

// The library pads to any width at once, and trims in time that grows with the square of the text.
for (const [name, side] of [
  ['pad_left', 'padStart'],
  ['pad_right', 'padEnd'],
] as const)
  own(
    name,
    ([text, width, fill]) => {
      if (typeof width !== 'number' || !Number.isInteger(width) || width < 0 || width > EXPRESSION_LIMITS.width)
        throw new Error(`${name}() pads to a whole number of at most ${EXPRESSION_LIMITS.width} characters`)
      if (typeof fill === 'string' && fill.length > 1) throw new Error(`${name}() fills with one character`)
      return String(text)[side](width, typeof fill === 'string' && fill !== '' ? fill : ' ')
    },
    TYPE_NUMBER,
    TYPE_STRING,
  )
for (const [name, left, right] of [
  ['trim', true, true],
  ['trim_left', true, false],
  ['trim_right', false, true],
] as const)
  own(name, ([text, chars]) => trimmed(String(text), typeof chars === 'string' ? chars : '', left, right), TYPE_STRING)

function trimmed(text: string, chars: string, left: boolean, right: boolean): string {
  const goes = (at: number) => (chars === '' ? /[\s\x85]/.test(text.charAt(at)) : chars.includes(text.charAt(at)))
  let [from, to] = [0, text.length]
  while (left && from < to && goes(from)) from++
  while (right && to > from && goes(to - 1)) to--
  return text.slice(from, to)
}

/** What an expression finds in a value. Throws where a function gets what it cannot take, or where it does too much. */
export function searchIn(tree: ExpressionTree, value: unknown): unknown {
  interpreter.left = { steps: STEPS.least + STEPS.forItem * longestList(value) }
  return interpreter.search(tree, value as JSONValue)
}

function longestList(value: unknown): number {
  if (Array.isArray(value)) return value.length
  if (typeof value !== 'object' || value === null) return 0
  return Object.values(value).reduce((most: number, one) => Math.max(most, Array.isArray(one) ? one.length : 0), 0)
}
