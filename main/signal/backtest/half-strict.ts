import { parseDuration } from '../../../shared/trigger/duration.ts'
import type { Comparison, Condition } from '../../../shared/trigger/trigger.ts'

/**
 * The same condition with every threshold half as strict: half of what must be reached, twice of what must not be passed;
 * of a share of the account's own normal, half the way to 1. What must be equal, and what is negated, stays.
 */
export function halfStrict(condition: Condition): Condition {
  if ('all' in condition) return { all: condition.all.map(halfStrict) }
  if ('any' in condition) return { any: condition.any.map(halfStrict) }
  if ('not' in condition) return condition
  return { ...condition, threshold: eased(condition) }
}

function eased({ measure, op, threshold }: Comparison): Comparison['threshold'] {
  const limit = typeof threshold === 'string' ? parseDuration(threshold) : threshold
  if (typeof limit !== 'number' || op === '=' || op === 'in') return threshold
  if (measure.type === 'rate') return (limit + 1) / 2
  if (limit <= 0) return threshold
  return op === '>=' || op === '>' ? limit / 2 : limit * 2
}
