import { expect, it } from 'vitest'
import { menuKeysOf } from '../../../../renderer/desktop/menu-keys.ts'
import { newsOf } from '../../../../renderer/desktop/news.ts'
import type { Day } from '../../../../shared/desk/day.ts'

const NOW = 1_700_000_000_000
const MINUTE = 60_000
type Listed = Pick<Day, 'assigned' | 'returned'>

const assigned = (issueId: number, dueAt: number | null = null): Day['assigned'][number] => ({
  ...{ issueId, accountId: issueId, accountName: `Account ${issueId}`, title: 'Card expires', dueAt },
})
const returned = (issueId: number): Day['returned'][number] => ({
  ...{ issueId, accountId: issueId, accountName: `Account ${issueId}`, title: 'Card expires' },
  returned: { by: 'kim', at: NOW, why: 'date', from: null, to: null },
})
const day = (part: Partial<Listed>): Listed => ({ assigned: [], returned: [], ...part })
/** What each look at the day finds new, one after the other. */
function looks(...days: Listed[]): string[][] {
  let told: ReturnType<typeof newsOf>['told'] | null = null
  return days.map(one => {
    const next = newsOf(one, NOW, told)
    told = next.told
    return next.news.map(({ kind, issueId }) => `${kind} ${issueId}`)
  })
}

it('what was there at the first look is no news, and what joins it is news once', () => {
  const first = day({ assigned: [assigned(1)], returned: [returned(2)] })
  const later = day({ assigned: [assigned(1), assigned(3)], returned: [returned(2), returned(4)] })
  expect(looks(first, later, later)).toEqual([[], ['assigned 3', 'returned 4'], []])
})

it('what is too late within the hour is news at the first look already, and once', () => {
  const due = day({
    assigned: [assigned(1, NOW + 59 * MINUTE), assigned(2, NOW + 61 * MINUTE), assigned(3, NOW - MINUTE)],
  })
  expect(looks(due, due)).toEqual([['due 1'], []])
})

it('an issue that goes and comes again is news again', () => {
  const here = day({ returned: [returned(1)] })
  expect(looks(day({}), here, day({}), here)).toEqual([[], ['returned 1'], [], ['returned 1']])
})

it('what comes in quiet hours is news when they end, if it is still there', () => {
  let told: ReturnType<typeof newsOf>['told'] | null = null
  const look = (one: Listed, isQuiet: boolean, now = NOW) => {
    const next = newsOf(one, now, told, isQuiet)
    told = next.told
    return next.news.map(({ kind, issueId }) => `${kind} ${issueId}`)
  }
  const first = day({ assigned: [assigned(1), assigned(2, NOW + 30 * MINUTE)], returned: [returned(5)] })
  const night = day({ assigned: [...first.assigned, assigned(3), assigned(4)], returned: [returned(5), returned(6)] })
  const morning = day({ assigned: [...first.assigned, assigned(3)], returned: [returned(5), returned(6)] })
  expect(look(first, true)).toEqual([])
  expect(look(night, true)).toEqual([])
  expect(look(morning, true)).toEqual([])
  expect(look(morning, false)).toEqual(['assigned 3', 'due 2', 'returned 6'])
  expect(look(morning, false)).toEqual([])
  // What was told before the hours began is not told again, and what became too late in them is not about to be.
  expect(look(morning, true)).toEqual([])
  expect(look(morning, false, NOW + 31 * MINUTE)).toEqual([])
})

it('the menu bar lists what the list of keys lists', () => {
  const run = () => undefined
  const keys = [
    { group: 'Act', label: 'claim', keys: 'c', run },
    { group: 'Act', label: 'next', keys: 'arrowdown', hidden: true, run },
  ]
  expect(menuKeysOf(keys)).toEqual([{ group: 'Act', label: 'claim', keys: 'c' }])
})
