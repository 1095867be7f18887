import { search } from '@jmespath-community/jmespath'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { compileExpression } from '../../../main/record/mapping/expression.ts'

const NAMES = ['a', 'b', 'c', '"d-e"']
const name = fc.constantFrom(...NAMES)
const literal = fc.constantFrom("'x'", "''", '`1`', '`null`', '`true`', '`[]`', '`{"a": 1}`')

/** Expressions of every form that is compiled, and some that are not. */
const { expression } = fc.letrec<{ expression: string }>(tie => {
  const inner = tie('expression')
  return {
    expression: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      name,
      fc.constant('@'),
      literal,
      fc.tuple(name, name).map(([a, b]) => `${a}.${b}`),
      fc.tuple(name, fc.integer({ min: -3, max: 3 })).map(([a, at]) => `${a}[${at}]`),
      fc.tuple(inner, name).map(([a, b]) => `(${a}).${b}`),
      fc.tuple(inner, fc.integer({ min: -3, max: 3 })).map(([a, at]) => `(${a})[${at}]`),
      fc
        .tuple(inner, fc.constantFrom('||', '&&', '|', '==', '!=', '<'), inner)
        .map(([a, by, b]) => `(${a}) ${by} (${b})`),
      inner.map(a => `!(${a})`),
      name.map(a => `${a}[*].b`),
      fc.tuple(name, literal).map(([a, b]) => `${a}[?b == ${b}] | [0]`),
      name.map(a => `to_string(${a})`),
      fc.tuple(inner, inner).map(([a, b]) => `not_null(${a}, ${b})`),
      fc.tuple(name, name).map(([a, b]) => `$.${a} || ${b}`),
    ),
  }
})

const { json } = fc.letrec<{ json: unknown }>(tie => ({
  json: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom<unknown>(null, true, false, 0, 1, '', 'x', 'text'),
    fc.array(tie('json'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd-e'), tie('json'), { maxKeys: 4 }),
  ),
}))

const outcome = (work: () => unknown): unknown => {
  try {
    return { value: work() ?? null }
  } catch {
    return 'cannot be worked out'
  }
}

it('a compiled expression means what the library makes of it', () =>
  fc.assert(
    fc.property(expression, json, (text, value) => {
      const compiled = compileExpression(text)
      // Refused on purpose; the library gives nothing for every value.
      fc.pre(compiled.ok || !compiled.why.includes('!(a.b)'))
      if (!compiled.ok) throw new Error(`${text}: ${compiled.why}`)
      expect(outcome(() => compiled.get(value))).toEqual(outcome(() => search(value as never, text)))
    }),
    { numRuns: 3_000 },
  ))

it('a field of a negation is refused, because it is nothing for every record', () => {
  for (const text of ['!a.b', 'x && !a.b.c', 'list[?!a.b]', '!a[?b]'])
    expect([text, compileExpression(text)]).toEqual([text, { ok: false, why: expect.stringContaining('!(a.b)') }])
  for (const text of ['!(a.b)', '!a', '!a && b.c', '!a[0]', 'list[?!a].b'])
    expect([text, compileExpression(text).ok]).toEqual([text, true])
})

it('what is no expression is refused', () => {
  for (const text of ['a.', 'a[', 'a b', '', '`{`']) expect(compileExpression(text).ok, text).toBe(false)
})
