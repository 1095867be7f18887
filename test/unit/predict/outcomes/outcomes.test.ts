import { describe, expect, it } from 'vitest'
import type { FeatureTable } from '../../../../main/predict/learn/data/feature-table.ts'
import { sigmoid } from '../../../../main/predict/learn/log-odds.ts'
import type { OwnFacts } from '../../../../main/predict/outcomes/account-facts.ts'
import { type FeatureMeasure, featureMeasures } from '../../../../main/predict/outcomes/feature-measures.ts'
import { accountTimeFolds, landmarksBefore } from '../../../../main/predict/outcomes/landmarks.ts'
import { learnOutcomes } from '../../../../main/predict/outcomes/learn-outcomes.ts'
import {
  type MeasuredAccounts,
  OutcomeRows,
  type OutcomeTable,
} from '../../../../main/predict/outcomes/outcome-table.ts'
import { movingReasons, reasonWords } from '../../../../main/predict/outcomes/reasons.ts'
import { TICKET_CATEGORIES } from '../../../../shared/predict/ticket-topics.ts'
import { DAY } from '../../../../shared/trigger/duration.ts'
import type { Measure } from '../../../../shared/trigger/measures/measures.ts'
import type { Trigger } from '../../../../shared/trigger/trigger.ts'
import { chance } from '../../../helpers/chance.ts'

const H = 7 * DAY

describe('landmarks', () => {
  it('lie a horizon apart, the last one a horizon before now', () => {
    expect([...landmarksBefore(40 * DAY, H, 15 * DAY, 10)]).toEqual([19 * DAY, 26 * DAY, 33 * DAY])
    expect([...landmarksBefore(40 * DAY, H, 15 * DAY, 2)]).toEqual([26 * DAY, 33 * DAY])
  })

  it('are parted so that no account and no outcome is on both sides', () => {
    const accounts = Float64Array.from({ length: 400 }, (_, row) => row >> 2)
    const times = Float64Array.from({ length: 400 }, (_, row) => (row % 4) * H)
    const folds = accountTimeFolds({ accounts, times }, H, 4)
    expect(folds).toHaveLength(4)
    for (const { train, test } of folds) {
      const learned = new Set([...train].map(row => accounts[row]))
      expect([...test].filter(row => learned.has(accounts[row]))).toEqual([])
      const first = Math.min(...[...test].map(row => times[row] as number))
      expect(Math.max(...[...train].map(row => times[row] as number)) + H).toBeLessThanOrEqual(first)
    }
    expect(folds.reduce((sum, { test }) => sum + test.length, 0)).toBe(200)
  })
})

describe('measures to learn from', () => {
  const trigger = (when: Trigger['when'], each?: Trigger['each']) =>
    ({ when, success: when, ...(each && { each }) }) as Trigger
  const count: Measure = { type: 'count', events: { kind: 'login' }, over: '7d' }

  it('are those of triggers, once, and plain ones of each kind', () => {
    const found = featureMeasures(
      [trigger({ all: [{ measure: count, op: '>', threshold: 1 }] })],
      { events: ['login'], objects: ['order'] },
      () => true,
    )
    expect(found.map(({ name, unit }) => [name, unit])).toEqual([
      ['sign-ins in 7 days', 1],
      ['days since sign-up', DAY],
      ['plan', 1],
      ['mrr in minor units of the workspace’s currency', 1],
      ['country', 1],
      ['sign-ins in 28 days', 1],
      ['days without sign-ins', DAY],
      ['orders', 1],
    ])
  })

  it('of one object are asked of all objects of the account', () => {
    const own: Measure = { type: 'objects', object: { kind: 'order', of: 'this', states: ['late'] } }
    const [first] = featureMeasures(
      [trigger({ measure: own, op: '>', threshold: 0 }, { kind: 'order' })],
      { events: [], objects: [] },
      () => true,
    )
    expect(first?.measure).toEqual({ type: 'objects', object: { kind: 'order', states: ['late'] } })
  })

  it('are left out where they cannot be had as they were', () => {
    expect(featureMeasures([], { events: ['login'], objects: [] }, ({ type }) => type === 'since')).toHaveLength(1)
  })
})

