import { afterEach, describe, expect, it } from 'vitest'
import { newAbove } from '../../../renderer/api/new-above.ts'
import { reachSaid } from '../../../renderer/screens/queue/list/reach-mark.tsx'
import { caseWords, productWords } from '../../../renderer/screens/queue/list/row-words.ts'
import { movedTo } from '../../../renderer/screens/queue/list/shape/choice-list.tsx'
import { chipsOf, optionWords } from '../../../renderer/screens/queue/list/shape/filter-words.ts'
import { minutesOf, moreWords, workWords } from '../../../renderer/screens/queue/list/shape/hours-panel.tsx'
import { viewShapeOf } from '../../../renderer/screens/queue/list/shape/save-view.tsx'
import { isPicked, togglePick, withoutFields } from '../../../renderer/screens/queue/list/shape/toggle-pick.ts'
import { useSelection } from '../../../renderer/state/selection.ts'
import { isByPriority, isShaped } from '../../../shared/desk/pick.ts'
import { STANDARD_VIEWS } from '../../../shared/desk/saved-view.ts'
import { HOUR } from '../../../shared/trigger/duration.ts'

// Other files of tests run in this process, and one looks at what is asked without a filter.
afterEach(() => useSelection.setState(useSelection.getInitialState(), true))

const NOW = Date.UTC(2026, 10, 20, 12)
const WORDS = { currency: 'EUR', named: (_: string, value: string) => `“${value}”` }

describe('a filter that is built', () => {
  it('adds a value to those of its facet, and takes it away again', () => {
    const one = togglePick({}, 'plan', 'Pro')
    const two = togglePick(one, 'plan', 'Starter')
    expect(two).toEqual({ plans: ['Pro', 'Starter'] })
    expect(isPicked(two, 'plan', 'Starter')).toBe(true)
    expect(togglePick(togglePick(two, 'plan', 'Pro'), 'plan', 'Starter')).toEqual({})
  })

  it('has one value of a facet of amounts, and the other conditions stay', () => {
    const pick = togglePick(togglePick({ plans: ['Pro'] }, 'risk', '0.3'), 'risk', '0.5')
    expect(pick).toEqual({ plans: ['Pro'], riskFrom: 0.5 })
    expect(togglePick(pick, 'risk', '0.5')).toEqual({ plans: ['Pro'] })
    expect(togglePick({}, 'claimed', '')).toEqual({ claimedBy: [''] })
  })

  it('says each condition in words that name what it is about', () => {
    const pick = { riskFrom: 0.5, valueFrom: 50_000, claimedBy: [''], deadlines: ['overdue', 'hour'] } as const
    const chips = chipsOf({ ...pick, claimedBy: [''], deadlines: ['overdue', 'hour'], triggers: ['t'] }, WORDS)
    expect(chips.map(({ words }) => words.replace(/\u00a0/g, ' '))).toEqual([
      '“t”',
      'Overdue or Within the hour',
      'Risk ≥ 50 %',
      'Value ≥ €500',
      'Claimed by nobody',
    ])
  })

  it('has a chip for every condition, so that none filters unseen', () => {
    const whole = {
      ...{ categories: ['usage'], triggers: ['t'], bands: ['today'], deadlines: ['hour'], riskFrom: 0, riskTo: 1 },
      ...{ valueFrom: 0, valueTo: 1, minutesTo: 0, state: 'open', claimedBy: ['a'], plans: ['p'], countries: ['c'] },
      ...{ reach: ['now'], openedWithin: 1, harmful: true, accountId: 1 },
    } as const
    const pick = structuredClone(whole) as unknown as Parameters<typeof chipsOf>[0]
    const fields = chipsOf(pick, WORDS).flatMap(chip => chip.fields)
    expect(fields.toSorted()).toEqual(Object.keys(whole).toSorted())
    expect(withoutFields(pick, fields)).toEqual({})
  })

  it('names values that have no name of their own', () => {
    const words = (facet: Parameters<typeof optionWords>[0], value: string) =>
      optionWords(facet, { value, label: null, n: 1 }, 'EUR').replace(/\u00a0/g, ' ')
    expect(words('claimed', '')).toBe('Nobody')
    expect(words('risk', '0.3')).toBe('30 % or more')
    expect(words('value', '50000')).toBe('€500 a month or more')
    expect(words('opened', String(HOUR))).toBe('In the last 1 h')
  })
})

