import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cleanLine } from '../../../shared/text/clean-line.ts'
import { typedName } from '../../../shared/text/typed-name.ts'

describe('a name that a person types', () => {
  it('keeps what belongs to names of any language', () => {
    for (const name of ['Søren', '漢字', 'עברית', 'मराठी', '👩‍👩‍👧', 'a\u200fb', 'نام‌ها', '<b>x</b>'])
      expect(typedName(80).parse(name)).toBe(name)
  })

  it('loses what would go on after it, or break its line', () => {
    expect(typedName(80).parse(' A\u202ecod\u0000\r\nB\u2066 ')).toBe('A cod B')
    for (const name of ['', '  ', '\u0000', '\u202e\u2028']) expect(typedName(80).safeParse(name).success).toBe(false)
  })

  it('is as long as was said once that is gone', () => {
    expect(typedName(3).safeParse('\u0000abc\n').success).toBe(true)
    expect(typedName(3).safeParse('abcd').success).toBe(false)
  })

  it('is one line that turns nothing around, whatever was typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), text => {
        expect(cleanLine(text)).not.toMatch(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u)
        expect(cleanLine(cleanLine(text))).toBe(cleanLine(text))
      }),
    )
  })
})
