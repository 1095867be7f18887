import { parseSync } from 'vite'

/** A node of the syntax tree, as far as faults are concerned. */
export interface Node {
  type: string
  start: number
  end: number
  [key: string]: unknown
}

/** The syntax tree of a TypeScript text; throws where it is none. */
export function parsed(source: string): Node {
  const { program, errors } = parseSync('heart.ts', source, { lang: 'ts' })
  if (errors[0]) throw new Error(errors[0].message)
  return program as unknown as Node
}

/** What lies within a node and runs: types do not. */
export const childrenOf = (node: Node): Node[] =>
  Object.values(node)
    .flat()
    .filter((value): value is Node => typeof value === 'object' && value !== null && 'type' in value)
    .filter(({ type }) => !type.startsWith('TS') || RUNS.has(type))

const RUNS: ReadonlySet<string> = new Set([
  'TSAsExpression',
  'TSNonNullExpression',
  'TSSatisfiesExpression',
  'TSParameterProperty',
])
