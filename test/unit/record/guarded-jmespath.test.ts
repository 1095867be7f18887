import { describe, expect, it } from 'vitest'
import { compileExpression, expressionOf } from '../../../main/record/mapping/expression.ts'

const whyNot = (text: string): string => {
  const compiled = compileExpression(text)
  return compiled.ok ? 'it compiles' : compiled.why
}

describe('an expression of a manifest', () => {
  it('is refused when it is too long, has too many parts or is nested too deeply', () => {
    expect(whyNot(`a.${'b'.repeat(4_000)}`)).toMatch(/at most 4000 characters, not 4002/)
    expect(whyNot(`[${Array(600).fill('a').join(',')}]`)).toMatch(/at most 500 parts, not 601/)
    expect(whyNot(Array(100).fill('a').join('.'))).toMatch(/at most 60 parts deep/)
    expect(whyNot('('.repeat(3_999))).not.toBe('it compiles')
  })

  it('of everyday size is taken', () => {
    expect(whyNot('items[?state == `"paid"`].{id: id, at: created} | [0].id || metadata.invoice.lines[0].ref')).toBe(
      'it compiles',
    )
  })

  const list = Array.from({ length: 300 }, (_, n) => n)
  const bombs = [
    ['lists inside lists', 'map(&map(&map(&length(to_string($)), $.list), $.list), $.list)'],
    ['lists inside lists, in a scope', 'let $all = list in list[*].[$all[*].[$all[*].[@]]]'],
    ['a text that doubles', `to_string(list)${" | join('', [@, @])".repeat(24)}`],
  ] as const
  for (const [what, text] of bombs)
    it(`gives up on ${what}`, () => {
      expect(() => expressionOf(text)({ list })).toThrow(/too many steps/)
    })

  it('has the work of one evaluation for each, not for all together', () => {
    const get = expressionOf('list[?@ > `10`] | length(@)')
    for (let n = 0; n < 1_000; n++) expect(get({ list })).toBe(289)
  })

  it('may go through a list of any length once', () => {
    const long = Array.from({ length: 400_000 }, (_, n) => ({ n, ok: n % 2 === 0 }))
    expect(expressionOf('rows[?ok].n | length(@)')({ rows: long })).toBe(200_000)
  })

  it('pads to a width that a person would write', () => {
    expect(expressionOf("pad_left(a, `4`, '0')")({ a: '7' })).toBe('0007')
    expect(expressionOf('pad_right(a, `3`)')({ a: '7' })).toBe('7  ')
    expect(() => expressionOf('pad_left(a, `100000000`)')({ a: '7' })).toThrow(/at most 1000 characters/)
    expect(() => expressionOf("pad_left(a, `4`, 'ab')")({ a: '7' })).toThrow(/one character/)
  })

  it('trims as the library does, in time that grows with the text alone', () => {
    expect(expressionOf('trim(a)')({ a: '\u00a0 x y\n ' })).toBe('x y')
    expect(expressionOf("trim_left(a, '-.')")({ a: '.-x-' })).toBe('x-')
    expect(expressionOf("trim_right(a, '-.')")({ a: '.-x-' })).toBe('.-x')
    expect(expressionOf('trim_right(a)')({ a: `${' '.repeat(200_000)}x` })).toHaveLength(200_001)
  })
})
