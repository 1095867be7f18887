import { DAY } from '../../../shared/trigger/duration.ts'
import type { Scalar } from '../../../shared/trigger/measures/parts.ts'
import type { Comparison } from '../../../shared/trigger/trigger.ts'
import type { Meter } from '../meter/meter.ts'

/** Undefined measures make a comparison neither true nor false, as NULL does in SQL; such a condition does not hold. */
export type Truth = boolean | null

export function compare(op: Comparison['op'], value: Scalar | null, threshold: Scalar | readonly Scalar[]): Truth {
  if (value === null) return null
  if (Array.isArray(threshold)) return threshold.includes(value)
  if (op === '=' || op === 'in') return value === threshold
  if (typeof value !== 'number' || typeof threshold !== 'number') return null
  if (op === '>=') return value >= threshold
  if (op === '>') return value > threshold
  return op === '<=' ? value <= threshold : value < threshold
}

/** Nothing that a person cares for lies further ahead. */
const FAR = 36_500 * DAY

/**
 * The first moment after t at which a comparison's truth may turn by time alone; Infinity when it never does. Between
 * edges a value that moves does so in one direction, so where the two ends of a piece agree nothing turned within it.
 * Later than `until` nothing is looked at: where it does not turn by then, the answer is just some moment after `until`.
 */
export function turnsAfter(
  meter: Meter,
  op: Comparison['op'],
  threshold: number,
  t: number,
  until = Number.POSITIVE_INFINITY,
): number {
  if (meter.falls && isSettled(meter, op, threshold, t)) return Number.POSITIVE_INFINITY
  // Equality holds for one moment only, which two ends do not show; that the value passes the threshold they do.
  const side = (at: number): number | Truth => {
    const value = meter.value(at)
    if (value === null) return null
    return op === '=' ? Math.sign(value - threshold) : compare(op, value, threshold)
  }
  const before = side(t)
  let from = t
  for (;;) {
    const edge = meter.nextEdge(from)
    if (meter.moves) {
      const last = Math.min(edge - 1, from + FAR, until)
      if (side(last) !== before) return firstOther(side, before, from, last)
    }
    if (edge === Number.POSITIVE_INFINITY || edge > until) return edge
    if (side(edge) !== before) return edge
    from = edge
  }
}

/** What can only fall stays below a threshold that it is below. */
function isSettled(meter: Meter, op: Comparison['op'], threshold: number, t: number): boolean {
  const value = meter.value(t) ?? 0
  if (op === '>=' || op === '<') return value < threshold
  if (op === '>' || op === '<=') return value <= threshold
  return false
}

function firstOther(side: (at: number) => unknown, before: unknown, from: number, to: number): number {
  let [low, high] = [from, to]
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (side(middle) === before) low = middle
    else high = middle
  }
  return high
}
