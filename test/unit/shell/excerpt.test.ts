import { expect, it } from 'vitest'
import { excerpt } from '../../../main/shell/excerpt.ts'

it('leaves a short text alone and cuts one that no message box can show', () => {
  expect(excerpt('Faster queue.\nFixes.')).toBe('Faster queue.\nFixes.')
  expect(excerpt('line\n'.repeat(50))).toBe(`${'line\n'.repeat(20).trimEnd()} …`)
  expect(excerpt('x'.repeat(2_000))).toBe(`${'x'.repeat(1_500)} …`)
})
