import { describe, expect, it } from 'vitest'
import { type AffectedAccount, chanceOf, incidentsIn, looked } from '../../../main/issue/incident/incident.ts'
import { DAY, HOUR, MINUTE } from '../../../shared/trigger/duration.ts'
import { chance } from '../../helpers/chance.ts'

const NOW = Date.parse('2024-11-15T12:00:00Z')
const BEGIN = NOW - 60 * DAY

/** Troubles that begin at some moments, each of an account of its own. */
const at = (times: readonly number[], of: Partial<AffectedAccount> = {}, from = 1): AffectedAccount[] =>
  times.map((time, i) => ({ signal: from + i, issue: from + i, account: from + i, at: time, closedAt: null, ...of }))

const find = (
  troubles: AffectedAccount[],
  of: { since?: number; stops?: number[]; others?: number[]; now?: number } = {},
) =>
  incidentsIn(
    {
      troubles,
      since: of.since ?? BEGIN,
      watched: [[BEGIN - DAY, of.now ?? NOW]],
      stops: of.stops ?? [],
      first: Math.min(...troubles.map(one => one.at)),
      others: of.others ?? [],
    },
    of.now ?? NOW,
  )

/** `rate` accounts a day by chance, up to a moment. */
function noise(rate: number, until: number, seed = 1): number[] {
  const { poisson, uniform } = chance(seed)
  const days = Array.from({ length: Math.ceil((until - BEGIN) / DAY) }, (_, day) => BEGIN + day * DAY)
  return days
    .flatMap(day => Array.from({ length: poisson(rate) }, () => day + Math.floor(uniform() * DAY)))
    .filter(time => time > BEGIN && time <= until)
}
const burst = (n: number, from: number, over: number) =>
  Array.from({ length: n }, (_, i) => Math.floor(from + (over * i) / n))
const all = (...parts: number[][]) => at(parts.flat())

