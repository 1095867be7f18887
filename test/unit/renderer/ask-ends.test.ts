import { expect, it } from 'vitest'
import { createEngineClient } from '../../../renderer/api/client.tsx'
import { askEnds } from '../../../renderer/screens/queue/list/ask-ends.ts'
import { layOut, PAGE, type Section } from '../../../renderer/screens/queue/list/sections.ts'

interface Input {
  id?: number
  band?: string
  offset?: number
  issueIds?: number[]
}

/** An engine whose rows are numbered through; it notes all that it is asked. */
function engineOf(sections: readonly Section[]) {
  const asked: [string, Input][] = []
  const layout = layOut(sections)
  const engine = createEngineClient({
    call: async (path, given) => {
      const name = path.join('.')
      const input = given as Input
      asked.push([name, input])
      if (name === 'queue.list') {
        const first = layout.positionOf(input.band as 'today', input.offset ?? 0)
        const count = sections.find(({ band }) => band === input.band)?.count ?? 0
        const rows = Math.min(PAGE, count - (input.offset ?? 0))
        return Array.from({ length: rows }, (_, n) => ({ id: first + n + 1, state: n === 0 ? 'acting' : 'open' }))
      }
      if (name === 'issue.get')
        return { row: { id: input.id, state: 'open', category: 'usage' }, account: { id: 70 }, suggestions: [] }
      return name === 'account.timeline' ? { entries: [], total: 0 } : []
    },
  })
  const of = (name: string) => asked.filter(([one]) => one === name).map(([, input]) => input)
  return { of, ask: () => askEnds(engine, { view: 'now' }, layout) }
}

it('the first and the last rows are asked for, what may be started of them, and the issues at both ends', async () => {
  const { of, ask } = engineOf([
    { band: 'today', count: 5 },
    { band: 'later', count: 310 },
  ])
  await ask()
  expect(of('queue.list').map(({ band, offset }) => `${band} ${offset}`)).toEqual([
    'today 0',
    'later 0',
    'later 200',
    'later 300',
  ])
  expect(of('issue.get').map(({ id }) => id)).toEqual([1, 315])
  // The first row of each page is acted on, so nothing is to be started of it.
  expect(of('worklist.reach').map(({ issueIds = [] }) => [issueIds.length, issueIds.at(-1)])).toEqual([
    [4, 5],
    [99, 105],
    [99, 305],
    [9, 315],
  ])
})

it('what was asked is not asked once more, and an empty list has no ends', async () => {
  const one = engineOf([{ band: 'later', count: 150 }])
  await one.ask()
  await one.ask()
  expect(one.of('queue.list')).toHaveLength(2)
  expect(one.of('issue.get')).toHaveLength(2)
  const none = engineOf([])
  await none.ask()
  expect(none.of('queue.list')).toEqual([])
})
