import { murmur3 } from '../../../shared/hash.ts'
import { isCurrency } from '../../../shared/money.ts'
import type { IdRef, ValueRef } from '../../../shared/source/mapping.ts'
import { shortened, TIME_FIELDS, Unfit } from '../build-record.ts'
import type { PropertyValue } from '../record.ts'
import { isBlankWord, isZeroDate } from './blanks.ts'
import { cellParser } from './parse-cell.ts'
import type { Tally } from './tally.ts'

export type Cells = readonly string[]
export type ReadCells = (cells: Cells) => PropertyValue

/** The column that a value comes from; null for a constant. */
export const placeOf = (ref: ValueRef | undefined): string | null => (ref && 'field' in ref ? ref.field : null)

/** A row's own id. Parts are joined by a mark that none of them contains, so that no two rows share one by chance. */
export function idReader(ref: IdRef, columns: readonly string[]): (cells: Cells) => string {
  if ('content' in ref) return cells => contentId(JSON.stringify(cells))
  if (!('columns' in ref)) {
    const read = required('id', ref, columns)
    return cells => String(read(cells))
  }
  const parts = ref.columns.map(field => reader('id', { field, type: 'text' }, columns))
  return cells => {
    const values = parts.map(read => read(cells))
    if (values.every(value => value === null)) throw new Unfit(ref.columns[0] ?? null, 'The id is missing.')
    return values
      .map(value =>
        String(value ?? '')
          .replaceAll('\\', '\\\\')
          .replaceAll('|', '\\|'),
      )
      .join('|')
  }
}

/** 128 bits, so that two different rows of a long log do not meet by chance. */
const contentId = (text: string): string =>
  [1, 2, 3, 4].map(seed => murmur3(text, seed).toString(16).padStart(8, '0')).join('')

type MoneyRef = Extract<ValueRef, { field: string }>

/** The currency of a row's amount: the cell of its column, or else the one that the mapping names. */
export function currencyReader(ref: MoneyRef, columns: readonly string[]): (cells: Cells) => string | null {
  const { currencyField, currency = null } = ref
  if (currencyField === undefined) return () => currency
  const at = columns.indexOf(currencyField)
  return cells => {
    const code = cells[at]?.trim().toUpperCase() ?? ''
    if (code === '' || isBlankWord(code)) {
      if (currency !== null) return currency
      throw new Unfit(currencyField, 'The currency is missing.')
    }
    if (!/^[A-Z]{3}$/.test(code) || !isCurrency(code))
      throw new Unfit(currencyField, `“${shortened(code)}” is not a currency such as EUR.`)
    return code
  }
}

/** Amounts of each row in its own currency: how many digits are minor depends on it. */
function moneyReader(ref: MoneyRef, columns: readonly string[]): ReadCells {
  const currency = currencyReader(ref, columns)
  const readers = new Map<string, ReadCells>()
  return cells => {
    if ((cells[columns.indexOf(ref.field)]?.trim() ?? '') === '') return null
    const code = currency(cells) ?? ''
    const { currencyField: _own, ...plain } = ref
    const read = readers.get(code) ?? reader('amount', { ...plain, currency: code }, columns)
    readers.set(code, read)
    return read(cells)
  }
}

/** Reads a field without which there is no record. */
export function required(target: string, ref: ValueRef | undefined, columns: readonly string[]): ReadCells {
  const read = reader(target, ref, columns)
  const column = placeOf(ref)
  return cells => {
    const value = read(cells)
    if (value === null || value === '') throw new Unfit(column, `The ${target === 'at' ? 'date' : target} is missing.`)
    return value
  }
}

/** Reads a field of a record from the cells of a row; null where it is blank. Throws `Unfit` for what it cannot be. */
export function reader(
  target: string,
  ref: ValueRef | undefined,
  columns: readonly string[],
  tally?: Tally,
): ReadCells {
  if (!ref) return () => null
  if ('const' in ref) return () => ref.const
  if (ref.type === 'money' && ref.currencyField !== undefined) return moneyReader(ref, columns)
  const at = columns.indexOf(ref.field)
  const typed = target === 'id' || target === 'kind' ? { ...ref, type: 'text' as const } : ref
  const cell = cellParser(typed, TIME_FIELDS.has(target))
  // An account must not be lost for a property of it.
  const mayBeBlank = target.startsWith('properties.')
  const parse = (text: string): PropertyValue => {
    const read = cell(text)
    if ('value' in read) {
      if (read.value === null) tally?.add(ref.field, 'blank', text)
      return read.value
    }
    if (!mayBeBlank) throw new Unfit(ref.field, `“${shortened(text)}” is not ${read.unfit}.`)
    tally?.add(ref.field, 'unfit', text)
    return null
  }
  const { map } = ref
  if (!map) {
    return cells => {
      const raw = cells[at]?.trim() ?? ''
      return raw === '' ? null : parse(raw)
    }
  }
  const named = new Map(Object.entries(map))
  // Where a blank cell means something, so does each word for none: an end of 0000-00-00 is no end.
  const isNone = named.has('') ? (text: string) => isBlankWord(text) || isZeroDate(text) : () => false
  return cells => {
    const raw = cells[at]?.trim() ?? ''
    const text = named.get(raw) ?? (raw === '' ? '' : isNone(raw) ? named.get('') : (named.get('*') ?? raw)) ?? ''
    return text === '' ? null : parse(text)
  }
}
