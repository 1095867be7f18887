import { expect, test } from 'vitest'
import { compact, size } from '../../../renderer/parts/number.ts'

test('a count in little room has the unit of its rounded figure', () => {
  const words = [0, 999, 1_000, 1_240, 99_949, 99_950, 999_499, 999_500, 999_999, 1_000_000].map(compact)
  expect(words).toEqual(['0', '999', '1.0k', '1.2k', '99.9k', '100k', '999k', '1.0M', '1.0M', '1.0M'])
})

test('so has a size', () => {
  expect([1, 999_000, 999_001, 999_949_999, 999_950_000].map(size)).toEqual([
    '1 kB',
    '999 kB',
    '1.0 MB',
    '999.9 MB',
    '1.0 GB',
  ])
})