describe('rows of outcomes', () => {
  const measure = {
    name: 'sign-ins',
    measure: { type: 'count', events: { kind: 'login' }, over: '7d' } as Measure,
    unit: 1,
    isWord: false,
  }
  const none = { at: new Float64Array(0), offsets: new Uint32Array(4) }
  const quiet = {
    fired: none,
    cleared: new Float64Array(0),
    watchedFrom: 0,
    sent: none,
    dismissed: none,
    dismissals: [],
  }

  it('are of customers of that moment, with what followed within the horizon', () => {
    const rows = new OutcomeRows([measure], Float64Array.of(10 * DAY, 17 * DAY), H)
    rows.add({
      ids: Float64Array.of(1, 2, 3),
      values: [Float64Array.of(5, 6, 1, 2, 8, 9)],
      words: [null],
      began: Float64Array.of(Number.NEGATIVE_INFINITY, 12 * DAY, Number.NEGATIVE_INFINITY),
      churned: Float64Array.of(Number.NaN, Number.NaN, 15 * DAY),
      contacts: {
        ...{ at: Float64Array.of(9 * DAY, 17 * DAY), offsets: Uint32Array.of(0, 2, 2, 2) },
        about: Int8Array.of(-1, TICKET_CATEGORIES.indexOf('billing')),
      },
      own: quiet,
    })
    const { examples, accounts, times, categories, contacts } = rows.finish()
    expect([...accounts]).toEqual([1, 1, 2, 3])
    expect([...times].map(at => at / DAY)).toEqual([10, 17, 17, 10])
    // Account 1 contacts on day 17, which is within the horizon of day 10 and no longer ahead on day 17; account 3 leaves.
    expect([...examples.labels]).toEqual([1, 0, 0, 1])
    // That contact is told to be about billing. Leaving is trouble of every category.
    const labelsOf = (category: string) => categories.find(one => one.category === category)
    expect(labelsOf('billing')).toMatchObject({ labels: Uint8Array.of(1, 0, 0, 1), told: Uint8Array.of(1, 0, 0, 0) })
    expect(labelsOf('access')).toMatchObject({ labels: Uint8Array.of(0, 0, 0, 1), told: Uint8Array.of(0, 0, 0, 0) })
    expect(contacts).toEqual({ all: 1, told: 1 })
    const column = (name: string) => examples.table.columns.find(one => one.name === name)
    expect(column('sign-ins')).toMatchObject({ values: Float64Array.of(5, 6, 2, 8) })
    expect(column('contacts in 90 days')).toMatchObject({ values: Float64Array.of(1, 2, 0, 0) })
    expect(column('days since the last contact')).toMatchObject({
      values: Float64Array.of(1, 0, Number.NaN, Number.NaN),
    })
  })
})

describe('words of accounts', () => {
  it('count in training where enough accounts have them, however many moments each has, and always where rows are scored', () => {
    const ids = Float64Array.of(1, 2, 3)
    const rowsOf = () => {
      const plan: FeatureMeasure = { name: 'plan', measure: { type: 'attribute', name: 'plan' }, unit: 1, isWord: true }
      const rows = new OutcomeRows([plan], Float64Array.of(10 * DAY, 17 * DAY), H)
      rows.add({
        ...{ ids, values: [Float64Array.of(0, 0, 1, 1, 1, 1)], words: [['Acme special', 'Pro']] },
        began: new Float64Array(3).fill(Number.NEGATIVE_INFINITY),
        churned: new Float64Array(3).fill(Number.NaN),
        contacts: { at: new Float64Array(0), offsets: new Uint32Array(4), about: new Int8Array(0) },
        own: {
          ...{ fired: { at: new Float64Array(0), offsets: new Uint32Array(4) }, cleared: new Float64Array(0) },
          ...{ watchedFrom: 0, sent: { at: new Float64Array(0), offsets: new Uint32Array(4) } },
          ...{ dismissed: { at: new Float64Array(0), offsets: new Uint32Array(4) }, dismissals: [] },
        },
      })
      return rows
    }
    const plans = (fewest?: number) =>
      rowsOf()
        .finish(fewest)
        .examples.table.columns.find(({ name }) => name === 'plan')
    expect(plans(2)).toMatchObject({ names: ['Pro'], codes: Int32Array.of(-1, -1, 0, 0, 0, 0) })
    expect(plans()).toMatchObject({ names: ['Acme special', 'Pro'], codes: Int32Array.of(0, 0, 1, 1, 1, 1) })
  })
})

