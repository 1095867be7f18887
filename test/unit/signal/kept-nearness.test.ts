import { expect, it } from 'vitest'
import { keptNearness, type ReadNearness } from '../../../main/signal/backtest/kept-nearness.ts'
import { starterTriggers } from '../../../main/signal/door.ts'

const [definition] = starterTriggers()
if (!definition) throw new Error('there are starter triggers')
const span = (account: number) => ({ account, from: 0, to: 10 })

function aReplay() {
  const asked: number[][] = []
  const replayed: ReadNearness = (_, spans) => {
    asked.push(spans.map(({ account }) => account))
    return spans.map(({ account }) => (account % 2 === 0 ? 'held' : null))
  }
  return { asked, kept: keptNearness(replayed) }
}

it('replays what it has not replayed before, and answers in the order of the question', () => {
  const { asked, kept } = aReplay()
  const trigger = { definition, version: 1, enabled: true }
  expect(kept(7)(trigger, [1, 2].map(span))).toEqual([null, 'held'])
  expect(kept(7)(trigger, [4, 2, 1].map(span))).toEqual(['held', 'held', null])
  expect(asked).toEqual([[1, 2], [4]])
})

it('replays all again once the data or the trigger are others', () => {
  const { asked, kept } = aReplay()
  const trigger = { definition, version: 1, enabled: true }
  kept(7)(trigger, [1].map(span))
  kept(7)({ ...trigger, version: 2 }, [1].map(span))
  kept(8)(trigger, [1].map(span))
  kept(8)(trigger, [1].map(span))
  expect(asked).toEqual([[1], [1], [1]])
})
