import { describe, expect, it } from 'vitest'
import { facetOptions } from '../../../main/queue/desk/facets.ts'
import { workFor } from '../../../main/queue/desk/hours.ts'
import {
  deskCounts,
  deskList,
  deskPage,
  listPlaceOf,
  type ReachOf,
  stillListed,
} from '../../../main/queue/desk/lists.ts'
import { countByBand, orderedIds } from '../../../main/queue/desk/order.ts'
import { FACETS } from '../../../shared/desk/facet.ts'
import { type QueuePick, SORTS } from '../../../shared/desk/pick.ts'
import { type QueueFilter, queueCountsSchema, queueRowSchema } from '../../../shared/model/queue.ts'
import { DAY, HOUR } from '../../../shared/trigger/duration.ts'
import { expectThrough } from '../../helpers/big-cache.ts'
import { aCache, type TestCache } from '../../helpers/cache.ts'
import { manyIssues } from '../../helpers/many-issues.ts'
import { NOON } from '../../helpers/observed.ts'

const WHO = { actor: 'maya', now: NOON }
const ALL = { offset: 0, limit: 1_000 }
/** Preflight lets every third issue leave. */
const everyThird: ReachOf = ids =>
  new Map(
    ids.map(id => [
      id,
      { issueId: id, reach: id % 3 === 0 ? 'now' : 'refused', at: null, why: '', playbookId: 'p' } as const,
    ]),
  )

/** Issues that differ in everything that a list can be about. */
function aDesk(n = 240): TestCache {
  const cache = aCache()
  manyIssues(cache.connection, n)
  cache.connection.exec(
    `UPDATE issue SET risk = (id * 7 % 20) / 20.0, treatability = (id * 3 % 10) / 10.0, value_minor = id * 13 % 50 * 1000,
       minutes = 2 + id * 5 % 20, opened_at = ${NOON} - id * 11 % 30 * ${DAY},
       due_at = iif(id % 4 = 0, NULL, ${NOON} + (id % 9 - 2) * ${HOUR}),
       value_basis = iif(id % 5 = 0, '{"by":"typical"}', '{"by":"known"}');
     UPDATE account SET plan = iif(id % 4 = 0, NULL, 'Plan ' || (id % 4)), country = iif(id % 2, 'NO', 'PT');
     INSERT INTO signal (account_id, trigger_id, trigger_version, fired_at, evidence, issue_id)
       SELECT account_id, 'usage-down', 1, 1, '{}', id FROM issue WHERE id % 6 = 0`,
  )
  return cache
}

interface Plain {
  id: number
  account_id: number
  category: string
  state: string
  band: number
  risk: number
  treatability: number
  priority: number
  value_minor: number
  value_basis: string
  minutes: number
  opened_at: number
  due_at: number | null
  claimed_by: string | null
  plan: string | null
  country: string | null
  name: string
}
const plainRows = ({ connection }: TestCache): Plain[] =>
  connection
    .prepare('SELECT i.*, a.plan, a.country, a.name FROM issue i JOIN account a ON a.id = i.account_id')
    .all() as Plain[]
const idsOf = ({ read }: TestCache, filter: Partial<QueueFilter>, page = ALL) =>
  deskPage(read, deskList(read, { view: 'now', ...filter }, WHO), page, everyThird).map(({ id }) => id)

const known = (row: Plain) => row.value_basis.includes('known')
const within = (row: Plain, ms: number) => row.due_at !== null && row.due_at >= NOON && row.due_at <= NOON + ms