describe('features beside measures', () => {
  const at = 20 * DAY
  const row = (
    own: Partial<OwnFacts> = {},
    values: readonly Float64Array[] = [],
    words: MeasuredAccounts['words'] = [],
  ) => {
    const none = { at: new Float64Array(0), offsets: new Uint32Array(2) }
    const measures: FeatureMeasure[] = [
      { name: 'plan', measure: { type: 'attribute', name: 'plan' }, unit: 1, isWord: true },
      { name: 'away', measure: { type: 'since', events: { kind: 'login' } }, unit: DAY, isWord: false },
      { name: 'unpaid', measure: { type: 'since', events: { kind: 'payment' } }, unit: DAY, isWord: false },
    ]
    const rows = new OutcomeRows(measures, Float64Array.of(at), H)
    rows.add({
      ...{ ids: Float64Array.of(1), values, words, contacts: { ...none, about: new Int8Array(0) } },
      ...{ began: Float64Array.of(Number.NEGATIVE_INFINITY), churned: Float64Array.of(Number.NaN) },
      own: {
        ...{ fired: none, cleared: new Float64Array(0), watchedFrom: 0, sent: none },
        ...{ dismissed: none, dismissals: [], ...own },
      },
    })
    const { table } = rows.finish().examples
    return (name: string) => {
      const column = table.columns.find(one => one.name === name)
      return column?.kind === 'category' ? (column.names[column.codes[0] ?? -1] ?? null) : column?.values[0]
    }
  }

  it('count signals that hold and those of 90 days, once signals are known', () => {
    const fired = { at: Float64Array.of(1, 18, 19, 25).map(day => day * DAY), offsets: Uint32Array.of(0, 4) }
    const cleared = Float64Array.of(2 * DAY, Number.POSITIVE_INFINITY, 30 * DAY, Number.POSITIVE_INFINITY)
    const of = row({ fired, cleared })
    expect([of('signals that hold'), of('signals in 90 days')]).toEqual([2, 3])
    const unwatched = row({ fired, cleared, watchedFrom: 21 * DAY })
    expect([unwatched('signals that hold'), unwatched('signals in 90 days')]).toEqual([Number.NaN, Number.NaN])
  })

  it('tell of our own messages and of the date', () => {
    const of = row({ sent: { at: Float64Array.of(5 * DAY, 18.5 * DAY, 21 * DAY), offsets: Uint32Array.of(0, 3) } })
    expect([of('our messages in 90 days'), of('days since our last message')]).toEqual([2, 1.5])
    expect([of('day of the month'), of('day of the week')]).toEqual([21, 'Wednesday'])
    expect(row()('days since our last message')).toBeNaN()
  })

  it('count every dismissal with the reason of the last one, however long ago', () => {
    const dismissed = { at: Float64Array.of(-400 * DAY, 18 * DAY, 21 * DAY), offsets: Uint32Array.of(0, 3) }
    const of = row({ dismissed, dismissals: ['known', 'false_positive', 'not_worth_it'] })
    const names = ['issues dismissed so far', 'days since an issue was dismissed', 'why the last one was dismissed']
    expect(names.map(of)).toEqual([2, 2, 'false_positive'])
    expect(names.map(row())).toEqual([0, Number.NaN, null])
    expect(row({ watchedFrom: 21 * DAY })('issues dismissed so far')).toBeNaN()
  })

  it('take categories by name and the nearest of all events for any event', () => {
    const values = [Float64Array.of(1), Float64Array.of(9 * DAY), Float64Array.of(4 * DAY)]
    const of = row({}, values, [['Basic', 'Pro'], null, null])
    expect([of('plan'), of('days without any event')]).toEqual(['Pro', 4])
    const never = row(
      {},
      [Float64Array.of(0), Float64Array.of(9 * DAY), Float64Array.of(Number.NaN)],
      [['Basic'], null, null],
    )
    expect(never('days without any event')).toBe(9)
    expect(row()('plan')).toBeNull()
    expect(row()('days without any event')).toBeNaN()
  })
})

const ACCOUNTS = 600

