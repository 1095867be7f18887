import { describe, expect, it } from 'vitest'
import type { Command } from '../../../main/cache/journal.ts'
import { commandsByName, undo } from '../../../main/cache/journal.ts'
import type { Given } from '../../../main/cache/uid.ts'
import { removeView, saveView, viewCommands, viewsOf } from '../../../main/queue/desk/views.ts'
import { MOST_VIEWS, type ViewShape } from '../../../shared/desk/saved-view.ts'
import { unwrap } from '../../../shared/result.ts'
import { aCache, type TestCache } from '../../helpers/cache.ts'
import { decideNow } from '../../helpers/decisions.ts'

const RISKY: ViewShape = { view: 'now', pick: { riskFrom: 0.5 }, sort: { by: 'age', turned: true }, group: 'account' }
const PLAIN: ViewShape = { view: 'mine', pick: {}, sort: null, group: null }

let decisions = 0
const decideIn = <Args, Value>({ writer }: TestCache, command: Command<Args, Value>, args: Given<Args>) =>
  decideNow(writer, command, args, { id: `d${String(++decisions).padStart(4, '0')}` })

const takeBack = ({ writer }: TestCache, n: number) =>
  writer.write('user', tx =>
    undo(tx, commandsByName(viewCommands), { id: `z${n}`, actor: 'maya', device: 'test', at: 1_000 + n }, undefined),
  )
const namesOf = ({ read }: TestCache, owner = 'maya') => viewsOf(read, owner).map(({ name }) => name)

describe('a view of the queue', () => {
  it('is saved with its filter, order and grouping, and an undo takes it away', async () => {
    const cache = aCache()
    unwrap(await decideIn(cache, saveView, { name: ' Risky ', shape: RISKY }))
    expect(viewsOf(cache.read, 'maya')).toMatchObject([{ name: 'Risky', owner: 'maya', shape: RISKY }])
    unwrap(await takeBack(cache, 1))
    expect(namesOf(cache)).toEqual([])
  })

  it('is changed and removed, and each of both comes back', async () => {
    const cache = aCache()
    const { id } = unwrap(await decideIn(cache, saveView, { name: 'Risky', shape: RISKY }))
    unwrap(await decideIn(cache, saveView, { id, name: 'Mine', shape: PLAIN }))
    expect(viewsOf(cache.read, 'maya')).toMatchObject([{ id, name: 'Mine', shape: PLAIN }])
    unwrap(await decideIn(cache, removeView, { id }))
    expect(namesOf(cache)).toEqual([])
    unwrap(await takeBack(cache, 1))
    expect(namesOf(cache)).toEqual(['Mine'])
    unwrap(await takeBack(cache, 2))
    expect(viewsOf(cache.read, 'maya')).toMatchObject([{ id, name: 'Risky', shape: RISKY }])
  })

  it('has a name that no other view of this colleague has', async () => {
    const cache = aCache()
    unwrap(await decideIn(cache, saveView, { name: 'Risky', shape: RISKY }))
    expect((await decideIn(cache, saveView, { name: 'risky', shape: PLAIN })).ok).toBe(false)
    expect(namesOf(cache)).toEqual(['Risky'])
  })

  it('that is gone is neither changed nor removed', async () => {
    const cache = aCache()
    expect((await decideIn(cache, removeView, { id: 'none' })).ok).toBe(false)
    expect((await decideIn(cache, saveView, { id: 'none', name: 'A', shape: PLAIN })).ok).toBe(false)
  })

  it.each([
    ['no JSON', 'not JSON', 'A damaged view', /not JSON/],
    [
      'an unknown list',
      '{"id":"x","name":"Late","owner":"maya","shape":{"view":"tomorrow"}}',
      'Late',
      /at shape\.view/,
    ],
  ])(
    'that is damaged (%s) hides no other, is listed with the reason, and can be removed',
    async (_, stored, name, why) => {
      const cache = aCache()
      unwrap(await decideIn(cache, saveView, { name: 'Risky', shape: RISKY }))
      cache.connection.prepare("INSERT INTO setting (key, value) VALUES ('view:x', ?)").run(stored)
      expect(viewsOf(cache.read, 'maya')).toMatchObject([
        { name: 'Risky', shape: RISKY, unreadable: null },
        { id: 'x', name, shape: null, unreadable: expect.stringMatching(why) },
      ])
      expect((await decideIn(cache, saveView, { id: 'x', name: 'A', shape: PLAIN })).ok).toBe(false)
      unwrap(await decideIn(cache, saveView, { name: 'Other', shape: PLAIN }))
      unwrap(await decideIn(cache, removeView, { id: 'x' }))
      expect(namesOf(cache)).toEqual(['Risky', 'Other'])
    },
  )

  it('that is damaged and a colleague’s own is not listed for others', () => {
    const cache = aCache()
    const stored = '{"id":"x","name":"Late","owner":"jo","shape":{"view":"tomorrow"}}'
    cache.connection.prepare("INSERT INTO setting (key, value) VALUES ('view:x', ?)").run(stored)
    expect(namesOf(cache)).toEqual([])
    expect(namesOf(cache, 'jo')).toEqual(['Late'])
  })

  it('is one of a number that a menu can hold', async () => {
    const cache = aCache()
    for (let n = 0; n < MOST_VIEWS; n++) unwrap(await decideIn(cache, saveView, { name: `View ${n}`, shape: PLAIN }))
    expect((await decideIn(cache, saveView, { name: 'One more', shape: PLAIN })).ok).toBe(false)
  })
})