/** What each condition means, in plain words of this test. */
const MEANS: [string, QueuePick, (row: Plain) => boolean][] = [
  ['categories', { categories: ['billing', 'usage'] }, row => ['billing', 'usage'].includes(row.category)],
  ['bands', { bands: ['today'] }, row => row.band === 0],
  ['a least risk', { riskFrom: 0.5 }, row => row.risk >= 0.5],
  ['a most risk', { riskTo: 0.2 }, row => row.risk <= 0.2],
  ['a least value that was stated', { valueFrom: 20_000 }, row => row.value_minor >= 20_000 && known(row)],
  ['a most value that was stated', { valueTo: 9_000 }, row => row.value_minor <= 9_000 && known(row)],
  ['minutes', { minutesTo: 8 }, row => row.minutes <= 8],
  ['a passed deadline', { deadlines: ['overdue'] }, row => row.due_at !== null && row.due_at < NOON],
  ['the next hour', { deadlines: ['hour'] }, row => within(row, HOUR)],
  ['either of two deadlines', { deadlines: ['day', 'none'] }, row => row.due_at === null || within(row, DAY)],
  ['nobody', { claimedBy: [''] }, row => row.claimed_by === null],
  ['a colleague', { claimedBy: ['ola'] }, row => row.claimed_by === 'ola'],
  ['a plan that is known', { plans: ['Plan 1'] }, row => row.plan === 'Plan 1'],
  ['a country', { countries: ['PT'] }, row => row.country === 'PT'],
  ['an account', { accountId: 7 }, row => row.account_id === 7],
  ['the last days', { openedWithin: 3 * DAY }, row => row.opened_at >= NOON - 3 * DAY],
  ['a trigger', { triggers: ['usage-down'] }, row => row.id % 6 === 0],
  ['some issues', { issueIds: [1, 2, 3, 4] }, row => row.id <= 4],
  ['what can be started now', { reach: ['now'] }, row => row.id % 3 === 0],
  ['two conditions at once', { riskFrom: 0.3, countries: ['NO'] }, row => row.risk >= 0.3 && row.country === 'NO'],
]

describe('a filter of the queue', () => {
  it.each(MEANS)('by %s lists and counts exactly the issues that fulfil it', (_, pick, holds) => {
    const cache = aDesk()
    const wanted = plainRows(cache).filter(row => row.state === 'open' && holds(row))
    expect(idsOf(cache, { pick }).toSorted((a, b) => a - b)).toEqual(wanted.map(({ id }) => id))
    expect(wanted.length).toBeGreaterThan(0)
    const counts = deskCounts(cache.read, deskList(cache.read, { view: 'now', pick }, WHO), everyThird)
    expect(queueCountsSchema.parse(counts).bands).toEqual({
      today: wanted.filter(({ band }) => band === 0).length,
      week: wanted.filter(({ band }) => band === 1).length,
      later: wanted.filter(({ band }) => band === 2).length,
    })
  })

  it('may ask for another state than that of the view', () => {
    const cache = aDesk()
    const snoozed = plainRows(cache).filter(({ state, risk }) => state === 'snoozed' && risk >= 0.5)
    expect(idsOf(cache, { pick: { state: 'snoozed', riskFrom: 0.5 } })).toHaveLength(snoozed.length)
  })

  it('is combined with a text, a view and a category', () => {
    const cache = aDesk()
    const found = idsOf(cache, { view: 'unclaimed', search: 'Company 1', category: 'usage', pick: { riskFrom: 0.2 } })
    const wanted = plainRows(cache).filter(
      row =>
        row.state === 'open' &&
        row.claimed_by === null &&
        row.category === 'usage' &&
        row.risk >= 0.2 &&
        row.name.startsWith('Company 1'),
    )
    expect(found.toSorted((a, b) => a - b)).toEqual(wanted.map(({ id }) => id))
  })

  it('says which issues it still holds after something was done', () => {
    const cache = aDesk()
    const list = deskList(cache.read, { view: 'now', pick: { riskFrom: 0.5 } }, WHO)
    const [first = 0, second = 0] = idsOf(cache, { pick: { riskFrom: 0.5 } })
    cache.connection.exec(`UPDATE issue SET state = 'acting' WHERE id = ${first}`)
    expect(stillListed(cache.read, list, [first, second])).toEqual([second])
  })
})

const NEVER = Number.MAX_SAFE_INTEGER
const KEYS: Record<(typeof SORTS)[number], (row: Plain) => number | string> = {
  priority: row => -row.priority,
  risk: row => -row.risk,
  treatability: row => -row.treatability,
  value: row => -row.value_minor,
  urgency: row => row.due_at ?? NEVER,
  minutes: row => row.minutes,
  age: row => row.opened_at,
  account: row => row.name,
}

