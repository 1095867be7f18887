import type { DateFormat, DateOrder } from '../../../shared/source/cell-format.ts'
import type { ColumnScan, Example } from './column-scan.ts'
import type { Question } from './question.ts'

/** How the dates of a column are to be read, and which cells speak against it. */
interface Order {
  format: DateFormat
  question: Question | null
  because: string | null
  against: { rows: number; examples: readonly Example[] }
}

const ORDER_WORDS: Record<DateOrder, string> = { dmy: 'day first', mdy: 'month first', ymd: 'year first' }

/**
 * Which number is the day. Cells that fit one order only decide for all, where nearly all of them agree; where every
 * cell fits both, or they contradict each other, a person has to say.
 */
export function settleOrder(column: ColumnScan): Order {
  const { orders, orderExamples, dotted } = column
  const told = (['dmy', 'mdy', 'ymd'] as const).toSorted((a, b) => orders[b] - orders[a])
  const [best = 'dmy', ...others] = told
  const against = others.reduce((sum, order) => sum + orders[order], 0)
  const sure = { question: null, against: { rows: against, examples: others.flatMap(one => orderExamples[one] ?? []) } }
  const evidence = orderExamples[best]?.[0]
  if (orders[best] > 0 && against * 20 <= orders[best])
    return {
      ...sure,
      format: formatOf(column, best),
      because: evidence ? `Line ${evidence.line} says “${evidence.text}”: ${ORDER_WORDS[best]}.` : null,
    }
  if (orders[best] === 0) {
    if (orders.any === 0) return { ...sure, format: formatOf(column, 'ymd'), because: null }
    // Nobody writes a month first with dots between.
    if (dotted === orders.any && column.shortYears === 0)
      return { ...sure, format: formatOf(column, 'dmy'), because: null }
  }
  const examples = told
    .flatMap(order => orderExamples[order]?.slice(0, 2) ?? [])
    .concat(orderExamples.any ?? [], column.evenExamples)
  return {
    format: 'ask',
    question: { kind: 'date-order', examples: examples.slice(0, 4) },
    because: null,
    against: { rows: 0, examples: [] },
  }
}

/** The narrow format where it reads every cell; otherwise the one that reads all ways of writing. */
function formatOf({ classes, iso, slashed, plainlyDotted }: ColumnScan, order: DateOrder): DateFormat {
  if (iso === classes.date) return 'iso'
  if (order === 'ymd') return order
  if (slashed === classes.date) return order === 'dmy' ? 'dd/mm/yyyy' : 'mm/dd/yyyy'
  return order === 'dmy' && plainlyDotted === classes.date ? 'dd.mm.yyyy' : order
}
