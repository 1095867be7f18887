import { describe, expect, it } from 'vitest'
import {
  causeByDecision,
  causeByReplay,
  type IssueFact,
  type ReplayedTrigger,
  type TroubleFacts,
} from '../../../../main/measure/missed/cause.ts'
import { DAY } from '../../../../shared/trigger/duration.ts'
import { NOON } from '../../../helpers/builders.ts'

const facts = (some: Partial<TroubleFacts> = {}): TroubleFacts => ({
  ...{ at: NOON, isWatched: true, acts: [], issues: [], capped: [], hasFacts: true, isSupplied: true },
  ...some,
})
const issue = (some: Partial<IssueFact> = {}): IssueFact => ({
  ...{ id: 7, openedAt: NOON - 3 * DAY, closedAt: null, closedBecause: null, snoozes: [] },
  ...some,
})
const trigger = (some: Partial<ReplayedTrigger> = {}): ReplayedTrigger => ({
  ...{ title: 'Silent', was: 'holds', watched: true, fired: null },
  ...some,
})
const decided = (some: Partial<TroubleFacts>) => causeByDecision(facts(some))?.ending ?? null
const replayed = (triggers: ReplayedTrigger[], some: Partial<TroubleFacts> = {}) =>
  causeByReplay(facts(some), triggers).ending

describe('by decisions', () => {
  it('an issue that is open when they come was there', () => {
    expect(decided({ issues: [issue()] })).toBe('had_issue')
  })

  it('an issue that opens at the very moment was not there before them', () => {
    expect(decided({ issues: [issue({ openedAt: NOON })] })).toBeNull()
  })

  it('what was written within the window outweighs the open issue', () => {
    const act = { issueId: 7, arm: 'treatment', at: NOON - DAY, until: NOON + DAY } as const
    expect(decided({ issues: [issue()], acts: [act] })).toBe('came_anyway')
    expect(decided({ issues: [issue()], acts: [{ ...act, arm: 'control' }] })).toBe('held_out')
    expect(decided({ issues: [issue()], acts: [{ ...act, until: NOON - 1 }] })).toBe('had_issue')
    expect(decided({ issues: [issue()], acts: [{ ...act, at: NOON }] })).toBe('had_issue')
  })

  it('what was written counts a while longer where its outcome was judged', () => {
    const act = { issueId: 7, arm: 'treatment', at: NOON - 20 * DAY, until: NOON - 6 * DAY } as const
    const judged = (closedAt: number) =>
      decided({ acts: [act], issues: [issue({ openedAt: NOON - 21 * DAY, closedAt, closedBecause: 'outcome:quiet' })] })
    expect(judged(NOON - 5 * DAY)).toBe('came_anyway')
    expect(judged(NOON - 15 * DAY)).toBeNull()
  })

  it('a snoozed issue does not count as open while it is out of the queue', () => {
    const snoozed = (until: number) => decided({ issues: [issue({ snoozes: [[NOON - DAY, until]] })] })
    expect(snoozed(NOON + DAY)).toBe('silenced')
    expect(snoozed(NOON - 1)).toBe('had_issue')
  })

  it('a dismissal counts for two weeks, and a condition that cleared is no dismissal', () => {
    const closed = (closedAt: number, closedBecause: string) =>
      decided({ issues: [issue({ openedAt: NOON - 30 * DAY, closedAt, closedBecause })] })
    expect(closed(NOON - DAY, 'false_positive')).toBe('silenced')
    expect(closed(NOON - 15 * DAY, 'false_positive')).toBeNull()
    expect(closed(NOON - DAY, 'cleared')).toBeNull()
  })

  it('an account that a daily cap held back was silenced', () => {
    expect(decided({ capped: ['Silent'] })).toBe('silenced')
  })

  it('without any fact, or without what the triggers look at, no source covers it', () => {
    expect(decided({ hasFacts: false })).toBe('no_source')
    expect(decided({ isSupplied: false })).toBe('no_source')
  })

  it('before the console watched, issues that were found later say nothing', () => {
    expect(decided({ isWatched: false, issues: [issue()] })).toBeNull()
  })
})

describe('by a replay', () => {
  it('what holds by today’s data and had not fired came too late', () => {
    expect(replayed([trigger()])).toBe('too_late')
  })

  it('a trigger that was turned on later did not look', () => {
    expect(replayed([trigger({ watched: false })])).toBe('no_trigger')
    expect(replayed([trigger({ watched: false }), trigger()])).toBe('too_late')
  })

  it('a firing whose condition cleared is below its threshold, and one that a person closed is silenced', () => {
    const closed = (closedBecause: string) =>
      replayed([trigger({ fired: { id: 7, closedAt: NOON - DAY, closedBecause } })])
    expect(closed('cleared')).toBe('below')
    expect(closed('wrong_account')).toBe('silenced')
  })

  it('a trigger that would have fired with half its thresholds was too strict', () => {
    expect(replayed([trigger({ was: 'near' })])).toBe('below')
    expect(replayed([])).toBe('no_trigger')
  })

  it('before the console watched, a condition that held until they came stands for an issue', () => {
    const before = { isWatched: false }
    expect(replayed([trigger({ was: 'near' }), trigger()], before)).toBe('had_issue')
    expect(replayed([trigger({ was: 'held' })], before)).toBe('below')
    expect(replayed([trigger({ was: 'near' })], before)).toBe('below')
  })
})