describe('an order of the queue', () => {
  it.each(SORTS)('by %s is total, and turned round it is the same backwards', by => {
    const cache = aDesk()
    const open = plainRows(cache).filter(({ state }) => state === 'open')
    const key = KEYS[by]
    const rank = (a: Plain, b: Plain) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : a.id - b.id)
    const wanted = open.toSorted(rank).map(({ id }) => id)
    expect(idsOf(cache, { sort: { by, turned: false } })).toEqual(wanted)
    expect(idsOf(cache, { sort: { by, turned: true } })).toEqual(wanted.toReversed())
  })

  it('gives pages without a gap and without an overlap', () => {
    const cache = aDesk()
    const sort = { by: 'minutes', turned: false } as const
    const pages = [0, 40, 80, 120, 160].flatMap(offset => idsOf(cache, { sort }, { offset, limit: 40 }))
    expect(pages).toEqual(idsOf(cache, { sort }))
  })

  it.each([
    ['risk', 'issue_by_risk'],
    ['treatability', 'issue_by_treatability'],
    ['value', 'issue_by_value'],
    ['urgency', 'issue_by_deadline'],
    ['minutes', 'issue_by_minutes'],
    ['age', 'issue_by_age'],
    ['account', 'account_name'],
  ] as const)('by %s is read from its index, filtered or not, and needs no sort', (by, index) => {
    for (const pick of [{}, { riskFrom: 0.2, plans: ['Pro'], triggers: ['usage-down'] }])
      expectThrough(orderedIds({ view: 'now', sort: { by, turned: false }, pick, ...WHO }, ALL), index)
  })

  it('counts through an index of the state', () => {
    expectThrough(countByBand({ view: 'now', pick: { riskFrom: 0.2 }, ...WHO }))
  })
})

describe('the place of an issue in a list', () => {
  const LISTS: [string, Partial<QueueFilter>, boolean][] = [
    ['a view in sections', {}, true],
    ['a view as one list', {}, false],
    ['another view', { view: 'mine' }, true],
    ['a text', { search: 'Company 1' }, true],
    ['a filter', { pick: { riskFrom: 0.4 } }, true],
    ['what can be started', { pick: { reach: ['now'] } }, true],
    ['one row for each customer', { group: 'account' }, false],
    ...SORTS.map((by): [string, Partial<QueueFilter>, boolean] => [
      `the order by ${by}`,
      { sort: { by, turned: true } },
      false,
    ]),
  ]
  it.each(LISTS)('is where its row is: %s', (_, filter, banded) => {
    const cache = aDesk()
    const list = deskList(cache.read, { view: 'now', ...filter }, WHO)
    const rows = deskPage(cache.read, list, ALL, everyThird)
    expect(rows.length).toBeGreaterThan(0)
    const wanted = new Map(
      rows.flatMap((row, at) => {
        const offset = banded ? rows.slice(0, at).filter(({ band }) => band === row.band).length : at
        return [row, ...row.siblings].map(({ id }) => [id, offset] as const)
      }),
    )
    const offsets = plainRows(cache).map(({ id }) => [
      id,
      listPlaceOf(cache.read, list, { issueId: id, banded }, everyThird)?.offset,
    ])
    expect(offsets).toEqual(plainRows(cache).map(({ id }) => [id, wanted.get(id)]))
  })

  it('is nowhere for an issue that does not exist', () => {
    const cache = aDesk(20)
    expect(
      listPlaceOf(cache.read, deskList(cache.read, { view: 'now' }, WHO), { issueId: 999, banded: true }, everyThird),
    ).toBeNull()
  })
})

