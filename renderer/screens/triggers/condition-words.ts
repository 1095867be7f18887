import type { Comparison, Condition, Measure } from '../../../shared/trigger.ts'

const OPS: Record<Comparison['op'], string> = {
  '>=': 'at least',
  '>': 'more than',
  '<=': 'at most',
  '<': 'less than',
  '=': 'exactly',
}

const plain = (name: string) => name.replaceAll('_', ' ')

function eventsWords({ kind, where }: Measure['events']): string {
  const which = Object.entries(where ?? {}).map(([name, value]) => `${plain(name)} ${value}`)
  return `${plain(kind)}${which.length > 0 ? ` (${which.join(', ')})` : ''}`
}

function measureWords(measure: Measure): string {
  const events = eventsWords(measure.events)
  if (measure.type === 'count') return `${events} within ${measure.over}`
  if (measure.type === 'sum') return `total ${plain(measure.field)} of ${events} within ${measure.over}`
  return `${events} over ${measure.over} against the account’s own ${measure.baseline} before`
}

/** A condition as a sentence; groups are bracketed where they are nested. */
export function conditionWords(condition: Condition, nested = false): string {
  if ('measure' in condition) {
    const { measure, op, threshold } = condition
    const amount = measure.type === 'rate' ? `${Math.round(threshold * 100)} %` : String(threshold)
    return `${OPS[op]} ${amount} ${measureWords(measure)}`
  }
  if ('not' in condition) return `not (${conditionWords(condition.not)})`
  const [parts, glue] = 'all' in condition ? [condition.all, ' and '] : [condition.any, ' or ']
  const words = parts.map(part => conditionWords(part, true)).join(glue)
  return nested && parts.length > 1 ? `(${words})` : words
}