describe('finding incidents', () => {
  it('finds a burst of a cause that nobody had', () => {
    const [found, ...more] = find(at(burst(8, NOW - 3 * HOUR, HOUR)))
    expect(found).toMatchObject({ beganAt: NOW - 3 * HOUR, closedAt: null, usual: 0 })
    expect(found?.troubles).toHaveLength(8)
    expect(more).toEqual([])
  })

  it('finds a burst among noise, and only the burst', () => {
    for (const seed of [1, 2, 3, 4, 5]) {
      const found = find(all(noise(10, NOW, seed), burst(30, NOW - 5 * HOUR, HOUR)))
      expect(found).toHaveLength(1)
      expect(found[0]?.beganAt).toBeGreaterThan(NOW - 7 * HOUR)
      expect(found[0]?.usual).toBeGreaterThan(7)
      expect(found[0]?.usual).toBeLessThan(13)
    }
  })

  it('finds nothing in noise alone, little or much', () => {
    for (const rate of [0.3, 3, 30]) for (const seed of [1, 2, 3]) expect(find(all(noise(rate, NOW, seed)))).toEqual([])
  })

  it('finds a trouble that builds up over a day', () => {
    expect(find(all(noise(1, NOW), burst(24, NOW - DAY, DAY)))).toHaveLength(1)
  })

  it('does not take slow growth for an incident', () => {
    const growing = Array.from({ length: 60 }, (_, day) => burst(Math.round(4 * 1.04 ** day), BEGIN + day * DAY, DAY))
    expect(find(all(...growing))).toEqual([])
  })

  it('says nothing about what was there before anybody watched, nor on the first day', () => {
    const old = burst(500, NOW - 6 * HOUR, 5 * HOUR)
    expect(find(at(old), { since: NOW - HOUR })).toEqual([])
    expect(find(at(burst(50, NOW - 2 * HOUR, HOUR)), { since: NOW - 20 * HOUR })).toEqual([])
    expect(find(at(burst(50, NOW - 2 * HOUR, HOUR)), { since: NOW - 2 * DAY })).toHaveLength(1)
  })

  it('counts an account once, however many troubles it has', () => {
    const one = burst(40, NOW - HOUR, HOUR)
    expect(find(at(one, { account: 7 }))).toEqual([])
    expect(find([...at(one, { account: 7 }), ...at(burst(3, NOW - HOUR, HOUR), {}, 100)])).toEqual([])
  })

  it('holds a cause that is met for the first time to what is usual of its kind', () => {
    const release = at(burst(9, NOW - DAY, DAY))
    expect(find(release)).toHaveLength(1)
    expect(find(release, { others: noise(9, NOW - DAY).sort((a, b) => a - b) })).toEqual([])
  })

  it('is over after two days without another account, and what comes then makes a new one', () => {
    const first = burst(8, NOW - 10 * DAY, HOUR)
    const again = burst(8, NOW - 3 * HOUR, HOUR)
    const last = first.at(-1) ?? 0
    expect(find(all(first, again))).toMatchObject([
      { beganAt: first[0], closedAt: last + 2 * DAY, because: 'quiet' },
      { beganAt: again[0], closedAt: null },
    ])
  })

  it('takes in who comes later, one at a time', () => {
    const later = [20, 40, 60].map(hours => NOW - 4 * DAY + hours * HOUR)
    const [found] = find(all(burst(8, NOW - 4 * DAY, HOUR), later))
    expect(found?.troubles).toHaveLength(11)
    expect(found).toMatchObject({ closedAt: null, lastAt: NOW - 4 * DAY + 60 * HOUR })
  })

  it('is over when no more come than usual, in a noise that never stops', () => {
    const from = NOW - 10 * DAY
    for (const seed of [1, 2, 3]) {
      const found = find(all(noise(10, NOW, seed), burst(80, from, 6 * HOUR)))
      expect(found).toHaveLength(1)
      expect(found[0]).toMatchObject({ because: 'quiet' })
      expect(found[0]?.closedAt).toBeLessThan(from + 4 * DAY)
      expect(found[0]?.troubles.length).toBeLessThan(130)
    }
  })

  it('is over when it has gone on for so long that it is usual, and does not begin again', () => {
    const steady = Array.from({ length: 45 }, (_, day) => burst(20, NOW - 45 * DAY + day * DAY, DAY)).flat()
    expect(find(at(steady))).toMatchObject([{ because: 'usual' }])
  })

  it('is over when all of its issues are closed', () => {
    const troubles = at(burst(8, NOW - 5 * HOUR, HOUR), { closedAt: NOW - HOUR })
    expect(find(troubles)).toMatchObject([{ closedAt: NOW - HOUR, because: 'solved' }])
    expect(find([...troubles.slice(1), ...at([NOW - 5 * HOUR], {}, 99)])).toMatchObject([{ closedAt: null }])
  })

  it('is over when a person says so, and takes a new burst to begin again', () => {
    const troubles = burst(8, NOW - 20 * HOUR, HOUR)
    const stop = NOW - 10 * HOUR
    const few = [1, 2, 3].map(hours => NOW - hours * HOUR)
    expect(find(all(troubles, few), { stops: [stop] })).toMatchObject([{ closedAt: stop, because: 'person' }])
    expect(find(all(troubles, burst(8, NOW - 2 * HOUR, HOUR)), { stops: [stop] })).toMatchObject([
      { closedAt: stop },
      { beganAt: NOW - 2 * HOUR, closedAt: null },
    ])
  })

  it('does not learn from an incident what is usual', () => {
    const before = find(all(burst(300, NOW - 9 * DAY, 6 * HOUR), burst(8, NOW - 2 * HOUR, HOUR)))
    expect(before).toHaveLength(2)
    expect(before[1]?.usual).toBe(0)
  })

  it('goes on with what was under way when watching began again', () => {
    const troubles = at(burst(8, NOW - 20 * HOUR, HOUR))
    const [open] = find(troubles)
    if (!open) throw new Error('no incident')
    const since = NOW - 10 * HOUR
    const facts = { troubles: at([NOW - HOUR], {}, 50), since, watched: [], stops: [], first: 0, others: [], open }
    expect(incidentsIn(facts, NOW)).toMatchObject([{ beganAt: open.beganAt, lastAt: NOW - HOUR, closedAt: null }])
  })
})

describe('how probable a count is', () => {
  // Negative binomial with ½ successes after 27 quiet days and a day to come: 1 − (27/28)^½.
  it('is the posterior predictive tail of a Poisson count', () => {
    expect(chanceOf(0, DAY, 0, 27 * DAY)).toBe(1)
    expect(chanceOf(1, DAY, 0, 27 * DAY)).toBeCloseTo(1 - Math.sqrt(27 / 28), 12)
    // With much behind it, the Poisson tail itself: P(N ≥ 3 | 1) = 1 − 2.5/e.
    expect(chanceOf(3, DAY, 1_000_000, 1_000_000 * DAY)).toBeCloseTo(1 - 2.5 / Math.E, 5)
    expect(chanceOf(2_000, DAY, 30_000, 28 * DAY)).toBeLessThan(1e-9)
  })
})

describe('what was watched', () => {
  it('reaches a day back from each look, and grows together', () => {
    const one = looked([], NOW)
    expect(one).toEqual([[NOW - DAY, NOW]])
    expect(looked(one, NOW + MINUTE)).toEqual([[NOW - DAY, NOW + MINUTE]])
    expect(looked(one, NOW + 7 * DAY)).toEqual([...one, [NOW + 6 * DAY, NOW + 7 * DAY]])
  })

  it('counts as usual only what could be seen, so rare looks do not make the next one a surprise', () => {
    const looks = Array.from({ length: 9 }, (_, week) => NOW - (8 - week) * 7 * DAY)
    const seen = looks.flatMap((look, i) => burst(9, look - DAY + i, DAY))
    const watched = looks.reduce(looked, [] as ReturnType<typeof looked>)
    const facts = { troubles: at(seen), since: BEGIN, stops: [], first: BEGIN, others: [] }
    expect(incidentsIn({ ...facts, watched }, NOW)).toEqual([])
  })
})
