import type { Plugin } from 'vite'

interface Node {
  type: string
  start: number
  end: number
  declaration?: Node | null
  declarations?: { init: Node | null }[]
}

/** What a module computes by a call while it is loaded, such as a schema: the calls that begin its constants. */
const computed = (body: readonly Node[]): Node[] =>
  body
    .map(statement => statement.declaration ?? statement)
    .filter(({ type }) => type === 'VariableDeclaration')
    .flatMap(({ declarations = [] }) =>
      declarations.flatMap(({ init }) => (init?.type === 'CallExpression' ? [init] : [])),
    )

/**
 * Leaves schemas that nobody uses out of the page, and zod with them. A bundler keeps each call of a module that it needs
 * anything from, because the call might have an effect. In `shared` a call that gives a constant has none, so it may go where
 * nothing reads the constant.
 */
export const withoutUnusedSchemas = (shared: string): Plugin => ({
  name: 'forestall-unused-schemas',
  apply: 'build',
  // After the types are gone.
  enforce: 'post',
  transform(code, id) {
    if (!id.startsWith(shared)) return null
    const calls = computed(this.parse(code).body as Node[])
    const marked = calls.reduceRight(
      (text, { start, end }) =>
        `${text.slice(0, start)}/* @__PURE__ */ (() => ${text.slice(start, end)})()${text.slice(end)}`,
      code,
    )
    return { code: marked, map: null }
  },
})
