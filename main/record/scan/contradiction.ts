import type { ColumnRef } from '../../../shared/source/value-ref.ts'
import { ColumnScan } from './column-scan.ts'

/** A mapped column whose cells may contradict what its mapping says of day and month, or of the decimal mark. */
export interface Watched {
  ref: ColumnRef
  at: number
  scan: ColumnScan
}

const ORDERED = new Set(['dd/mm/yyyy', 'mm/dd/yyyy', 'dmy', 'mdy'])
const COUNTED = new Set(['integer', 'number', 'money'])

/** The columns that must be looked at before a file is read: in all others a wrong cell is seen anyway. */
export function watchedColumns(refs: readonly ColumnRef[], columns: readonly string[]): Watched[] {
  return refs
    .filter(({ type, format }) => COUNTED.has(type) || (type === 'date' && ORDERED.has(format ?? 'iso')))
    .map(ref => ({ ref, at: columns.indexOf(ref.field), scan: new ColumnScan(ref.field) }))
    .filter(({ at }) => at !== -1)
}

/**
 * What the file says against the mapping, in words. A few cells that fit the other order only are odd and go to
 * quarantine; where they are the majority, the cells that fit both orders would all be swapped without a word.
 */
export function contradictionOf({ ref, scan }: Watched): string | null {
  return ref.type === 'date' ? againstOrder(ref, scan) : againstDecimal(ref, scan)
}

function againstOrder({ field, format }: ColumnRef, { orders, orderExamples }: ColumnScan): string | null {
  const monthFirst = format === 'mdy' || format === 'mm/dd/yyyy'
  const [own, other] = monthFirst ? (['mdy', 'dmy'] as const) : (['dmy', 'mdy'] as const)
  const example = orderExamples[other]?.[0]
  if (!example || orders.any === 0 || orders[other] <= orders[own]) return null
  const [mapped, found] = monthFirst ? ['month', 'day'] : ['day', 'month']
  return `“${field}” is mapped with the ${mapped} first, but line ${example.line} has the ${found} first: “${example.text}”.`
}

function againstDecimal({ field, decimal = 'point' }: ColumnRef, { shapes, shapeExamples }: ColumnScan): string | null {
  const other = decimal === 'comma' ? 'point' : 'comma'
  const own = decimal === 'comma' ? 'comma' : 'point'
  const example = shapeExamples[other]
  const open = shapes['either-point'] + shapes['either-comma']
  if (!example || open === 0 || shapes[other] <= shapes[own]) return null
  return `“${field}” is mapped with a decimal ${own}, but line ${example.line} has a decimal ${other}: “${example.text}”.`
}
