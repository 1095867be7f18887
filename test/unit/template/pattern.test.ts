import { describe, expect, it } from 'vitest'
import { findsPattern, fitsPattern, LONGEST_PATTERN, patternFault } from '../../../main/template/pattern.ts'

describe('the pattern of a manifest', () => {
  // Each of these takes an engine that goes back over what it has read longer than the universe is old.
  const cases = [
    ['^(a+)+$', 'a'.repeat(5_000)],
    ['(a|a)*b', 'a'.repeat(5_000)],
    ['(?:a|aa)+$', 'a'.repeat(5_000)],
    ['(\\w+\\s?)*$', 'word '.repeat(1_000)],
  ] as const
  for (const [pattern, value] of cases)
    it(`comes to an end with ${pattern}`, () => {
      expect(patternFault(pattern)).toBeNull()
      expect(fitsPattern(pattern, `${value}!`)).toBe(false)
    })

  it('is refused with a back-reference or look-around, in words', () => {
    for (const pattern of ['(a)\\1', '(?=a)a', '(?<!a)b', '(?<n>a)\\k<n>'])
      expect(patternFault(pattern)).toMatch(/no look-around and no backreference/)
  })

  it('is refused when it is no expression, repeats too often or is too long', () => {
    expect(patternFault('[a-z')).toMatch(/missing closing \]/)
    expect(patternFault('(x{1000}){1000}')).toMatch(/invalid repeat count/)
    expect(patternFault('a'.repeat(LONGEST_PATTERN + 1))).toMatch(/at most 500 characters, found 501/)
  })

  it('holds the whole value, or finds a part of it', () => {
    expect(fitsPattern('\\d{1,4}', '2024')).toBe(true)
    expect(fitsPattern('\\d{1,4}', '20245')).toBe(false)
    expect(fitsPattern('a|b', 'ab')).toBe(false)
    expect(findsPattern('\\d', 'a1b')).toBe(true)
    expect(findsPattern('^\\d+$', 'a1b')).toBe(false)
  })

  it('takes letters of every script', () => {
    expect(fitsPattern('[\\p{L} ]+', 'شركة النور')).toBe(true)
    expect(fitsPattern('[\\p{L} ]+', 'חברה בע')).toBe(true)
  })
})
