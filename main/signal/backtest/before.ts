import type { Firing } from '../../../shared/trigger/trigger.ts'
import type { ReadDb } from '../../cache/db.ts'
import type { Lacking } from '../language/supply.ts'
import { measureAccounts } from './gather.ts'
import { halfStrict } from './half-strict.ts'
import { firableOf } from './lives.ts'
import type { Measured } from './measured.ts'

/** A span of time of an account, UTC ms: `from` ≤ t < `to`. */
export interface AskedSpan {
  account: number
  from: number
  to: number
}

/**
 * How near a condition was in a span, by today's data: it held until the end, had held before, or would have held with
 * every threshold half as strict.
 */
export type Nearness = 'holds' | 'held' | 'near' | null

/** Accounts between two that are asked about are measured along; a wider gap begins another range. */
const GAP = 200
const WIDEST = 2_000

/** How near a trigger's condition was in each asked span. Limits of firing, such as a cooldown, are not looked at. */
export function nearnessOf(
  db: ReadDb,
  { when, closeWhen, each }: Firing,
  spansAsked: readonly AskedSpan[],
  lacking: Lacking,
): Nearness[] {
  const answers: Nearness[] = spansAsked.map(() => null)
  const places = Map.groupBy(spansAsked.keys(), at => (spansAsked[at] as AskedSpan).account)
  const definition = { when, ...(each ? { each } : {}) }
  for (const { first, last } of rangesOf([...places.keys()].sort((a, b) => a - b))) {
    const own = [...places].filter(([account]) => account >= first && account <= last).flatMap(([, at]) => at)
    const span = {
      start: own.reduce((least, at) => Math.min(least, (spansAsked[at] as AskedSpan).from), Number.MAX_SAFE_INTEGER),
      end: own.reduce((most, at) => Math.max(most, (spansAsked[at] as AskedSpan).to), 0),
    }
    const part = measureAccounts(db, definition, span, { first, last, lacking }, () => {})
    const units = Map.groupBy(part.ids.keys(), unit => part.ids[unit] as number)
    const spans = { held: spansOf(part, definition, span.end), near: spansOf(part, eased(definition), span.end) }
    for (const at of own) {
      const { account, from, to } = spansAsked[at] as AskedSpan
      const isMet = (was: 'held' | 'near', after: number) =>
        (units.get(account) ?? []).some(unit =>
          spans[was](unit).some(([opens, closes]) => opens < to && closes > after),
        )
      // What has a closing condition of its own stays open although it does not hold any more.
      if (isMet('held', closeWhen ? from : to - 1)) answers[at] = 'holds'
      else answers[at] = isMet('held', from) ? 'held' : isMet('near', from) ? 'near' : null
    }
  }
  return answers
}

const eased = ({ when, ...rest }: Pick<Firing, 'when' | 'each'>) => ({ ...rest, when: halfStrict(when) })

/** The spans in which a condition holds, unit by unit, each looked up once. */
function spansOf(part: Measured, definition: Pick<Firing, 'when' | 'each'>, limit: number) {
  const read = firableOf(part, definition, limit)
  const known = new Map<number, [number, number][]>()
  return (unit: number): readonly [number, number][] => {
    const before = known.get(unit)
    if (before) return before
    const spans: [number, number][] = []
    read(unit, (from, to) => spans.push([from, to]))
    known.set(unit, spans)
    return spans
  }
}

function rangesOf(accounts: readonly number[]): { first: number; last: number }[] {
  const ranges: { first: number; last: number }[] = []
  for (const account of accounts) {
    const range = ranges.at(-1)
    if (range && account - range.last <= GAP && account - range.first < WIDEST) range.last = account
    else ranges.push({ first: account, last: account })
  }
  return ranges
}
