import { describe, expect, it } from 'vitest'
import { standingWords } from '../../../renderer/cards/promise-words.ts'
import { returnWords } from '../../../renderer/cards/snooze-words.ts'
import { percent } from '../../../renderer/parts/number.ts'
import { dayRows, watchWords } from '../../../renderer/screens/day/day-rows.ts'
import { colleagueNamed } from '../../../renderer/screens/queue/act/hand-over.tsx'
import type { Day } from '../../../shared/desk/day.ts'
import { DAY } from '../../../shared/trigger/duration.ts'

const ISSUE = { issueId: 7, accountId: 3, accountName: 'Nordly', title: 'Parcel stationary' }
const NOTHING = { signals: 0, issues: 0, tickets: 0, notes: 0, closed: false }
const EMPTY: Day = {
  me: 'maya',
  since: 0,
  promises: [],
  mentioned: [],
  returned: [],
  watched: [],
  assigned: [],
  done: [],
}

describe('the rows of a day', () => {
  it('begin with what was promised and end with what is assigned', () => {
    const returned = { by: 'maya', at: 5, why: 'risk' as const, from: 0.3, to: 0.4 }
    const day: Day = {
      ...EMPTY,
      assigned: [{ ...ISSUE, dueAt: 9 }],
      returned: [{ ...ISSUE, returned }],
      watched: [{ ...ISSUE, issueId: null, title: null, ...NOTHING, tickets: 2 }],
      mentioned: [{ ...ISSUE, noteId: 4, author: 'kim', at: 6, text: 'Ask @maya' }],
    }
    expect(dayRows(day).map(({ group, note, seen }) => [group, note, seen])).toEqual([
      ['mentioned', 'kim', { notes: [4] }],
      ['returned', `risk ${percent(0.3)} → ${percent(0.4)}`, { returned: [7] }],
      ['watched', '2 new tickets', { watched: [{ accountId: 3 }] }],
      ['assigned', null, null],
    ])
  })

  it('say everything that changed about what is watched', () => {
    expect(watchWords({ ...ISSUE, ...NOTHING, closed: true, signals: 1, notes: 2 })).toBe(
      'closed, 1 new signal, 2 new notes',
    )
  })
})

it('an issue that returned says by how much it got worse', () => {
  expect(returnWords({ why: 'date', from: null, to: null })).toBe('back: its date')
  expect(returnWords({ why: 'signal', from: null, to: null })).toBe('back: new signal')
  expect(returnWords({ why: 'band', from: 2, to: 0 })).toBe('back: due today')
  expect(returnWords({ why: 'value', from: 100, to: 150 })).toBe(`back: ${percent(0.5)} more at stake`)
  expect(returnWords({ why: 'value', from: 0, to: 150 })).toBe('back: more at stake')
})

it('a promise warns a day before it lapses, and asks first', () => {
  const words = (dueAt: number, state: 'open' | 'proposed' = 'open') => standingWords({ dueAt, state }, 0).text
  expect([words(2 * DAY), words(DAY), words(0), words(-DAY, 'proposed')]).toEqual([
    'promised',
    'due soon',
    'lapsed',
    'confirm?',
  ])
})

it('a colleague is meant by the whole name first, then by its beginning', () => {
  const people = ['Kim Larsen', 'Kim', 'maya']
  expect(colleagueNamed('kim', people)).toBe('Kim')
  expect(colleagueNamed('kim l', people)).toBe('Kim Larsen')
  expect(colleagueNamed('MA', people)).toBe('maya')
  expect(colleagueNamed('', people)).toBeNull()
  expect(colleagueNamed('zoe', people)).toBeNull()
})