describe('the shape of a list', () => {
  it('is plain by priority alone, and otherwise asked of the desk', () => {
    expect(isShaped({})).toBe(false)
    expect(isShaped({ pick: {}, sort: { by: 'priority', turned: false } })).toBe(false)
    expect(isShaped({ pick: { riskFrom: 0.1 } })).toBe(true)
    expect(isShaped({ sort: { by: 'priority', turned: true } })).toBe(true)
    expect(isShaped({ group: 'account' })).toBe(true)
  })

  it('has sections by due date only in order of priority', () => {
    expect(isByPriority({ sort: { by: 'priority', turned: false } })).toBe(true)
    expect(isByPriority({ sort: { by: 'age', turned: false } })).toBe(false)
    expect(isByPriority({ group: 'account' })).toBe(false)
  })

  it('is saved without what names single rows, and with the chosen category', () => {
    useSelection.getState().openView('now', STANDARD_VIEWS[0].shape)
    useSelection.getState().setPick({ riskFrom: 0.3, accountId: 4, issueIds: [7] })
    useSelection.getState().setCategory('billing')
    expect(viewShapeOf(useSelection.getState())).toEqual({
      ...{ view: 'now', pick: { riskFrom: 0.3, categories: ['billing'] }, sort: null, group: null },
    })
  })

  it('is all taken away by clearing the filter, the view stays', () => {
    useSelection.getState().openView('x', { view: 'mine', pick: { riskFrom: 1 }, sort: null, group: 'account' })
    useSelection.getState().clearFilter()
    expect(useSelection.getState()).toMatchObject({ view: 'mine', pick: {}, sort: null, group: null, viewId: null })
  })

  it('of every standard view has a key of its own', () => {
    expect(new Set(STANDARD_VIEWS.map(({ key }) => key)).size).toBe(STANDARD_VIEWS.length)
  })
})

describe('work for some minutes', () => {
  const work = {
    ...{ minutes: 90, issueIds: [1, 2], used: 84, effectMinor: 123_400, currency: 'EUR', considered: 9, blocked: 3 },
    more: { effectMinor: 60_000, issues: 4 },
  }

  it('reads minutes and hours', () => {
    expect(['90', '1.5 h', '2h', '45 min', '1,5h'].map(minutesOf)).toEqual([90, 90, 120, 45, 90])
    expect(['', '0', 'soon', '9999', '-5'].map(minutesOf)).toEqual([null, null, null, null, null])
  })

  it('says what it keeps and what one more hour would add', () => {
    expect(workWords(work)).toBe('2 issues in 84 of 90 min, expected to keep €1,234 a month.')
    expect(moreWords(work)).toBe('One more hour would add €600 by 4 issues.')
    expect(moreWords({ ...work, more: { effectMinor: 0, issues: 0 } })).toBe('One more hour would add nothing.')
    expect(workWords({ ...work, issueIds: [] })).toBe('Nothing that can be started fits into 90 min.')
  })
})

describe('a row', () => {
  it('says in a word whether it can be acted on now', () => {
    expect(reachSaid({ reach: 'now', at: null }, NOW, 'UTC').word).toBe('ready')
    expect(reachSaid({ reach: 'later', at: NOW + 3 * HOUR }, NOW, 'UTC').word).toBe('in 3 h')
    expect(reachSaid({ reach: 'refused', at: null }, NOW, 'UTC').word).toBe('blocked')
  })

  it('begins with the case of the customer, not with the title that many share', () => {
    const row = { title: 'Parcel stuck', detail: 'Stationary 61 h in Padborg', signalCount: 2 }
    expect(caseWords(row)).toBe('Stationary 61 h in Padborg · Parcel stuck · 2 signals')
    expect(caseWords({ ...row, detail: null, signalCount: 1 })).toBe('Parcel stuck')
  })

  it('shows what its priority is the product of', () => {
    const terms = { treatability: 0.38, valueMinor: 124_000, currency: 'EUR', urgency: 1.6, minutes: 6 }
    expect(productWords({ risk: 0.62, terms })).toBe('0.62 risk × 0.38 treatable × €1,240 × 1.6 ÷ 6 min')
  })
})

describe('rows that come in while somebody works', () => {
  const page = (offset: number, shown: number[], now: number[], band: 'today' | 'week' = 'today') => ({
    ...{ band, offset, shown, now },
  })

  it('are counted above the selected row only', () => {
    expect(newAbove([page(0, [1, 2, 3], [9, 1, 8, 2, 7, 3])], 2)).toBe(2)
    expect(newAbove([page(0, [1, 2], [9, 1, 2]), page(0, [5], [8, 5], 'week')], 1)).toBe(1)
    expect(newAbove([page(0, [1, 2], [9, 1, 2]), page(0, [5], [8, 5], 'week')], 5)).toBe(2)
  })

  it('are none where rows only left', () => {
    expect(newAbove([page(0, [1, 2, 3], [2, 3])], 3)).toBe(0)
  })
})

describe('the keys of a menu', () => {
  it('move round at both ends, and other keys do not move', () => {
    expect(movedTo('ArrowDown', 2, 3)).toBe(0)
    expect(movedTo('ArrowUp', 0, 3)).toBe(2)
    expect(movedTo('End', 0, 3)).toBe(2)
    expect(movedTo('a', 0, 3)).toBeNull()
    expect(movedTo('ArrowDown', 0, 0)).toBeNull()
  })
})