/** Accounts over landmarks; those with few sign-ins have trouble more often, by `strength`. */
function aTable(strength: number, seed = 1, begin = 0, landmarks = 6): OutcomeTable {
  const random = chance(seed)
  const rows = ACCOUNTS * landmarks
  const x = Float64Array.from({ length: rows }, () => random.gaussian())
  const table: FeatureTable = { rows, columns: [{ name: 'sign-ins', kind: 'number', values: x }] }
  const labels = Uint8Array.from(x, value => (random.uniform() < sigmoid(-strength * value - 1) ? 1 : 0))
  return {
    examples: { table, labels },
    accounts: Float64Array.from(x, (_, row) => row % ACCOUNTS),
    times: Float64Array.from(x, (_, row) => (begin + Math.floor(row / ACCOUNTS)) * H),
    ...{ categories: [], contacts: { all: 0, told: 0 } },
  }
}

/**
 * The same with failed payments beside sign-ins: they lead to trouble of billing, few sign-ins to trouble of usage. `told`: the share
 * of contacts that tell what they are about, `rarer`: how many times rarer trouble of billing is.
 */
function aToldTable({ told = 1, rarer = 1 } = {}): OutcomeTable {
  const random = chance(9)
  const table = aTable(0)
  const rows = table.examples.labels.length
  const column = () => Float64Array.from({ length: rows }, () => random.gaussian())
  const [signIns, payments] = [column(), column()]
  const happens = (z: number, often = 1) => (random.uniform() < often * sigmoid(z) ? 1 : 0)
  const usage = Uint8Array.from(signIns, x => happens(-1.5 * x - 2))
  const billing = Uint8Array.from(payments, x => happens(1.5 * x - 2, 1 / rarer))
  const isAny = usage.map((label, row) => label | (billing[row] as number))
  return {
    ...table,
    examples: {
      labels: isAny,
      table: {
        rows,
        columns: [
          { name: 'sign-ins', kind: 'number', values: signIns },
          { name: 'failed payments', kind: 'number', values: payments },
        ],
      },
    },
    categories: [
      { category: 'usage', labels: usage, told: usage },
      { category: 'billing', labels: billing, told: billing },
      { category: 'access', labels: new Uint8Array(rows), told: new Uint8Array(rows) },
    ],
    contacts: { all: 1_000, told: 1_000 * told },
  }
}

const learn = (table: OutcomeTable, champion: Parameters<typeof learnOutcomes>[0]['champion'] = null) =>
  learnOutcomes({ table, horizon: H, seed: 1, champion, without: [], onProgress: () => {} })

describe('a trained model', () => {
  it('is chosen where it is better than the base rate on later outcomes', () => {
    const { card } = learn(aTable(1)) ?? {}
    expect(card).toMatchObject({ signal: 'found', chosen: true, before: null, horizonDays: 7 })
    expect(card?.learned.to).toBeLessThan(card?.judged.from ?? 0)
    expect(card?.model.logLoss).toBeLessThan(card?.base.logLoss ?? 0)
    expect(card?.drivers).toMatchObject([{ column: 'sign-ins', direction: 'down' }])
  })

  it('is not chosen where there is nothing to learn', () => {
    expect(learn(aTable(0))?.card).toMatchObject({ signal: 'none', chosen: false })
  })

  it('is not there where there are too few outcomes', () => {
    const table = aTable(1)
    expect(learn({ ...table, examples: { ...table.examples, labels: new Uint8Array(6 * ACCOUNTS) } })).toBeNull()
  })

  it('replaces the model in use only by outcomes that neither has seen', () => {
    const first = learn(aTable(1))
    if (!first) throw new Error('nothing was trained')
    const champion = { id: 7, model: first.model, learnedTo: first.card.learned.to }
    const same = learn(aTable(1), { ...champion, learnedTo: 5 * H })
    expect(same?.card).toMatchObject({ chosen: false, before: null })
    // Later the relation has turned round, which the model in use does not know.
    const turned = learn(aTable(-1, 2, 20), champion)
    expect(turned?.card).toMatchObject({ chosen: true, before: { id: 7 } })
    expect(turned?.card.before?.auc).toBeLessThan(0.5)
    const worse = learn(aTable(1, 3, 40), { ...champion, model: learn(aTable(1, 3, 40))?.model ?? champion.model })
    expect(worse?.card).toMatchObject({ chosen: false, before: { id: 7 } })
  })
})

