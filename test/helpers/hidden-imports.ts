import { type ESTree, Visitor } from 'vite'
import { parsed, written } from './imports.ts'

/**
 * Ways to other code that no reader of imports can follow, each as it is written: `require` by any name, an import whose
 * target is made up at run time, and the own place of a file (`import.meta`) put to another use than to name the entry of
 * a thread by text that is written out.
 */
export function hiddenImports(root: string, file: string): string[] {
  // Most files have no word of it, and to parse all of them takes seconds.
  const program = parsed(root, file, /\bmeta\b|\bmodule\b|require|getBuiltinModule|\bimport\s*\(/)
  if (program === null) return []
  const found = new Set<string>()
  const plain = new Set<number>()
  const texts = new Map<string, ESTree.Expression>()
  const metas: number[] = []
  const urls: ESTree.NewExpression[] = []
  const fromNode = (source: ESTree.Expression | null) => {
    if (source && /^(node:)?module$/.test(written(source) ?? '')) found.add('node:module')
  }
  new Visitor({
    ImportDeclaration: ({ source }) => fromNode(source),
    ExportAllDeclaration: ({ source }) => fromNode(source),
    ExportNamedDeclaration: ({ source }) => fromNode(source),
    TSImportEqualsDeclaration: () => found.add('import = require()'),
    ImportExpression: ({ source }) => {
      fromNode(source)
      if (written(source) === null) found.add('import(…)')
    },
    Identifier: ({ name }) => {
      if (name === 'require' || name === 'getBuiltinModule') found.add(name)
    },
    Literal: ({ value }) => {
      if (value === 'getBuiltinModule') found.add(value)
    },
    VariableDeclarator: ({ id, init }) => {
      if (id.type === 'Identifier' && init) texts.set(id.name, init)
    },
    MemberExpression: node => {
      // Whether a file runs from its source is told by its name.
      if (isOwnUrl(node.object) && !node.computed && node.property.name === 'endsWith') plain.add(node.object.start)
    },
    NewExpression: node => urls.push(node),
    MetaProperty: ({ start }) => metas.push(start),
  }).visit(program)

  const isText = (node: ESTree.Expression | undefined): boolean => {
    if (!node) return false
    if (node.type === 'ConditionalExpression') return isText(node.consequent) && isText(node.alternate)
    return written(node) !== null || (node.type === 'Identifier' && isText(texts.get(node.name)))
  }
  for (const {
    callee,
    arguments: [path, base],
  } of urls)
    if (
      callee.type === 'Identifier' &&
      callee.name === 'URL' &&
      base &&
      isOwnUrl(base) &&
      isText(path as ESTree.Expression)
    )
      plain.add(base.start)
  if (metas.some(start => !plain.has(start))) found.add('import.meta')
  return [...found].sort()
}

/** `import.meta.url`. */
const isOwnUrl = (node: ESTree.Node): boolean =>
  node.type === 'MemberExpression' &&
  node.object.type === 'MetaProperty' &&
  !node.computed &&
  node.property.name === 'url'
