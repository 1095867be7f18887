import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { followSelection } from '../../../renderer/screens/queue/list/follow.ts'
import { bindPlace, readPlace, writePlace } from '../../../renderer/state/place.ts'
import type { Address } from '../../../renderer/state/route.ts'
import { useSelection } from '../../../renderer/state/selection.ts'

/** An address bar with links, a history and other screens, as the browser has it. */
function anAddressBar() {
  const listeners = new Set<() => void>()
  const history: (string | null)[] = [null]
  const tell = () => {
    for (const changed of [...listeners]) changed()
  }
  const address: Address = {
    read: () => history.at(-1) ?? null,
    replace: rest => {
      history[history.length - 1] = rest
      tell()
    },
    subscribe: changed => {
      listeners.add(changed)
      return () => void listeners.delete(changed)
    },
  }
  return {
    address,
    /** A link or a look-up: the browser says nothing when the address stays the same. */
    go: (rest: string) => {
      if (address.read() === rest) return
      history.push(rest)
      tell()
    },
    back: () => {
      if (history.length < 2) return
      history.pop()
      tell()
    },
  }
}

const untouched = useSelection.getState()
beforeEach(() => useSelection.setState(untouched, true))

const inView = () => useSelection.getState().id

/** The list: ten issues, the first of which is shown until a person chooses. */
const LISTED = [11, 12, 13, 14, 15, 16, 17, 18, 19, 20]
function listChanges(gone: number, own = false): void {
  const rows = LISTED.filter(id => id !== gone)
  const { id, position, pinned, returning, chosen } = useSelection.getState()
  const listed = {
    rows: rows.length,
    idAt: (at: number) => rows[at] ?? null,
    positionOf: (wanted: number) => (rows.includes(wanted) ? rows.indexOf(wanted) : null),
    own,
    untouched: !chosen,
  }
  useSelection.setState(followSelection({ position, id, pinned: pinned && chosen, returning }, listed))
}

type Step =
  | { look: string }
  | { back: true }
  | { move: number }
  | { undo: number }
  /** `own`: by the person's own command, after which the next row is shown, unless something was looked up. */
  | { list: number; own: boolean }
  | { screen: true }
  | { view: 'now' | 'acting' }

const issue = fc.integer({ min: 11, max: 22 })
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ look: issue.map(String) }),
  fc.record({ back: fc.constant<true>(true) }),
  fc.record({ move: fc.integer({ min: 0, max: 9 }) }),
  fc.record({ undo: issue }),
  fc.record({ list: issue, own: fc.boolean() }),
  fc.record({ screen: fc.constant<true>(true) }),
  fc.record({ view: fc.constantFrom<'now' | 'acting'>('now', 'acting') }),
)

describe('the address and the selection of the queue', () => {
  it('never name two different things, and what was looked up is what is in view', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), steps => {
        useSelection.setState(untouched, true)
        const bar = anAddressBar()
        let unbind = bindPlace(bar.address, useSelection)
        for (const one of steps) {
          if ('look' in one) {
            bar.go(one.look)
            expect(String(inView())).toBe(one.look)
          } else if ('back' in one) bar.back()
          else if ('move' in one) {
            useSelection.getState().select(one.move, LISTED[one.move] ?? null)
            expect(inView()).toBe(LISTED[one.move])
          } else if ('undo' in one) {
            useSelection.getState().bringBack(one.undo)
            expect(inView()).toBe(one.undo)
          } else if ('list' in one) {
            const before = useSelection.getState()
            listChanges(one.list, one.own)
            // What a person asked for stays in view while the list changes around it.
            if (before.pinned && !before.returning) expect(inView()).toBe(before.id)
            // The next key goes on from there.
            const { id, position, returning } = useSelection.getState()
            const row = LISTED.filter(other => other !== one.list).indexOf(id ?? 0)
            if (row >= 0 && !returning) expect(position).toBe(row)
          } else if ('screen' in one) {
            unbind()
            unbind = bindPlace(bar.address, useSelection)
          } else useSelection.getState().setView(one.view)
          expect(bar.address.read()).toBe(writePlace(useSelection.getState()))
        }
        unbind()
      }),
      { numRuns: 400 },
    )
  })

  it('an issue is shown although nobody has selected a row before', () => {
    const bar = anAddressBar()
    const unbind = bindPlace(bar.address, useSelection)
    listChanges(0)
    bar.go('22')
    listChanges(0)
    expect(inView()).toBe(22)
    unbind()
  })

  it('the same issue can be looked up again after moving on', () => {
    const bar = anAddressBar()
    const unbind = bindPlace(bar.address, useSelection)
    bar.go('22')
    useSelection.getState().select(1, 12)
    expect(bar.address.read()).toBe('12')
    bar.go('22')
    expect(inView()).toBe(22)
    unbind()
  })

  it('an address that names nothing is corrected', () => {
    for (const rest of ['', 'x', '0', '-1', '1.5', 'account-7', '12/3', '99999999999999999999'])
      expect([rest, readPlace(rest)]).toEqual([rest, null])
    expect(readPlace('12')).toBe(12)
  })
})