describe('a list with one row for each customer', () => {
  function threeOfOne(): TestCache {
    const cache = aDesk(60)
    cache.connection.exec(
      `UPDATE issue SET account_id = 1, category = 'usage', state = 'open', priority = 900 WHERE id = 10;
       UPDATE issue SET account_id = 1, category = 'access', state = 'open', priority = 800 WHERE id = 20;
       UPDATE issue SET account_id = 1, category = 'billing', state = 'open', priority = 700 WHERE id = 30;
       DELETE FROM issue WHERE id = 1`,
    )
    return cache
  }

  it('has the first issue of each, with the others beside it', () => {
    const { read } = threeOfOne()
    const rows = deskPage(read, deskList(read, { view: 'now', group: 'account' }, WHO), ALL, everyThird)
    expect(queueRowSchema.parse(rows[0])).toMatchObject({
      id: 10,
      siblings: [
        { id: 20, category: 'access' },
        { id: 30, category: 'billing' },
      ],
    })
    expect(new Set(rows.map(row => row.accountId)).size).toBe(rows.length)
    const counts = deskCounts(read, deskList(read, { view: 'now', group: 'account' }, WHO), everyThird)
    expect(counts.bands.later).toBe(rows.length)
  })

  it.each(SORTS)('is in the order by %s, and holds every customer once', by => {
    const cache = threeOfOne()
    for (const turned of [false, true]) {
      const grouped = idsOf(cache, { group: 'account', sort: { by, turned } })
      const owner = new Map(plainRows(cache).map(row => [row.id, row.account_id]))
      const seen = new Set<number | undefined>()
      const firsts = idsOf(cache, { sort: { by, turned } }).filter(id => {
        const isFirst = !seen.has(owner.get(id))
        seen.add(owner.get(id))
        return isFirst
      })
      if (by === 'account') expect(grouped.map(id => owner.get(id))).toEqual(firsts.map(id => owner.get(id)))
      else expect(grouped).toEqual(firsts)
    }
  })

  it('leaves out issues that the filter leaves out', () => {
    const { read } = threeOfOne()
    const list = deskList(read, { view: 'now', group: 'account', pick: { categories: ['access', 'billing'] } }, WHO)
    expect(deskPage(read, list, ALL, everyThird)[0]).toMatchObject({ id: 20, siblings: [{ id: 30 }] })
  })
})

describe('the values of a filter', () => {
  it.each(FACETS)('of %s count what choosing them would list', facet => {
    const { read } = aDesk()
    const list = deskList(read, { view: 'now', pick: { riskFrom: 0.2, reach: ['now'] } }, WHO)
    const answer = facetOptions(read, list, facet, everyThird)
    expect(answer.options.length).toBeGreaterThan(0)
    for (const { value, n } of answer.options) {
      const pick = { ...list.pick, ...pickOf(facet, value) }
      const counts = deskCounts(read, { ...list, pick }, everyThird)
      const listed = Object.values(counts.bands).reduce((sum, one) => sum + one, 0)
      expect([facet, value, n]).toEqual([facet, value, listed])
    }
  })
})

const pickOf = (facet: (typeof FACETS)[number], value: string): QueuePick =>
  ({
    reach: { reach: [value] },
    category: { categories: [value] },
    trigger: { triggers: [value] },
    deadline: { deadlines: [value] },
    band: { bands: [value] },
    risk: { riskFrom: Number(value) },
    value: { valueFrom: Number(value) },
    minutes: { minutesTo: Number(value) },
    claimed: { claimedBy: [value] },
    state: { state: value },
    plan: { plans: [value] },
    country: { countries: [value] },
    account: { accountId: Number(value) },
    opened: { openedWithin: Number(value) },
  })[facet] as QueuePick

describe('work for some minutes', () => {
  it('is of nobody else, can be started, fits, and says what an hour more would add', () => {
    const cache = aDesk()
    const work = workFor(cache.read, deskList(cache.read, { view: 'now' }, WHO), 30, everyThird)
    const rows = plainRows(cache)
    const chosen = work.issueIds.map(id => rows.find(row => row.id === id))
    expect(chosen.length).toBeGreaterThan(1)
    for (const row of chosen) {
      expect(row?.state).toBe('open')
      expect((row?.id ?? 1) % 3).toBe(0)
      expect([null, 'maya']).toContain(row?.claimed_by)
    }
    const minutes = chosen.reduce((sum, row) => sum + Math.ceil(row?.minutes ?? 0), 0)
    expect(work.used).toBe(minutes)
    expect(minutes).toBeLessThanOrEqual(30)
    const longer = workFor(cache.read, deskList(cache.read, { view: 'now' }, WHO), 90, everyThird)
    expect(work.effectMinor + work.more.effectMinor).toBeCloseTo(longer.effectMinor, 6)
    expect(work.more.effectMinor).toBeGreaterThan(0)
  })

  it('is nothing where nothing can be started', () => {
    const { read } = aDesk()
    const none: ReachOf = () => new Map()
    const work = workFor(read, deskList(read, { view: 'now' }, WHO), 90, none)
    expect(work).toMatchObject({ issueIds: [], used: 0, effectMinor: 0, more: { effectMinor: 0, issues: 0 } })
    expect(work.blocked).toBe(work.considered)
  })
})
