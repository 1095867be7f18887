import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { sparePages } from '../../../main/cache/spare-pages.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function watched() {
  const connection = new Database(':memory:')
  return { connection, asked: vi.spyOn(connection, 'pragma'), pages: sparePages(connection) }
}

it('gives pages back once, when nothing was written for five seconds', () => {
  const { asked, pages } = watched()
  for (let write = 0; write < 10; write++) {
    pages.wrote()
    vi.advanceTimersByTime(4_999)
    expect(asked).not.toHaveBeenCalled()
  }
  vi.advanceTimersByTime(1)
  expect(asked.mock.calls).toEqual([['shrink_memory']])
  vi.advanceTimersByTime(60_000)
  expect(asked).toHaveBeenCalledTimes(1)
})

it('does so again after more was written', () => {
  const { asked, pages } = watched()
  for (const _ of [1, 2]) {
    pages.wrote()
    vi.advanceTimersByTime(5_000)
  }
  expect(asked).toHaveBeenCalledTimes(2)
})

it('asks nothing of a connection that was closed, or after it was stopped', () => {
  const { connection, asked, pages } = watched()
  pages.wrote()
  connection.close()
  vi.advanceTimersByTime(5_000)
  const other = watched()
  other.pages.wrote()
  other.pages.stop()
  vi.advanceTimersByTime(5_000)
  expect([...asked.mock.calls, ...other.asked.mock.calls]).toEqual([])
})
