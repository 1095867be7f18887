import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createEngineClient } from '../../../renderer/api/client.tsx'
import { askFirst } from '../../../renderer/screens/queue/list/ask-first.ts'
import { PAGE } from '../../../renderer/screens/queue/list/sections.ts'
import { useSelection } from '../../../renderer/state/selection.ts'

// Other tests of this process may have left another view.
beforeEach(() => useSelection.setState(useSelection.getInitialState()))
afterEach(() => vi.unstubAllGlobals())

/** What is asked at an address of the page before anything is drawn, in its order. */
function askedAt(hash: string, search = '') {
  const asked: [string, unknown][] = []
  const engine = createEngineClient({
    call: (path, input) => {
      asked.push([path.join('.'), input])
      return new Promise(() => {})
    },
  })
  vi.stubGlobal('window', { location: { hash, search } })
  askFirst(engine)
  return asked
}

it('asks for the first rows, and for what they wait for, before all else', () => {
  const first = [
    ['workspace.info', undefined],
    ['queue.counts', { view: 'now' }],
    ['queue.list', { view: 'now', band: 'today', offset: 0, limit: PAGE }],
  ]
  expect(askedAt('')).toEqual(first)
  expect(askedAt('#/queue')).toEqual(first)
})

it('asks for no rows where another screen opens, or an issue that was chosen', () => {
  expect(askedAt('#/triggers')).toEqual([])
  expect(askedAt('#/queue/12')).toEqual([])
})
