import type Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { examine } from '../../../main/doctor/examine.ts'
import { stepsIn } from '../../../main/doctor/steps.ts'
import { anAccount, NOON } from '../../helpers/builders.ts'
import { aCache } from '../../helpers/cache.ts'
import { chance } from '../../helpers/chance.ts'

/** Amounts as incomes are spread: lognormal, `sigma` of the logarithms, around `middle`. */
function spread(n: number, sigma: number, middle: number, seed: number): number[] {
  const { gaussian } = chance(seed)
  return Array.from({ length: n }, () => Math.max(1, Math.round(middle * Math.exp(sigma * gaussian()))))
}

const placesIn = (amounts: readonly number[]) => stepsIn(amounts).map(({ at }) => at)
const times100 = (amounts: readonly number[]) => amounts.map(amount => amount * 100)

describe('steps in amounts', () => {
  it.each([
    ['the second of two files is in cents', [...spread(60, 1, 5_000, 1), ...times100(spread(40, 1, 5_000, 2))], [60]],
    ['the first is, and is short', [...times100(spread(10, 0.5, 5_000, 3)), ...spread(200, 1, 5_000, 4)], [10]],
    [
      'the one in the middle is',
      [...spread(50, 0.8, 5_000, 5), ...times100(spread(50, 0.8, 5_000, 6)), ...spread(50, 0.8, 5_000, 7)],
      [50, 100],
    ],
    ['all amounts are alike', [...Array(10).fill(4_900), ...Array(10).fill(490_000)], [10]],
  ])('are found where %s', (_, amounts, right) => {
    const places = placesIn(amounts)
    expect(places).toHaveLength(right.length)
    // An amount that is unusual for its own file may fall to the other side.
    for (const [n, place] of right.entries()) expect(Math.abs((places[n] ?? 0) - place)).toBeLessThanOrEqual(2)
  })

  it('are none in sound amounts, however they are ordered and spread', () => {
    for (let seed = 1; seed <= 200; seed++) {
      const sigma = [0.3, 1, 1.5, 2][seed % 4] ?? 1
      const amounts = spread(20 + ((seed * 37) % 400), sigma, 9_900, seed)
      const sorted = amounts.toSorted((a, b) => a - b)
      expect([seed, placesIn(amounts), placesIn(sorted), placesIn(sorted.toReversed())]).toEqual([seed, [], [], []])
    }
  })

  it.each([
    ['a tenth', 10],
    ['a dozen', 12],
    ['a thousand', 1_000],
  ])('are none where another kind of customer pays %s', (_, times) => {
    expect(placesIn([...spread(50, 0.5, 5_000, 8), ...spread(50, 0.5, 5_000 * times, 9)])).toEqual([])
  })

  it('are none where the large amounts are spread among the small ones, and none in too few', () => {
    const mixed = spread(200, 0.5, 5_000, 10).map((amount, n) => (n % 7 === 0 ? amount * 100 : amount))
    expect(placesIn(mixed)).toEqual([])
    expect(placesIn([...Array(9).fill(4_900), ...Array(9).fill(490_000)])).toEqual([])
    expect(placesIn([])).toEqual([])
  })
})

const STREAMS = { streams: [{ path: 'north.csv' }, { path: 'south.csv' }] }

interface Made {
  config?: object
  kind?: string
  times?: number
  plans?: readonly [string | null, string | null]
  /** How much larger the orders are that come first. */
  orders?: number
}

/** Thirty accounts and orders of one file, then thirty of another whose amounts are larger. */
function found({ config = STREAMS, kind = 'files', times = 100, plans = [null, null], orders = 1 }: Made) {
  const { read, connection } = aCache()
  make(connection)
  const { findings } = examine({ db: read, now: NOON, lacking: [], hasRate: () => true })
  return findings.filter(({ check }) => check === 'units_off').map(({ what, examples }) => [what, ...examples])

  function make(db: Database.Database) {
    db.prepare("INSERT INTO source (id, slug, kind, name, config) VALUES (7, 's7', ?, 'Shop', ?)").run(
      kind,
      JSON.stringify(config),
    )
    for (let n = 1; n <= 60; n++) {
      const [unit, plan] = n <= 30 ? [1, plans[0]] : [times, plans[1]]
      const id = anAccount(db, { uid: `s7:${n}`, mrrMinor: (4_900 + (n % 30)) * unit })
      db.prepare('UPDATE account SET plan = ? WHERE id = ?').run(plan, id)
      db.prepare("INSERT INTO account_key (source_id, external_id, account_id) VALUES (7, 'A' || ?, ?)").run(`${n}`, id)
      db.prepare(
        `INSERT INTO object (id, account_id, source_id, kind, external_id, amount_minor, currency)
         VALUES (?, ?, 7, 'order', 'O' || ?, ?, 'EUR')`,
      ).run(n > 30 ? n - 30 : n + 30, id, `${n}`, (4_900 + (n % 30)) * (n > 30 ? orders : 1))
    }
  }
}

describe('the doctor, of two files of one source', () => {
  const said = [
    'In Shop, a typical monthly revenue from A31 on is about 100 times larger than in the rows before.',
    'A1 to A30: typically €49.14',
    'A31 to A60: typically €4,914',
  ]

  it.each<[string, Made]>([
    ['two paths', {}],
    ['a pattern', { config: { streams: [{ path: 'customers-*.csv' }] } }],
    ['a plan that stands in both', { plans: ['pro', 'pro'] }],
  ])('finds that one is in cents: %s', (_, made) => {
    expect(found(made)).toEqual([said])
  })

  it('finds it in orders, too', () => {
    expect(found({ times: 1, orders: 100 })).toEqual([
      [
        'In Shop, a typical order from O1 on is about 100 times smaller than in the rows before.',
        'O1 to O30: typically €49.14',
        'O31 to O60: typically €4,914',
      ],
    ])
  })

  it.each<[string, Made]>([
    ['amounts of one unit', { times: 1 }],
    ['larger customers', { times: 12 }],
    ['a dearer plan', { plans: ['starter', 'enterprise'] }],
    ['a single file', { config: { streams: [{ path: 'customers.csv' }] } }],
    ['a source of another kind', { kind: 'rest' }],
  ])('leaves alone: %s', (_, made) => {
    expect(found(made)).toEqual([])
  })
})
