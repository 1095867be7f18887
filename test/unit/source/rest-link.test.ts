import { expect, it } from 'vitest'
import { nextLink } from '../../../main/source/rest/position.ts'

it.each([
  ['<https://a.example/?p=2>; rel="next"', 'https://a.example/?p=2'],
  ['<https://a.example/?p=1>; rel="prev", <https://a.example/?p=3>; rel=next', 'https://a.example/?p=3'],
  ['<a>; title="x, y; z"; rel="last next"', 'a'],
  ['<a>; rel="NEXT"; results="true"; cursor="0:100:0"', 'a'],
  ['<a>; rel="next"; results="false"; cursor="0:100:0"', null],
  ['<a>; rel="nextish"', null],
  ['<a>', null],
  ['', null],
  ['rel="next"', null],
])('%s leads to %s', (header, next) => expect(nextLink(header)).toBe(next))

it('a header that is all brackets is read in no time', () => expect(nextLink('<'.repeat(64_000))).toBeNull())
