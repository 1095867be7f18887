import { expect, it } from 'vitest'
import { byText } from '../../shared/text/text-order.ts'

it('orders texts by their code units, and leaves equal ones as they are', () => {
  expect(['b', 'Z', 'ä', 'a', '', 'ab'].sort(byText)).toEqual(['', 'Z', 'a', 'ab', 'b', 'ä'])
  expect(byText('a', 'a')).toBe(0)
})