describe('categories', () => {
  const cardsOf = (table: OutcomeTable) => learn(table)?.card.categories ?? []

  it('that tickets tell have a risk of their own, which is better than that of any ticket, and the card says so', () => {
    const { card, model } = learn(aToldTable()) ?? {}
    expect(card).toMatchObject({ chosen: true })
    expect(model?.heads?.map(({ category }) => category)).toEqual(['usage', 'billing'])
    const billing = card?.categories.find(({ category }) => category === 'billing')
    expect(billing).toMatchObject({ isOwn: true, why: expect.stringContaining('better than the risk of any ticket') })
    expect(billing?.model?.auc).toBeGreaterThan((billing?.any?.auc ?? 1) + 0.03)
    expect(billing?.model?.logLoss).toBeLessThan(billing?.any?.logLoss ?? 0)
    expect(billing?.bins.reduce((sum, { n }) => sum + n, 0)).toBe(card?.judged.rows)
  })

  it('with few tickets are scored by any ticket, and the card says why', () => {
    expect(cardsOf(aToldTable({ rarer: 60 }))).toMatchObject([
      { category: 'usage' },
      {
        category: 'billing',
        isOwn: false,
        why: expect.stringMatching(/^Too few tickets about this category to learn from: they followed \d+ moments/),
      },
      { category: 'access', isOwn: false, cases: 0, auc: null, bins: [] },
    ])
  })

  it('are not told apart while most tickets do not tell what they are about', () => {
    const { card, model } = learn(aToldTable({ told: 0.4 })) ?? {}
    expect(model?.heads).toEqual([])
    expect(card?.categories.map(({ isOwn, why }) => [isOwn, why])).toEqual(
      Array(3).fill([false, '40 % of the tickets tell what they are about; at least half of them must.']),
    )
  })

  it('without a signal of their own are scored by any ticket', () => {
    const table = aToldTable()
    const random = chance(4)
    const chanceOnly = table.examples.labels.map(() => (random.uniform() < 0.1 ? 1 : 0))
    const access = { category: 'access' as const, labels: chanceOnly, told: chanceOnly }
    const found = cardsOf({ ...table, categories: [...table.categories.slice(0, 2), access] })
    expect(found[2]).toMatchObject({ isOwn: false, why: expect.stringContaining('no better than chance') })
  })

  it('count when two models are compared: one that tells them apart replaces one that does not', () => {
    const table = aToldTable()
    const first = learn(table)
    if (!first) throw new Error('nothing was trained')
    const { heads: _, ...model } = first.model
    const later = { ...table, times: table.times.map(at => at + 20 * H) }
    const champion = { id: 7, learnedTo: first.card.learned.to }
    expect(learn(later, { ...champion, model })?.card).toMatchObject({ chosen: true, before: { id: 7 } })
  })
})

describe('reasons', () => {
  it('name the account’s own numbers and what changed, and add up', () => {
    const { model } = learn(aTable(1)) ?? {}
    if (!model) throw new Error('nothing was trained')
    const table: FeatureTable = {
      rows: 3,
      columns: [{ name: 'sign-ins', kind: 'number', values: Float64Array.of(1.5, 0.5, -1) }],
    }
    const found = movingReasons(model, { at: 3 * H, before: 2 * H, table, rows: { at: 2, before: 1, weeks: [0, 1] } })
    expect(found.contributions).toMatchObject([
      { column: 'sign-ins', value: -1, usual: 1, words: 'sign-ins: -1, usually 1' },
    ])
    const sum = found.contributions.reduce((total, { logOdds }) => total + logOdds, found.base)
    expect(Math.abs(sum - found.now.logOdds)).toBeLessThan(1e-9)
    expect(found.before?.changes).toMatchObject([{ column: 'sign-ins', before: '0.5', after: '-1' }])
    const change = found.before?.changes.reduce((total, { logOdds }) => total + logOdds, 0) ?? 0
    expect(Math.abs(change - (found.now.logOdds - (found.before?.logOdds ?? 0)))).toBeLessThan(1e-9)
    expect(found.now.low).toBeLessThanOrEqual(found.now.risk)
    expect(found.now.high).toBeGreaterThanOrEqual(found.now.risk)
  })

  it.each([
    ['sign-ins in 7 days', 2, 11, 'sign-ins in 7 days: 2, usually 11'],
    ['sign-ins in 7 days', 2, 2.04, 'sign-ins in 7 days: 2'],
    ['plan', 'pro', null, 'plan: pro'],
    ['days without sign-ins', null, null, 'days without sign-ins: none'],
  ])('are said in words: %s %s', (column, value, usual, words) => {
    expect(reasonWords(column, value, usual)).toBe(words)
  })
})
