import type { Comparison, Condition, Measure } from '../../../shared/trigger.ts'

const OPS: Record<Comparison['op'], string> = {
  '>=': 'at least',
  '>': 'more than',
  '<=': 'at most',
  '<': 'less than',
  '=': 'exactly',
}

const plain = (name: string) => name.replaceAll('_', ' ')
const spaced = (duration: string) => duration.replace(/(\d)([a-z])/, '$1 $2')

function eventsWords({ kind, where }: Measure['events']): string {
  const which = Object.entries(where ?? {}).map(([name, value]) => `${plain(name)} ${value}`)
  return `${plain(kind)}${which.length > 0 ? ` (${which.join(', ')})` : ''}`
}

function comparisonWords({ measure, op, threshold }: Comparison): string {
  const events = eventsWords(measure.events)
  const over = spaced(measure.over)
  if (measure.type === 'count') return `${events} ${OPS[op]} ${threshold} times within ${over}`
  if (measure.type === 'sum') return `${plain(measure.field)} of ${events} ${OPS[op]} ${threshold} within ${over}`
  const share = `${OPS[op]} ${Math.round(threshold * 100)} % of the account’s own normal`
  return `${events} ${share} (${over} against the ${spaced(measure.baseline)} before)`
}

/** A condition as a sentence; groups are bracketed where they are nested. */
export function conditionWords(condition: Condition, nested = false): string {
  if ('measure' in condition) return comparisonWords(condition)
  if ('not' in condition) return `not (${conditionWords(condition.not)})`
  const [parts, glue] = 'all' in condition ? [condition.all, ' and '] : [condition.any, ' or ']
  const words = parts.map(part => conditionWords(part, true)).join(glue)
  return nested && parts.length > 1 ? `(${words})` : words
}
