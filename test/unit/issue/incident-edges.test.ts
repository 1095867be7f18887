import { describe, expect, it } from 'vitest'
import {
  type AffectedAccount,
  type CauseFacts,
  chanceOf,
  type FoundIncident,
  type IncidentSpan,
  incidentsIn,
  isCalm,
  isOver,
  looked,
} from '../../../main/issue/incident/incident.ts'
import { DAY, HOUR } from '../../../shared/trigger/duration.ts'

const NOW = 20_000 * DAY
const BEGIN = NOW - 60 * DAY

const at = (times: readonly number[], of: Partial<AffectedAccount> = {}, from = 1): AffectedAccount[] =>
  times.map((time, i) => ({ signal: from + i, issue: from + i, account: from + i, at: time, closedAt: null, ...of }))
/** `n` moments in (from, to], equally far from one another, the last of them `to`. */
const spread = (n: number, from: number, to: number) =>
  Array.from({ length: n }, (_, i) => to - ((n - 1 - i) * (to - from)) / n)
const find = (troubles: readonly AffectedAccount[], of: Partial<CauseFacts> = {}, now = NOW) =>
  incidentsIn(
    { troubles, since: BEGIN, watched: [[BEGIN - DAY, NOW + 60 * DAY]], stops: [], first: BEGIN, others: [], ...of },
    now,
  )
const together = (...times: number[][]) => at(times.flat().sort((a, b) => a - b))

