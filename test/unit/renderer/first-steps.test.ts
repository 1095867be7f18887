import { describe, expect, it } from 'vitest'
import { waitsForMorning } from '../../../renderer/screens/bulk/quiet-hours.tsx'
import { choicesOf } from '../../../renderer/screens/outage/outage-list.tsx'
import {
  callsWords,
  comingWords,
  coveredWords,
  messageWords,
  nobodyWords,
  reachedWords,
  reachShares,
  sureWords,
} from '../../../renderer/screens/outage/outage-words.ts'
import { endsInThePast, missingWords } from '../../../renderer/screens/sources/data-gaps-words.ts'
import type { DataGaps } from '../../../shared/desk/data-gaps.ts'
import { type ComponentView, type DeclaredOutage, MOST_SUSPECTED } from '../../../shared/desk/outage.ts'
import type { BulkSummary } from '../../../shared/intervention/bulk.ts'
import { DAY } from '../../../shared/trigger/duration.ts'
import { NOON } from '../../helpers/builders.ts'

const ALL_THERE: DataGaps = { synced: true, contacts: true, tickets: true, unreachable: 0, newestAt: NOON, silent: [] }

describe('what data lack', () => {
  it('is nothing where all is there, and nothing is said before the first sync', () => {
    expect(missingWords(ALL_THERE)).toEqual([])
    expect(missingWords({ ...ALL_THERE, synced: false, contacts: false, tickets: false })).toEqual([])
  })

  it('is said with what follows from it', () => {
    const [contacts, tickets] = missingWords({ ...ALL_THERE, contacts: false, tickets: false, unreachable: 97 })
    expect(contacts).toMatch(/no contacts, so nobody can be written to about 97 open issues\./)
    expect(tickets).toMatch(/^There are no tickets/)
    expect(missingWords({ ...ALL_THERE, unreachable: 1 })).toEqual([expect.stringMatching(/^1 open issue belong/)])
    expect(missingWords({ ...ALL_THERE, unreachable: 1_000 })[0]).toMatch(/^1,000 or more open issues/)
  })

  it('asks for the clock only where the data end days ago and nobody has chosen one', () => {
    const real = { clock: { mode: 'real' as const }, now: NOON + 4 * DAY }
    expect(endsInThePast(ALL_THERE, real)).toBe(true)
    expect(endsInThePast(ALL_THERE, { ...real, now: NOON + 3 * DAY })).toBe(false)
    expect(endsInThePast({ newestAt: null }, real)).toBe(false)
    expect(endsInThePast(ALL_THERE, { ...real, clock: { mode: 'fixed', at: NOON } })).toBe(false)
  })
})

describe('outage mode', () => {
  const component = {
    dimension: 'carrier',
    component: 'DHL',
    suspicion: null,
    because: '',
    since: null,
    failing: 0,
    incidentId: null,
    outageId: null,
  } satisfies ComponentView
  const outage = {
    id: 3,
    dimension: 'feature',
    component: 'reports',
    state: 'open',
    sure: ['certain'],
    beganAt: NOON,
    declaredAt: NOON,
    declaredBy: 'ada',
    overAt: null,
    closedAt: null,
    ready: true,
    accounts: 2,
  } satisfies DeclaredOutage

  it('lists what goes on first, then what may be failing, what is in use, and what is closed', () => {
    const parts = choicesOf(
      [outage, { ...outage, id: 2, state: 'closed' }],
      [
        component,
        { ...component, component: 'UPS', suspicion: 'incident' },
        { ...component, component: 'GLS', outageId: 3 },
      ],
    )
    expect(parts.map(({ name, choices }) => [name, choices.map(({ key }) => key)])).toEqual([
      ['Declared', ['3']],
      ['May be failing', ['carrier/UPS']],
      ['In use', ['carrier/DHL']],
      ['Closed', ['2']],
    ])
  })

  it('says so where more incidents are open than it offers', () => {
    const incidents = (n: number) =>
      choicesOf(
        [],
        Array.from({ length: n }, (_, at) => ({
          ...component,
          component: `part ${at}`,
          suspicion: 'incident' as const,
        })),
      ).map(({ cut }) => cut)
    expect(incidents(MOST_SUSPECTED)).toEqual([true])
    expect(incidents(MOST_SUSPECTED - 1)).toEqual([false])
  })

  it('says how sure the use is, and leaves empty shares out', () => {
    const sums = { certain: 1, probable: 2, unknown: 0 }
    expect(sureWords({ sums, others: 1_200 })).toBe(
      '1 account uses it for certain, 2 probably. 1,200 others are not affected.',
    )
    expect(sureWords({ sums: { ...sums, unknown: 4 }, others: 0 })).toContain(
      ', and 4 may, although nothing in the data says so.',
    )
    const reach = { none: 1, waiting: 0, held: 0, sent: 2, unsure: 0, refused: 0, recalled: 0, heldOut: 0 }
    expect(reachShares(reach).map(({ key, n }) => [key, n])).toEqual([
      ['sent', 2],
      ['none', 1],
    ])
  })

  it('says which accounts a call list leaves out', () => {
    expect([callsWords(1, 1), callsWords(500, 3_204)]).toEqual(['1 account', '500 of 3,204 accounts'])
    expect(coveredWords(100, 500)).toMatch(/Messages and the call list cover all accounts\.$/)
    expect(coveredWords(100, 501)).toMatch(/Messages cover all accounts, the call list the 500 of the highest value\.$/)
  })

  it('says whom a declaration reaches: none of those of which nothing is known', () => {
    const sums = { certain: 12, probable: 2, unknown: 0 }
    expect(reachedWords(sums, null)).toBeNull()
    expect(reachedWords(sums, 100)).toBe('The first 100 are shown. Declaring the outage reaches all of them.')
    expect(reachedWords({ ...sums, unknown: 355 }, null)).toBe(
      'Declaring the outage reaches the 14 accounts that use it for certain or probably, and no others.',
    )
    expect(reachedWords({ certain: 1, probable: 0, unknown: 1 }, 100)).toMatch(
      /are shown\. .* the 1 account that uses it/,
    )
  })

  it('says that everybody was told only once nobody is still to come', () => {
    const outage = { state: 'open' as const, ready: true, coming: 0, accounts: 9 }
    const said = (change: Partial<typeof outage>) => {
      const one = { ...outage, ...change }
      return [messageWords(one, 0), nobodyWords(one), comingWords(one)]
    }
    expect(said({})).toEqual(['Nobody left to tell', 'Every account was told, or cannot be', null])
    expect(said({ accounts: 0 })).toEqual(['No accounts to tell', 'No account is known to be affected', null])
    const WAIT = 'The accounts are still being brought up to date'
    expect(said({ coming: 1 })).toEqual(['Preparing accounts …', WAIT, expect.stringMatching(/^1 account is still /)])
    expect(said({ coming: 1_200 })[2]).toMatch(/^1,200 accounts are still /)
    expect(said({ ready: false, accounts: 0 })).toEqual([
      'Preparing accounts …',
      WAIT,
      'Affected accounts are still being looked for: 0 so far.',
    ])
    expect(messageWords({ ...outage, coming: 3 }, 6)).toBe('Message 6 accounts')
  })

  it('counts what waits for the end of quiet hours', () => {
    const obstacle = { check: 'quiet_hours' as const, status: 'wait' as const, n: 8, examples: [] }
    const plan = { obstacles: [{ ...obstacle, status: 'refuse', n: 2 }, obstacle] } as unknown as BulkSummary
    expect([waitsForMorning(plan), waitsForMorning(undefined)]).toEqual([8, 0])
  })
})
