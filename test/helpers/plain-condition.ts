import { anomalyAt } from '../../main/signal/meter/anomaly.ts'
import type { AccountFacts, Fact, ObjectFact } from '../../main/signal/meter/rows.ts'
import { NO_CURRENCIES } from '../../shared/exchange.ts'
import { minorDigits } from '../../shared/money.ts'
import { parseDuration } from '../../shared/trigger/duration.ts'
import type { Measure } from '../../shared/trigger/measures/measures.ts'
import type { ObjectFilter, Scalar } from '../../shared/trigger/measures/parts.ts'
import type { Comparison, Condition } from '../../shared/trigger/trigger.ts'

/**
 * What a condition means, word for word as `shared/trigger.ts` states it and without a thought for speed: every answer
 * is counted out from all facts. The product must say the same.
 */
export type Kleene = true | false | null

const ms = (text: string | undefined): number => (text === undefined ? 0 : (parseDuration(text) ?? Number.NaN))
const parsed = new WeakMap<object, Record<string, unknown>>()
const properties = (row: { properties: string }): Record<string, unknown> => {
  const known = parsed.get(row) ?? (JSON.parse(row.properties) as Record<string, unknown>)
  parsed.set(row, known)
  return known
}
const sumOf = (list: readonly number[]): number => list.reduce((a, b) => a + b, 0)
const isNumber = (value: unknown): value is number => typeof value === 'number'
const isScalar = (value: unknown): value is Scalar => ['string', 'number', 'boolean'].includes(typeof value)

export function truthAt(condition: Condition, facts: AccountFacts, t: number): Kleene {
  if ('not' in condition) {
    const inner = truthAt(condition.not, facts, t)
    return inner === null ? null : !inner
  }
  if ('all' in condition) return conjunction(condition.all.map(one => truthAt(one, facts, t)))
  if ('any' in condition) {
    const none = conjunction(condition.any.map(one => truthAt({ not: one }, facts, t)))
    return none === null ? null : !none
  }
  return comparison(condition, measureAt(condition.measure, facts, t))
}

/** False where one is, else unknown where one is. */
function conjunction(parts: readonly Kleene[]): Kleene {
  if (parts.includes(false)) return false
  return parts.includes(null) ? null : true
}

function comparison({ measure, op, threshold }: Comparison, value: Scalar | null): Kleene {
  if (value === null) return null
  const isTime = measure.type !== 'attribute' && typeof threshold === 'string'
  const limit = isTime ? ms(threshold) : threshold
  if (Array.isArray(limit)) return limit.includes(value)
  if (op === '=' || op === 'in') return value === limit
  if (!isNumber(value) || !isNumber(limit)) return null
  const difference = value - limit
  const answers = { '>=': difference >= 0, '>': difference > 0, '<=': difference <= 0, '<': difference < 0 }
  return answers[op]
}

export function measureAt(measure: Measure, facts: AccountFacts, t: number): Scalar | null {
  switch (measure.type) {
    case 'attribute':
      return measure.name === 'mrr_minor' ? amount(facts, measure.currency) : attribute(facts, measure.name)
    case 'age': {
      const date = attribute(facts, measure.date.attribute)
      return isNumber(date) && date <= t ? t - date : null
    }
    case 'until': {
      const dates =
        'attribute' in measure.date ? [attribute(facts, measure.date.attribute)] : datesOf(measure.date, facts, t)
      const ahead = dates.filter(isNumber).filter(date => date > t)
      return ahead.length === 0 ? null : Math.min(...ahead) - t
    }
    case 'objects':
      return inStates(facts, measure.object, t).length
    case 'stored': {
      const times = inStates(facts, measure.object, t).flatMap(object => {
        const stay = stayAt(object, t)
        if (!stay) return []
        const time = t - stay.since
        if (!measure.relative) return [time]
        const { kind } = measure.object
        const usual = facts.usual?.({ kind, state: stay.state, lane: object.lane, ...measure.relative })
        return usual ? [time / usual] : []
      })
      return times.length === 0 ? null : Math.max(...times)
    }
    case 'late': {
      const chances = inStates(facts, measure.object, t).map(object => {
        if (object.dueAt === null || t >= object.dueAt) return object.dueAt === null ? null : 1
        if (object.openedAt === null) return null
        const [age, due] = [t - object.openedAt, object.dueAt - object.openedAt]
        const known = facts.lives?.(measure.object.kind)
        // The first curve whose next step was still watched by twenty: the share beyond the promise of that beyond now.
        for (const curve of [known?.lanes.get(object.lane ?? ''), known?.every]) {
          if ((curve?.steps.filter(([ms]) => ms > age)[0]?.[2] ?? 0) < 20) continue
          const beyond = (ms: number) => curve?.steps.filter(([at]) => at <= ms).at(-1)?.[1] ?? 1
          return beyond(due) / beyond(age)
        }
        return null
      })
      const some = chances.filter(isNumber)
      return some.length === 0 ? null : Math.max(...some)
    }
    case 'ratio': {
      const [of, to] = [measureAt(measure.of, facts, t), measureAt(measure.to, facts, t)]
      return isNumber(of) && isNumber(to) && to !== 0 ? of / to : null
    }
    default:
      return eventsValue(measure, facts, t)
  }
}