describe('an incident', () => {
  it('is of five accounts at least, of a cause that nobody had', () => {
    expect(find(at(spread(4, NOW - HOUR, NOW)))).toEqual([])
    expect(find(at(spread(5, NOW - HOUR, NOW)))).toHaveLength(1)
  })

  it('is of three times as many as usual at least: 40 a day ask for 120', () => {
    const usual = spread(40 * 59, NOW - 60 * DAY, NOW - DAY)
    expect(find(together(usual, spread(119, NOW - DAY, NOW)))).toEqual([])
    expect(find(together(usual, spread(120, NOW - DAY, NOW)))).toMatchObject([{ usual: 40 }])
  })

  it('counts in its window what began within two hours or a day, the beginning excluded', () => {
    const two = (length: number) => [NOW - length, ...spread(4, NOW - HOUR, NOW)]
    // One a day is usual, so that five in a day surprise nobody, and five in two hours do.
    const usual = spread(58, NOW - 60 * DAY, NOW - 2 * DAY)
    expect(find(together(usual, two(2 * HOUR)))).toEqual([])
    expect(find(together(usual, two(2 * HOUR - 1)))).toHaveLength(1)
    const slow = (length: number) => [NOW - length, ...spread(4, NOW - 6 * HOUR, NOW)]
    expect(find(at(slow(DAY)))).toEqual([])
    expect(find(at(slow(DAY - 1)))).toHaveLength(1)
  })

  it('learns what is usual from a day at least', () => {
    const burst = at(spread(50, NOW - HOUR, NOW))
    const watching = (day: number) => find(burst, { since: NOW - DAY - day, first: NOW - HOUR })
    expect(watching(2 * HOUR - 1)).toEqual([])
    expect(watching(2 * HOUR)).toHaveLength(1)
  })

  it('counts as usual the signals in the four weeks before it, and nothing older', () => {
    const burst = spread(5, NOW - HOUR, NOW)
    // All of one account, so that they make no incident themselves.
    const before = (length: number) => at(new Array<number>(28).fill(NOW - 2 * HOUR - length), { account: 9 }, 50)
    const usual = (length: number) => find([...before(length), ...at(burst)]).map(one => one.usual)
    expect(usual(28 * DAY)).toEqual([0])
    expect(usual(28 * DAY - 1)).toEqual([1])
  })

  it('holds a cause that was met for the first time to the median day of its kind', () => {
    // Each of the 28 days before has its others at its very end, which belongs to that day alone. Busy and still days
    // take turns, so that the median is none of those in the middle.
    const isBusy = (day: number, many: number) => (day >= 1 && day <= 7) || (day >= 16 && day < 9 + many)
    const days = (many: number) =>
      Array.from({ length: 28 }, (_, n) => new Array<number>(isBusy(n, many) ? 20 : 4).fill(NOW - (n + 1) * DAY))
        .flat()
        .sort((a, b) => a - b)
    const release = (n: number) => at(spread(n, NOW - DAY, NOW))
    const found = (n: number, many: number) =>
      find(release(n), { first: NOW - DAY + 1, others: days(many) }).map(({ usual }) => usual)
    // Half of the days and the middle one have twenty: the median is twenty, and three times as many are sixty.
    expect(found(59, 14)).toEqual([])
    expect(found(60, 14)).toEqual([20])
    expect(found(60, 13)).toEqual([4])
  })

  it('is held to its own past once that is a day long, to the millisecond', () => {
    const others = spread(20 * 40, NOW - 40 * DAY, NOW)
    const met = (ago: number) => find(at(new Array<number>(5).fill(NOW)), { first: NOW - 2 * HOUR - ago, others })
    // Five in two hours are nothing for its kind, and much for what had none in a day.
    expect(met(DAY - 1)).toHaveLength(1)
    expect(met(DAY - 2)).toEqual([])
  })

  /** `rate` a day, all of one account, so that they make no incident themselves. */
  const always = (rate: number) => {
    const last = NOW - DAY / (2 * rate)
    return at(spread(rate * 40, last - 40 * DAY, last), { account: 0 }, 1_000)
  }
  const closed = (rate: number, times: readonly number[]) =>
    find([...always(rate), ...at(times)], {}, NOW + 9 * DAY).map(({ closedAt, because }) => [closedAt, because])

  it('is over sooner where so many come anyway: as soon as the last day brought no more than three times as usual', () => {
    // One a day is usual: the last day may bring three, so the fourth from the end must be a day old.
    const times = spread(5, NOW - HOUR, NOW - 1)
    expect(closed(1, times)).toEqual([[(times[1] ?? 0) + DAY, 'quiet']])
    // Six in two days are no more than three times as usual either, so that they cannot show an end.
    const six = spread(6, NOW - HOUR, NOW - 1)
    expect(closed(1, six)).toEqual([[(six[2] ?? 0) + DAY, 'quiet']])
  })

  it('is over two hours after it was found, where even that many are not more than three times as usual', () => {
    const burst = new Array<number>(24).fill(NOW)
    expect(closed(100, burst)).toEqual([[NOW + 2 * HOUR, 'quiet']])
  })

  it('is over two days after its last account, to the millisecond', () => {
    const troubles = at(spread(8, NOW - HOUR, NOW))
    expect(find(troubles, {}, NOW + 2 * DAY - 1)).toMatchObject([{ closedAt: null }])
    expect(find(troubles, {}, NOW + 2 * DAY)).toMatchObject([{ closedAt: NOW + 2 * DAY, because: 'quiet' }])
    // What a person says at that very moment goes before it.
    expect(find(troubles, { stops: [NOW + 2 * DAY] }, NOW + 2 * DAY)).toMatchObject([{ because: 'person' }])
  })

  it('is usual four weeks after it was found, and what it brought then counts as usual', () => {
    const steady = spread(20 * 33, NOW - 33 * DAY, NOW)
    const [first, ...more] = find(at(steady))
    expect(first).toMatchObject({ because: 'usual', closedAt: (first?.foundAt ?? 0) + 28 * DAY })
    expect(more).toEqual([])
  })

  it('is over when a person says so at the moment when it was found or later, and not by an earlier word', () => {
    const [found] = find(at(spread(8, NOW - HOUR, NOW)))
    const foundAt = found?.foundAt ?? 0
    const stopped = (stop: number) => find(at(spread(8, NOW - HOUR, NOW)), { stops: [stop] }, NOW)[0]
    expect(stopped(foundAt)).toMatchObject({ closedAt: foundAt, because: 'person' })
    expect(stopped(foundAt - 1)).toMatchObject({ closedAt: null })
  })

  it('takes in who has it already once, and shows when the last account came', () => {
    const troubles = [...at(spread(8, NOW - HOUR, NOW)), ...at([NOW + HOUR], { account: 1 }, 50)]
    const [found] = find(troubles, {}, NOW + HOUR)
    expect(found).toMatchObject({ lastAt: NOW })
    expect(found?.troubles).toHaveLength(9)
    // A trouble of the future is not there yet; one of this moment is.
    expect(find(troubles, {}, NOW + HOUR - 1)[0]?.troubles).toHaveLength(8)
  })

  it('is not looked for again where it would have begun by the settled moment', () => {
    // An incident that ended before lets the search begin again at its end.
    const past: IncidentSpan = { beganAt: NOW - 9 * DAY, closedAt: NOW - 8 * DAY, because: 'quiet' }
    const within = at([NOW - 8.5 * DAY], {}, 50)
    const burst = at(spread(5, NOW - HOUR, NOW))
    const found = (until: number) => find([...within, ...burst], { settled: { until, incidents: [past] } })
    expect(found(NOW)).toEqual([])
    expect(found(NOW - 1)).toMatchObject([{ foundAt: NOW, beganAt: burst[0]?.at }])
  })

  it('that is settled takes its own troubles out of what is usual, from its first moment until before its end', () => {
    const before = at(new Array<number>(28).fill(NOW - 9 * DAY), { account: 9 }, 50)
    const usual = (beganAt: number, closedAt: number, because: IncidentSpan['because'] = 'quiet') => {
      const incidents: IncidentSpan[] = [
        { beganAt: NOW - 9 * DAY + beganAt, closedAt: NOW - 9 * DAY + closedAt, because },
      ]
      const settled = { until: NOW - 8 * DAY, incidents }
      return find([...before, ...at(spread(5, NOW - HOUR, NOW))], { settled }).map(one => one.usual)
    }
    expect(usual(0, 1)).toEqual([0])
    expect(usual(1, 2)).toEqual([1])
    expect(usual(-1, 0)).toEqual([1])
    expect(usual(0, 1, 'usual')).toEqual([1])
  })

  /** One that was written down as open, and whose troubles of the moment when it was found are gone. */
  const written: FoundIncident = {
    ...{ beganAt: NOW - 2 * HOUR, foundAt: NOW - HOUR, lastAt: NOW - HOUR, closedAt: null, because: null },
    ...{ usual: 0, troubles: at(spread(5, NOW - 3 * HOUR, NOW - 2 * HOUR)) },
  }

  it('that is still open keeps the moment when it was found as its last, where older troubles are all that is left', () => {
    expect(find([], { since: NOW - HOUR, open: written })).toMatchObject([{ lastAt: NOW - HOUR }])
  })

  it('that is still open is over two days after its last trouble, if nothing comes', () => {
    expect(isOver(written, NOW - 2 * HOUR + 2 * DAY - 1)).toBe(false)
    expect(isOver(written, NOW - 2 * HOUR + 2 * DAY)).toBe(true)
  })

  it('says nothing about what began when watching began, or before', () => {
    const burst = at(spread(5, NOW - HOUR, NOW))
    const first = burst[0]?.at ?? 0
    const open: FoundIncident = {
      ...{ beganAt: first, foundAt: first, lastAt: first, closedAt: null, because: null },
      ...{ usual: 0, troubles: at([first - 1], {}, 99) },
    }
    expect(find(burst, { since: first, open })[0]?.troubles).toHaveLength(5)
    expect(find(burst, { since: first - 1, open })[0]?.troubles).toHaveLength(6)
  })

  it('goes through troubles of one moment in the order of their signals', () => {
    const [a, b, ...rest] = at([...spread(5, NOW - HOUR, NOW - 1), NOW, NOW].toReversed())
    const [found] = find([b, a, ...rest].filter(one => one !== undefined))
    expect(found?.troubles.slice(-2).map(({ signal }) => signal)).toEqual([1, 2])
  })
})

