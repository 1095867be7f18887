import { expect, it } from 'vitest'
import { rowsDrawn } from '../../../renderer/screens/outbox/rest-rows.tsx'

it('draws no more rows than there are, nor fewer than a person has seen', () => {
  expect(rowsDrawn(7, 30, -1)).toBe(7)
  expect(rowsDrawn(100, 30, -1)).toBe(30)
  expect(rowsDrawn(100, 70, 3)).toBe(70)
})

it('the row that a key leads to is always drawn, to the last', () => {
  for (let at = -1; at < 99; at++) expect(rowsDrawn(100, 30, at)).toBeGreaterThan(at + 1)
  expect(rowsDrawn(100, 30, 99)).toBe(100)
})
