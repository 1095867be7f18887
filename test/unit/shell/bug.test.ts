import { expect, it } from 'vitest'
import { describeBug } from '../../../shared/bug.ts'

it('a bug is described by its kind, its code and where it was thrown, never by its words', () => {
  const error = Object.assign(
    new TypeError('no account for jane@doe.example\n    at Jane (/home/jane/secret.ts:1:1)'),
    {
      code: 'ERR_X',
    },
  )
  const line = describeBug(error)
  expect(line).toMatch(/^TypeError ERR_X ← .*bug\.test\.ts:\d+:\d+/)
  expect(line).not.toMatch(/jane|Jane|\/home/)
})

it.each([
  ['a string', 'string'],
  [null, 'null'],
  [{ name: 'jane' }, 'object'],
])('what is thrown without being an error is named by its type only (%j)', (thrown, type) =>
  expect(describeBug(thrown)).toBe(`a thrown ${type}`),
)