describe('how probable a count is', () => {
  it('grows with the signals before, and never falls below nothing', () => {
    expect(chanceOf(2, DAY, 0, 27 * DAY)).toBeCloseTo(1 - Math.sqrt(27 / 28) * (1 + 0.5 / 28), 12)
    for (const n of [20, 100, 400]) expect(chanceOf(n, DAY, 0, 27 * DAY)).toBeGreaterThanOrEqual(0)
  })
})

describe('a cause that needs no closer look', () => {
  /** One trouble less would be calm, whatever came before. */
  const calm = (times: readonly number[], before = 0, from = NOW - DAY) => isCalm(times, from, before)

  it('has fewer than five in each window, which ends where it began', () => {
    // A hundred in four weeks make seven a day no surprise, so that only the two hours decide.
    const edge = (length: number) => [NOW - length, ...spread(4, NOW - HOUR, NOW)]
    expect(calm(edge(2 * HOUR), 100)).toBe(true)
    expect(calm(edge(2 * HOUR - 1), 100)).toBe(false)
    expect(calm(spread(4, NOW - DAY, NOW))).toBe(true)
    expect(calm(spread(5, NOW - DAY, NOW))).toBe(false)
  })

  it('has less than three times as many as usual: ten a day ask for thirty', () => {
    expect(calm(spread(29, NOW - DAY, NOW), 280)).toBe(true)
    expect(calm(spread(30, NOW - DAY, NOW), 280)).toBe(false)
  })

  it('is judged by windows that end at the moment or later', () => {
    const times = spread(5, NOW - HOUR, NOW)
    expect(calm(times, 0, NOW)).toBe(false)
    expect(calm(times, 0, NOW + 1)).toBe(true)
  })
})

describe('what was watched', () => {
  it('forgets what is older than twelve weeks, and looks into a future that a clock has left', () => {
    const span = (to: number) => [NOW - 100 * DAY, to] as const
    expect(looked([span(NOW - 84 * DAY)], NOW)).toEqual([[NOW - DAY, NOW]])
    expect(looked([span(NOW - 84 * DAY + 1)], NOW)).toEqual([span(NOW - 84 * DAY + 1), [NOW - DAY, NOW]])
    expect(looked([[NOW, NOW + DAY]], NOW)).toEqual([[NOW - DAY, NOW]])
    expect(looked([[NOW - 1, NOW + DAY]], NOW)).toEqual([[NOW - 1, NOW]])
  })

  it('joins what a look of the next day reaches', () => {
    const until = (to: number) => looked([[NOW - 9 * DAY, to]], NOW)
    expect(until(NOW - DAY)).toEqual([[NOW - 9 * DAY, NOW]])
    expect(until(NOW - DAY - 1)).toEqual([
      [NOW - 9 * DAY, NOW - DAY - 1],
      [NOW - DAY, NOW],
    ])
  })
})
