import { describe, expect, it } from 'vitest'
import { scaleOf } from '../../../renderer/charts/reliability-chart.tsx'
import {
  categoryLabelWords,
  findingOf,
  goodnessRows,
  shownCard,
  unknownTicketWords,
  unreadableWords,
} from '../../../renderer/screens/model/model-words.ts'
import { minutesWords, needlessWords, toldWords } from '../../../renderer/screens/model/trigger-words.ts'
import type { KeptCard, ListedCard } from '../../../shared/predict/report-card.ts'
import { aTrainedBody } from '../../helpers/trained-model.ts'

const kept = (id: number, inUse: boolean, change: Partial<KeptCard['card']> = {}): KeptCard => ({
  ...{ id, trainedAt: 0, inUse, card: { ...aTrainedBody().card, ...change }, unreadable: null },
})
const damaged = (id: number, inUse: boolean): ListedCard => ({
  ...{ id, trainedAt: 0, inUse, card: null, unreadable: 'The stored text is not JSON.' },
})

describe('the screen of the model', () => {
  it('is about the model in use, and about the newest training where none is', () => {
    expect(shownCard([kept(3, false), kept(2, true), kept(1, false)])?.id).toBe(2)
    expect(shownCard([kept(3, false), kept(2, false)])?.id).toBe(3)
    expect(shownCard([])).toBeNull()
  })

  it('is about a card that can be read, and says so where that of the model in use cannot', () => {
    expect(shownCard([damaged(3, true), kept(2, false)])?.id).toBe(2)
    expect(unreadableWords([damaged(3, true), kept(2, false)])?.why).toMatch(/still scores issues.*Below/)
    expect(shownCard([damaged(3, false)])).toBeNull()
    expect(unreadableWords([damaged(3, false)])?.what).toBe('No report card can be read.')
    expect(unreadableWords([damaged(3, false), kept(2, true)])).toBeNull()
    expect(unreadableWords([damaged(3, false), kept(2, false)])).toBeNull()
    expect(unreadableWords([])).toBeNull()
  })

  it('says that there is no usable signal as plainly as that there is one', () => {
    expect(findingOf(kept(1, true))).toEqual({
      sentence: 'The tenth of accounts with the highest risk had trouble 2.0 times as often as all accounts.',
      consequence: 'This model scores the issues of the queue.',
    })
    expect(findingOf(kept(1, false, { why: 'Not better.' })).consequence).toBe('Not better.')
    expect(findingOf(kept(1, false, { signal: 'none' })).sentence).toMatch(/^No usable signal/)
    expect(findingOf(kept(1, false, { signal: 'few' })).sentence).toMatch(/^Cannot tell yet/)
  })

  it('holds the model against the base rate, and against the model before where there is one', () => {
    expect(goodnessRows(kept(1, true).card).map(({ before }) => before)).toEqual([null, null, null, null])
    const before = { id: 1, auc: 0.65, logLoss: 0.31, brier: 0.11, calibrationError: 0.02 }
    const rows = goodnessRows(kept(1, true, { before }).card)
    expect(rows[0]).toMatchObject({ model: '0.700 (0.600–0.800)', base: '0.500', before: '0.650' })
    expect(rows[3]).toMatchObject({ name: 'Calibration error', model: '1\u00a0%', before: '2\u00a0%' })
  })
})

describe('the label', () => {
  const category = (name: 'billing' | 'usage' | 'access', isOwn: boolean) => ({
    ...{ category: name, isOwn, why: 'Few.', cases: 3, judged: { positives: 2, told: 1 } },
    ...{ auc: null, model: null, base: null, any: null, bins: [] },
  })

  it('says for which issues the ticket must be about them', () => {
    const { card } = kept(1, true, { categories: [category('billing', true), category('usage', true)] })
    expect(categoryLabelWords(card)).toMatch(/^the ticket must be in the issue’s category/)
    expect(unknownTicketWords(card)).toEqual([])
    const categories = [category('billing', true), category('usage', true), category('access', false)]
    const some = kept(1, true, { categories }).card
    expect(categoryLabelWords(some)).toMatch(/^for issues of billing and usage, the ticket must be about that/)
    expect(unknownTicketWords(some)).toEqual(['Whether the ticket will be about the issue, where that is of access.'])
  })

  it('is any ticket where no category could be learned, and for models of before', () => {
    for (const categories of [[], [category('billing', false)]]) {
      const { card } = kept(1, true, { categories })
      expect(categoryLabelWords(card)).toBe('any ticket counts, whatever its category')
      expect(unknownTicketWords(card)).toEqual([
        'Whether the ticket will be about the issue: any ticket counts, or leaving.',
      ])
    }
  })
})

it('the scale of reliability ends at a round share above everything that it shows', () => {
  const bin = { from: 0, to: 1, n: 9 }
  expect(scaleOf([{ ...bin, predicted: 0.07, observed: 0.12 }])).toBe(0.2)
  expect(scaleOf([{ ...bin, predicted: 0.01, observed: 0 }])).toBe(0.05)
  expect(scaleOf([{ ...bin, predicted: 0.6, observed: 0.4 }])).toBe(1)
})

describe('what a trigger costs', () => {
  it('is said with its interval, and not at all where nobody was written to or nothing is known', () => {
    const estimate = { value: 11.6, low: 8.2, high: 17.4 }
    expect(needlessWords({ written: 40, estimate })).toBe('12 of 40 (8–17)')
    expect(needlessWords({ written: 40, estimate: null })).toBe('of 40')
    expect(needlessWords({ written: 0, estimate })).toBe('–')
    expect(minutesWords({ value: 38, low: 24, high: 90 })).toBe('38 (24–90)')
    expect(minutesWords(null)).toBe('cannot tell yet')
  })
})

describe('tickets that count for a trigger', () => {
  it('are those of its category where tickets tell it, and any otherwise', () => {
    expect(toldWords({ all: 1_624, told: 0 })).toContain('any ticket counts for every trigger')
    expect(toldWords({ all: 1_624, told: 1_240 })).toContain('1,240 of 1,624')
    expect(toldWords({ all: 10, told: 10 })).toContain('of that category only')
  })
})
