import { againstOf, measureWords, unitOf } from '../../../shared/trigger/measures/measures.ts'
import { shortDuration } from '../../../shared/trigger/measures/words.ts'
import type { Comparison, Condition } from '../../../shared/trigger/trigger.ts'

const OPS: Record<Comparison['op'], string> = {
  '>=': 'at least',
  '>': 'more than',
  '<=': 'at most',
  '<': 'less than',
  '=': 'exactly',
  in: 'one of',
}

function comparisonWords({ measure, op, threshold }: Comparison): string {
  const limit = Array.isArray(threshold)
    ? threshold.join(', ')
    : unitOf(measure) === 'share'
      ? `${Math.round(Number(threshold) * 100)} %`
      : shortDuration(String(threshold))
  return `${measureWords(measure)}: ${OPS[op]} ${limit}${againstOf(measure)}`
}

/** A condition as a sentence; nested groups are in brackets. */
export function conditionWords(condition: Condition, nested = false): string {
  if ('measure' in condition) return comparisonWords(condition)
  if ('not' in condition) return `not (${conditionWords(condition.not)})`
  const [parts, glue] = 'all' in condition ? [condition.all, ' and '] : [condition.any, ' or ']
  const words = parts.map(part => conditionWords(part, true)).join(glue)
  return nested && parts.length > 1 ? `(${words})` : words
}