function eventsValue(measure: Extract<Measure, { events: unknown }>, facts: AccountFacts, t: number): number | null {
  const { kind, where = {} } = measure.events
  const matching = (facts.events.get(kind) ?? []).filter(
    event => event.at <= t && Object.entries(where).every(([name, test]) => passes(properties(event)[name], test)),
  )
  /** The events in (from, to]. */
  const within = (from: number, to: number) => matching.filter(({ at }) => at > from && at <= to)
  const found = (event: Fact) =>
    !('field' in measure) || measure.field === undefined
      ? 1
      : measure.field === 'value'
        ? event.value
        : properties(event)[measure.field]
  const amount = (event: Fact): number => {
    const value = found(event)
    return isNumber(value) ? value : 0
  }
  const over = 'over' in measure && measure.over !== undefined ? ms(measure.over) : Number.POSITIVE_INFINITY
  const end = t - ('ago' in measure ? ms(measure.ago) : 0)
  const window = within(end - over, end)
  switch (measure.type) {
    case 'count':
      return window.length
    case 'days':
      return new Set(window.map(({ at }) => new Date(at).toISOString().slice(0, 10))).size
    case 'sum':
      return sumOf(window.map(amount))
    case 'max': {
      const amounts = window.map(found).filter(isNumber)
      return amounts.length === 0 ? null : Math.max(...amounts)
    }
    case 'last': {
      const rows = window.filter(event => isNumber(found(event)))
      const latest = Math.max(...rows.map(({ at }) => at))
      const amounts = rows.filter(({ at }) => at === latest).map(amount)
      return amounts.length === 0 ? null : Math.max(...amounts)
    }
    case 'since':
      return matching.length === 0 ? null : t - Math.max(...matching.map(({ at }) => at))
    case 'rate': {
      const baseline = ms(measure.baseline)
      const before = within(t - over - baseline, t - over)
      const usual = (sumOf(before.map(amount)) / baseline) * over
      return before.length < measure.minimum || usual === 0 ? null : sumOf(window.map(amount)) / usual
    }
    case 'novel': {
      const known = within(t - over - ms(measure.baseline), t - over)
        .map(found)
        .filter(isScalar)
      const fresh = window.map(found).filter(value => isScalar(value) && !known.includes(value))
      return known.length === 0 ? null : new Set(fresh).size
    }
    case 'anomaly': {
      const every = ms(measure.every)
      const length = Math.max(2, Math.ceil(ms(measure.baseline) / every) + 1)
      const end = Math.floor(t / every)
      const bucketOf = ({ at }: Fact) => Math.floor(at / every)
      const some = matching.filter(event => bucketOf(event) >= end - length && bucketOf(event) < end)
      const first = Math.min(end, ...some.map(bucketOf))
      const buckets = Array.from({ length: end - first }, (_, n) =>
        sumOf(some.filter(event => bucketOf(event) === first + n).map(amount)),
      )
      return anomalyAt(buckets, every, measure.minimum, measure.field === undefined ? 'count' : 'metric')
    }
  }
}

function passes(found: unknown, test: unknown): boolean {
  if (Array.isArray(test)) return test.includes(found)
  if (typeof test !== 'object' || test === null) return found === test
  if (!isNumber(found)) return false
  const { gte = found, gt = -Infinity, lte = found, lt = Infinity } = test as Record<string, number>
  return found >= gte && found > gt && found <= lte && found < lt
}

function attribute({ account = {} }: AccountFacts, name: string): Scalar | null {
  const [first, second] = name.startsWith('properties.') ? ['properties', name.slice(11)] : [name]
  const found = second === undefined ? account[first ?? ''] : JSON.parse(String(account.properties ?? '{}'))[second]
  return isScalar(found) ? found : null
}

function amount({ account = {}, currencies }: AccountFacts, wanted: string | undefined): number | null {
  const { mrr_minor: minor, currency } = account
  return inCurrency(minor, currency, currencies, wanted)
}

/** Whole units by way of the euro, then minor units again. */
function inCurrency(minor: unknown, currency: unknown, currencies = NO_CURRENCIES, wanted: string | undefined) {
  if (!isNumber(minor)) return null
  const from = typeof currency === 'string' ? currency : currencies.reckoning
  const to = wanted ?? currencies.reckoning
  if (from === to) return minor
  const perEuro = (of: string) => (of === 'EUR' ? 1 : currencies.rates[of]?.perEuro)
  const [one, other] = [perEuro(from), perEuro(to)]
  if (one === undefined || other === undefined) return null
  return Math.round((minor * (other / one) * 10 ** minorDigits(to)) / 10 ** minorDigits(from))
}

const stayAt = ({ stays }: ObjectFact, t: number) =>
  stays.find(({ since, until }) => since <= t && t < (until ?? Number.POSITIVE_INFINITY))

/** Bounds are whole units. */
function isWorth({ amountMinor, currency }: ObjectFact, { currencies }: AccountFacts, test: ObjectFilter['amount']) {
  if (!test) return true
  const { currency: wanted, ...bounds } = test
  const found = inCurrency(amountMinor, currency, currencies, wanted)
  return found !== null && passes(found / 10 ** minorDigits(wanted), bounds)
}

function inStates(facts: AccountFacts, { kind, states, where = {}, amount: worth }: ObjectFilter, t: number) {
  const { objects } = facts
  return (objects?.get(kind) ?? []).filter(object => {
    const begun = (object.openedAt ?? Number.NEGATIVE_INFINITY) <= t
    const closed = (object.closedAt ?? Number.POSITIVE_INFINITY) <= t
    const isIn = !states || states.includes(stayAt(object, t)?.state ?? 'nowhere')
    return (
      begun &&
      !closed &&
      isIn &&
      isWorth(object, facts, worth) &&
      Object.entries(where).every(([name, test]) => passes(properties(object)[name], test))
    )
  })
}

function datesOf(
  { object, field }: { object: ObjectFilter; field: 'due_at' | 'opened_at' | 'closed_at' },
  facts: AccountFacts,
  t: number,
): (number | null)[] {
  const name = { due_at: 'dueAt', opened_at: 'openedAt', closed_at: 'closedAt' } as const
  return inStates(facts, object, t).map(one => one[name[field]])
}
