import type {
  Comparison,
  Condition,
  DateRef,
  EventFilter,
  Measure,
  ObjectFilter,
  PropertyTest,
} from '../../../shared/trigger/trigger.ts'
import { unitOf } from './edit-condition.ts'

const OPS: Record<Comparison['op'], string> = {
  '>=': 'at least',
  '>': 'more than',
  '<=': 'at most',
  '<': 'less than',
  '=': 'exactly',
  in: 'one of',
}

const plain = (name: string) => name.replace(/^properties\./, '').replaceAll('_', ' ')
const spaced = (duration: string) => duration.replace(/(\d)([a-z])/, '$1 $2')

function testWords(test: PropertyTest): string {
  if (Array.isArray(test)) return test.join(' or ')
  if (typeof test !== 'object') return String(test)
  const bounds = { gte: 'at least', gt: 'more than', lte: 'at most', lt: 'less than' }
  return Object.entries(test)
    .map(([name, value]) => `${bounds[name as keyof typeof bounds]} ${value}`)
    .join(' and ')
}

function filterWords({ kind, where }: EventFilter | ObjectFilter): string {
  const which = Object.entries(where ?? {}).map(([name, test]) => `${plain(name)} ${testWords(test)}`)
  return `${plain(kind)}${which.length > 0 ? ` (${which.join(', ')})` : ''}`
}

const objectWords = (object: ObjectFilter): string =>
  `${filterWords(object)}${object.states ? ` in state ${object.states.map(plain).join(' or ')}` : ''}`

const dateWords = (date: DateRef): string =>
  'attribute' in date
    ? `“${plain(date.attribute)}”`
    : `“${plain(date.field)}” of the nearest ${objectWords(date.object)}`

const windowWords = (over: string, ago: string | undefined): string =>
  ago ? `within ${spaced(over)} until ${spaced(ago)} ago` : `within ${spaced(over)}`

/** A measure as words: `error count of feature used within 28 d`. */
export function measureWords(measure: Measure): string {
  if (measure.type === 'ratio') return `${measureWords(measure.of)} divided by ${measureWords(measure.to)}`
  if (measure.type === 'attribute') return plain(measure.name)
  if (measure.type === 'until') return `time until ${dateWords(measure.date)}`
  if (measure.type === 'age') return `time since ${dateWords(measure.date)}`
  if (measure.type === 'objects') return `number of open ${objectWords(measure.object)}`
  if (measure.type === 'stored')
    return `longest time of ${objectWords(measure.object)}${measure.relative ? ' against the usual' : ''}`
  const events = filterWords(measure.events)
  if (measure.type === 'since') return `time since ${events}`
  if (measure.type === 'count') return `${events} ${windowWords(measure.over, measure.ago)}`
  if (measure.type === 'sum') return `${plain(measure.field)} of ${events} ${windowWords(measure.over, measure.ago)}`
  if (measure.type === 'max')
    return `highest ${plain(measure.field)} of ${events} ${windowWords(measure.over, measure.ago)}`
  if (measure.type === 'last') return `latest ${plain(measure.field)} of ${events}`
  if (measure.type === 'anomaly') return `how unusual ${events} is for ${spaced(measure.every)}`
  const span = `(${spaced(measure.over)} against the ${spaced(measure.baseline)} before)`
  return measure.type === 'novel' ? `new ${plain(measure.field)} of ${events} ${span}` : `${events} ${span}`
}

function comparisonWords({ measure, op, threshold }: Comparison): string {
  const unit = unitOf(measure)
  const limit = Array.isArray(threshold)
    ? threshold.join(', ')
    : unit === 'share'
      ? `${Math.round(Number(threshold) * 100)} %`
      : spaced(String(threshold))
  const own = measure.type === 'rate' ? ' of the account’s own normal' : ''
  return `${measureWords(measure)}: ${OPS[op]} ${limit}${own}`
}

/** A condition as a sentence; groups are bracketed where they are nested. */
export function conditionWords(condition: Condition, nested = false): string {
  if ('measure' in condition) return comparisonWords(condition)
  if ('not' in condition) return `not (${conditionWords(condition.not)})`
  const [parts, glue] = 'all' in condition ? [condition.all, ' and '] : [condition.any, ' or ']
  const words = parts.map(part => conditionWords(part, true)).join(glue)
  return nested && parts.length > 1 ? `(${words})` : words
}
