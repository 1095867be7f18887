import { expect, it } from 'vitest'
import { issueRowKeys } from '../../../renderer/screens/queue/list/row-keys.ts'
import type { Place } from '../../../renderer/screens/queue/list/sections.ts'

const row = (offset: number, id?: number): { place: Place; id: number | undefined } => ({
  place: { kind: 'row', band: 'today', offset, position: offset },
  id,
})

it('an element stays with its issue when another one comes in above it', () => {
  const [, before] = issueRowKeys([row(0, 7), row(1, 8)])
  const [, , after] = issueRowKeys([row(0, 5), row(1, 7), row(2, 8)])
  expect(after).toBe(before)
})

it('no two elements are called the same, also while an issue is in two pages of different moments', () => {
  const head: Place = { kind: 'header', band: 'today', count: 9 }
  const keys = issueRowKeys([{ place: head, id: undefined }, row(0, 7), row(1), row(2, 7), row(3), row(4, 8)])
  expect(new Set(keys).size).toBe(keys.length)
})
