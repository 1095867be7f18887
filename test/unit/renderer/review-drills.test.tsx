import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { BehindFigure, behindWords } from '../../../renderer/screens/review/behind-drawer.tsx'
import { byInterval, untoldWords } from '../../../renderer/screens/review/effects-card.tsx'
import { DismissedCard } from '../../../renderer/screens/review/figures/dismissed-card.tsx'
import { sortedRows } from '../../../renderer/screens/review/review-table.tsx'
import type { Proportion, ReviewRow } from '../../../shared/model/review.ts'
import type { ActingEffect } from '../../../shared/review/effect.ts'
import { OUTCOMES } from '../../../shared/vocabulary.ts'

const share = (k: number, n: number): Proportion => ({ k, n, value: n === 0 ? null : k / n, low: null, high: null })

const NONE = Object.fromEntries(OUTCOMES.map(name => [name, 0])) as ReviewRow['judged']

const aRow = (triggerTitle: string, sent: number, contacted: number): ReviewRow => ({
  ...{ triggerId: triggerTitle, triggerTitle, playbookId: 'p', playbookName: 'Write', category: 'usage' },
  ...{ sent, heldOut: 0, notSent: 0, judged: NONE },
  ...{ awaiting: 0, contacted: share(contacted, sent), contactedControl: share(0, 0), metricMet: share(0, sent) },
})

const anEffect = (key: string, sequence: boolean, why: ActingEffect['why']): ActingEffect => ({
  ...{ dimension: key === '' ? 'all' : 'playbook', key, label: key, category: null, why, moreAccounts: 10, open: 0 },
  ...{ conclusion: 'cannot_tell', avoided: null, ghost: null, adjusted: null, smallest: null },
  assigned: {
    treated: { accounts: 1, starts: 1, contacts: 0, share: { value: 0, low: 0, high: 1 } },
    control: { accounts: 1, starts: 1, contacts: 0, share: { value: 0, low: 0, high: 1 } },
    ...{ difference: null, p: null, sequenceP: null },
    sequence: sequence ? { value: 0, low: -1, high: 1 } : null,
  },
})

describe('the figures of the review', () => {
  it('a number opens what it counts, and nothing opens nothing', () => {
    const behind = { title: 'Parcel late: false positives', wanted: { of: 'queue', state: 'open', least: 0 } } as const
    const html = (isNone: boolean) =>
      renderToStaticMarkup(<BehindFigure value="3" none="–" isNone={isNone} behind={behind} onOpen={() => {}} />)
    expect(html(false)).toContain('<button')
    expect(html(false)).toContain('Parcel late: false positives: 3')
    expect(html(true)).toBe('–')
  })

  it('dismissals open both the false positives and all that was closed', () => {
    const row = {
      ...{ triggerId: 't', label: 'Parcel late', closed: 9, falsePositives: share(8, 9) },
      reasons: { false_positive: 8, known: 1, not_worth_it: 0, wrong_account: 0 },
    }
    const html = renderToStaticMarkup(<DismissedCard rows={[row]} onBehind={() => {}} />)
    expect(html).toContain('Parcel late: false positives: 8')
    expect(html).toContain('Parcel late: closed by a person: 9')
  })

  it('reasons and states are told in words', () => {
    expect(behindWords('false_positive')).toBe('false positive')
    expect(behindWords('acting')).toBe('acted on')
    expect(behindWords('outcome:contacted')).not.toContain('outcome:')
    expect(behindWords('waiting')).not.toBe('')
  })

  it('groups without an interval stand apart, all playbooks together never', () => {
    const effects = [anEffect('', false, 'no_control'), anEffect('a', true, null), anEffect('b', false, 'no_control')]
    const { told, untold } = byInterval(effects)
    expect(told.map(({ key }) => key)).toEqual(['', 'a'])
    expect(untold.map(({ key }) => key)).toEqual(['b'])
    expect(untoldWords(untold)).toBe('1 group has too few accounts for an interval; 1 has no account held out')
  })

  it('rows are sorted by a column, equal ones in the order that they had, and unknown shares last', () => {
    const rows = [aRow('b', 4, 1), aRow('a', 4, 2), aRow('c', 9, 0), aRow('d', 0, 0)]
    const order = (at: number, isDown: boolean) => sortedRows(rows, { at, isDown }).map(row => row.triggerTitle)
    expect(order(0, false)).toEqual(['a', 'b', 'c', 'd'])
    expect(order(1, true)).toEqual(['c', 'b', 'a', 'd'])
    expect(order(4, true)).toEqual(['a', 'b', 'c', 'd'])
  })
})
