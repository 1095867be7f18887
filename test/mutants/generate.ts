import { type Mutant, mutantAt, sourceOf } from './mutant.ts'
import { childrenOf, type Node, parsed } from './syntax.ts'

const OPERATORS: Readonly<Record<string, string>> = {
  '<': '<=',
  '<=': '<',
  '>': '>=',
  '>=': '>',
  '+': '-',
  '-': '+',
  '*': '/',
  '/': '*',
  '===': '!==',
  '!==': '===',
  '&&': '||',
  '||': '&&',
}
const METHODS: Readonly<Record<string, string>> = { min: 'max', max: 'min', some: 'every', every: 'some' }

/** Every small fault that can be made in a heart by changing one operator, constant, condition or early exit. */
export function generate(file: string, source = sourceOf(file)): Mutant[] {
  const found: Mutant[] = []
  const put = (from: number, to: number, replace: string) => found.push(mutantAt(file, source, from, to, replace))
  const visit = (node: Node, parent: Node | null) => {
    for (const fault of faultsOf(node, parent, source)) put(...fault)
    for (const child of childrenOf(node)) visit(child, node)
  }
  visit(parsed(source), null)
  return found
}

type Fault = [from: number, to: number, replace: string]

function faultsOf(node: Node, parent: Node | null, source: string): Fault[] {
  const text = (of: unknown) => source.slice((of as Node).start, (of as Node).end)
  switch (node.type) {
    case 'BinaryExpression':
    case 'LogicalExpression':
      return otherOperator(node, source)
    case 'UnaryExpression':
      return node.operator === '!' || node.operator === '-' ? [[node.start, node.start + 1, '']] : []
    case 'ConditionalExpression':
      return [[(node.consequent as Node).start, node.end, `${text(node.alternate)} : ${text(node.consequent)}`]]
    case 'IfStatement':
      return isExit(node) ? [[node.start, node.end, ';']] : []
    case 'Literal':
      return otherLiteral(node, parent)
    case 'MemberExpression': {
      const property = node.property as Node
      const other = node.computed ? undefined : METHODS[String(property.name)]
      return other && parent?.type === 'CallExpression' ? [[property.start, property.end, other]] : []
    }
    default:
      return []
  }
}

function otherOperator(node: Node, source: string): Fault[] {
  const operator = String(node.operator)
  const other = OPERATORS[operator]
  const [left, right] = [node.left as Node, node.right as Node]
  // Texts are put together by `+` too; taking one from the other is no fault that anybody makes.
  if (!other || [left, right].some(isText)) return []
  const from = source.indexOf(operator, left.end)
  return [[from, from + operator.length, other]]
}

const isText = ({ type, value }: Node): boolean => type === 'TemplateLiteral' || typeof value === 'string'

/** `if (…) return`, `continue`, `break` or `throw`, with nothing else to do. */
function isExit({ consequent, alternate }: Node): boolean {
  const exits = ['ReturnStatement', 'ContinueStatement', 'BreakStatement', 'ThrowStatement']
  return alternate === null && exits.includes((consequent as Node).type)
}

function otherLiteral({ value, start, end }: Node, parent: Node | null): Fault[] {
  if (typeof value === 'boolean') return [[start, end, String(!value)]]
  // What is given where an index is out of range only pleases the compiler; −1 is a sign for "none", and loses its minus.
  const isLeftAlone = parent?.operator === '??' || parent?.type === 'UnaryExpression' || isSign(parent)
  if (typeof value !== 'number' || isLeftAlone) return []
  return [value + 1, value - 1].map((other): Fault => [start, end, other < 0 ? `(${other})` : String(other)])
}

/** `… ? -1 : 1`: how a comparison is told to a sort, which asks for the sign only. */
const isSign = (parent: Node | null): boolean =>
  parent?.type === 'ConditionalExpression' && (parent.consequent as Node).type === 'UnaryExpression'
