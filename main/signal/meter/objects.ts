import { NO_CURRENCIES } from '../../../shared/exchange.ts'
import type { Measure } from '../../../shared/trigger/measures/measures.ts'
import type { ObjectFilter } from '../../../shared/trigger/measures/parts.ts'
import { lateAt, lateMoments } from '../life/life-curve.ts'
import { amountTester } from './amounts.ts'
import type { Meter } from './meter.ts'
import { belongs } from './related.ts'
import { type AccountFacts, fits, type ObjectFact } from './rows.ts'

type Stored = Extract<Measure, { type: 'stored' }>
type Late = Extract<Measure, { type: 'late' }>

const NEVER = Number.POSITIVE_INFINITY

/** Begun, and not closed. */
const isOpen = ({ openedAt, closedAt }: ObjectFact, t: number): boolean =>
  (openedAt === null || openedAt <= t) && (closedAt === null || closedAt > t)

const stayAt = (object: ObjectFact, t: number) =>
  object.stays.find(({ since, until }) => since <= t && (until === null || until > t))

function matching(
  { objects, self, currencies = NO_CURRENCIES }: AccountFacts,
  { kind, where, of, amount }: ObjectFilter,
): readonly ObjectFact[] {
  const some = objects?.get(kind) ?? []
  const own = of ? some.filter(belongs(of, self)) : some
  const all = amount ? own.filter(amountTester(amount, currencies)) : own
  return where ? all.filter(object => fits(where, JSON.parse(object.properties) as Record<string, unknown>)) : all
}

function inState(object: ObjectFact, { states }: ObjectFilter, t: number): boolean {
  if (!isOpen(object, t)) return false
  if (!states) return true
  const stay = stayAt(object, t)
  return stay !== undefined && states.includes(stay.state)
}

/** Every moment at which one of the objects begins, ends, changes its state, or `more` happens. */
function edgesOf(objects: readonly ObjectFact[], more: (object: ObjectFact) => (number | null)[] = () => []) {
  const edges = objects
    .flatMap(object => [
      object.openedAt,
      object.closedAt,
      ...object.stays.flatMap(stay => [stay.since, stay.until]),
      ...more(object),
    ])
    .filter(at => at !== null)
    .sort((a, b) => a - b)
  return (t: number): number => edges.find(at => at > t) ?? NEVER
}

/** How many are in those states. */
export function objectsMeter(facts: AccountFacts, filter: ObjectFilter): Meter {
  const objects = matching(facts, filter)
  return {
    value: t => objects.reduce((n, object) => n + (inState(object, filter, t) ? 1 : 0), 0),
    nextEdge: edgesOf(objects),
    moves: false,
    falls: false,
    objects: t => objects.filter(object => inState(object, filter, t)),
  }
}

/** The longest time that one of them has been in its state, in ms or as a share of the usual. */
export function storedMeter(facts: AccountFacts, { object: filter, relative }: Stored): Meter {
  const objects = matching(facts, filter)
  const longest = (t: number) => {
    let best: { object: ObjectFact; value: number; time: number; usual: number | null } | null = null
    for (const object of objects) {
      if (!inState(object, filter, t)) continue
      const stay = stayAt(object, t)
      if (!stay) continue
      const time = t - stay.since
      const usual = relative
        ? (facts.usual?.({ kind: filter.kind, state: stay.state, lane: object.lane, ...relative }) ?? null)
        : null
      if (relative && !usual) continue
      const value = usual ? time / usual : time
      if (best === null || value > best.value) best = { object, value, time, usual }
    }
    return best
  }
  const meter: Meter = {
    value: t => longest(t)?.value ?? null,
    nextEdge: edgesOf(objects),
    moves: true,
    falls: false,
    objects: t => {
      const found = longest(t)
      return found ? [found.object] : []
    },
  }
  if (!relative) return meter
  return {
    ...meter,
    share: t => {
      const found = longest(t)
      return { recent: found?.time ?? 0, usual: found?.usual ?? null }
    },
  }
}

/** The highest chance that one of them is late. Between the steps of its curve the chance stands still. */
export function lateMeter(facts: AccountFacts, { object: filter }: Late): Meter {
  const objects = matching(facts, filter)
  const curves = facts.lives?.(filter.kind)
  const likeliest = (t: number) => {
    let best: { object: ObjectFact; chance: number } | null = null
    for (const object of objects) {
      const chance = inState(object, filter, t) ? lateAt(curves, object, t) : null
      if (chance !== null && (best === null || chance > best.chance)) best = { object, chance }
    }
    return best
  }
  return {
    value: t => likeliest(t)?.chance ?? null,
    nextEdge: edgesOf(objects, object => lateMoments(curves, object)),
    moves: false,
    falls: false,
    objects: t => {
      const found = likeliest(t)
      return found ? [found.object] : []
    },
  }
}

/** Time until the nearest date ahead of the objects. */
export function objectDateMeter(
  facts: AccountFacts,
  filter: ObjectFilter,
  field: 'due_at' | 'opened_at' | 'closed_at',
): Meter {
  const objects = matching(facts, filter)
  const dateOf = ({ dueAt, openedAt, closedAt }: ObjectFact) =>
    field === 'due_at' ? dueAt : field === 'opened_at' ? openedAt : closedAt
  const nearest = (t: number) => {
    let best: { object: ObjectFact; date: number } | null = null
    for (const object of objects) {
      const date = dateOf(object)
      if (date !== null && date > t && (best === null || date < best.date) && inState(object, filter, t))
        best = { object, date }
    }
    return best
  }
  return {
    value: t => {
      const found = nearest(t)
      return found ? found.date - t : null
    },
    objects: t => {
      const found = nearest(t)
      return found ? [found.object] : []
    },
    nextEdge: edgesOf(objects, object => [dateOf(object)]),
    moves: true,
    falls: false,
  }
}
