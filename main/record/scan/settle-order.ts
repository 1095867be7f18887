import type { DateFormat, DateOrder } from '../../../shared/source/cell-format.ts'
import type { ColumnScan, Example } from './column-scan.ts'
import type { Question } from './question.ts'
import type { YearPlace } from './short-years.ts'

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
  const years = placeOfYears(column)
  if (years === 'first') return yearFirst(column)
  const told = (['dmy', 'mdy', 'ymd'] as const).toSorted((a, b) => orders[b] - orders[a])
  const [best = 'dmy', ...others] = told
  const against = others.reduce((sum, order) => sum + orders[order], 0)
  const sure = { question: null, against: { rows: against, examples: others.flatMap(one => orderExamples[one] ?? []) } }
  const evidence = column.yearsOfTwo.deciding[best] ?? orderExamples[best]?.[0]
  if (orders[best] > 0 && against * 20 <= orders[best] && years === 'last')
    return {
      ...sure,
      format: formatOf(column, best),
      because: evidence ? `Line ${evidence.line} says “${evidence.text}”: ${ORDER_WORDS[best]}.` : null,
    }
  if (orders[best] === 0) {
    if (orders.any === 0) return { ...sure, format: formatOf(column, 'ymd'), because: null }
    // Nobody writes a month first with dots between.
    if (dotted === orders.any && column.yearsOfTwo.dates === 0)
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

/** Where two-digit years stand. A number that can only be a year tells it, where the others fit. */
function placeOfYears({ orders, yearsOfTwo }: ColumnScan): YearPlace {
  if (yearsOfTwo.dates < orders.dmy + orders.mdy + orders.ymd + orders.any || yearsOfTwo.dates === 0) return 'last'
  const place = yearsOfTwo.place()
  return place === 'unclear' && orders.ymd > 0 ? 'first' : place
}

/** Two-digit years in front: what does not fit them is odd. */
function yearFirst(column: ColumnScan): Order {
  const { orderExamples, yearsOfTwo } = column
  const example = [orderExamples.ymd, orderExamples.dmy, orderExamples.any].flatMap(all => all ?? [])[0]
  return {
    format: formatOf(column, 'ymd'),
    question: null,
    because: example
      ? `The first numbers lie as close together as years, the last ones are spread like days: “${example.text}” on line ${example.line} is read with the year first. If that is wrong, choose another format in the mapping.`
      : null,
    against: { rows: yearsOfTwo.misfits, examples: orderExamples.mdy ?? [] },
  }
}

/** The narrow format where it reads every cell; otherwise the one that reads all ways of writing. */
function formatOf({ classes, iso, slashed, plainlyDotted }: ColumnScan, order: DateOrder): DateFormat {
  if (iso === classes.date) return 'iso'
  if (order === 'ymd') return order
  if (slashed === classes.date) return order === 'dmy' ? 'dd/mm/yyyy' : 'mm/dd/yyyy'
  return order === 'dmy' && plainlyDotted === classes.date ? 'dd.mm.yyyy' : order
}
