import { expect, it } from 'vitest'
import { createPointer } from '../../../renderer/shell/resting-pointer.ts'

const at = (screenX: number, screenY: number, isTrusted = true) => ({ screenX, screenY, isTrusted })

it('a pointer rests where it was last moved to, or where nobody has moved it', () => {
  const pointer = createPointer()
  expect(pointer.rests(at(10, 10))).toBe(true)
  pointer.moves(at(10, 10))
  // What comes up beneath it, and the movement that the browser makes up for it.
  expect(pointer.rests(at(10, 10))).toBe(true)
  pointer.moves(at(10, 10))
  expect(pointer.rests(at(10, 10))).toBe(true)
  // A person comes to it: first what is entered, then the movement itself.
  expect(pointer.rests(at(11, 10))).toBe(false)
  pointer.moves(at(11, 10))
  expect(pointer.rests(at(11, 10))).toBe(true)
})

it('what a program points at is never taken for a pointer that rests', () => {
  expect(createPointer().rests(at(0, 0, false))).toBe(false)
})
