import type { ColumnType, DateFormat } from '../../shared/source/mapping.ts'
import { parseDate } from './dates.ts'

/** What a column seems to hold. `blank` is the share of empty cells, `distinct` tells whether no value came twice. */
export interface GuessedColumn {
  name: string
  type: ColumnType
  format: DateFormat | null
  samples: string[]
  blank: number
  distinct: boolean
}

/** Guesses the type of every column from its first values. Only a type that fits all of them is proposed. */
export function guessColumns(columns: readonly string[], rows: readonly (readonly string[])[]): GuessedColumn[] {
  return columns.map((name, index) => {
    const cells = rows.map(row => (row[index] ?? '').trim())
    const values = cells.filter(cell => cell !== '')
    const samples = [...new Set(values)]
    return {
      name,
      ...guessType(name, values),
      samples: samples.slice(0, 3),
      blank: cells.length === 0 ? 0 : 1 - values.length / cells.length,
      distinct: values.length > 0 && samples.length === values.length,
    }
  })
}

const WORDS = /^(true|false|yes|no)$/i
const INTEGER = /^[+-]?\d+$/
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)$/
const TIME_NAME = /(^|_)(at|on|date|time|timestamp|ts|day|when)$/i

function guessType(name: string, values: readonly string[]): { type: ColumnType; format: DateFormat | null } {
  if (values.length === 0) return { type: 'text', format: null }
  const all = (test: (value: string) => boolean) => values.every(test)
  if (all(value => WORDS.test(value))) return { type: 'boolean', format: null }
  const format = guessDateFormat(snake(name), values)
  if (format) return { type: 'date', format }
  // 00123 is a name that happens to be written in digits: as a number it would lose its zeros.
  const named = values.some(value => /^0\d/.test(value)) || /(^|_)(id|zip|postcode|phone|code)$/.test(snake(name))
  if (!named && all(value => INTEGER.test(value) && Number.isSafeInteger(Number(value))))
    return { type: 'integer', format: null }
  if (!named && all(value => NUMBER.test(value))) return { type: 'number', format: null }
  return { type: 'text', format: null }
}

/** Counts since 1970 look like any number, so they are believed only in a column that is named like a time. */
function guessDateFormat(name: string, values: readonly string[]): DateFormat | null {
  const fits = (format: DateFormat) => values.every(value => parseDate(value, format) !== null)
  // Where every date fits both, the day comes first, as in most countries; the preview shows it.
  for (const format of ['iso', 'dd/mm/yyyy', 'mm/dd/yyyy', 'dd.mm.yyyy'] as const) if (fits(format)) return format
  if (!TIME_NAME.test(name)) return null
  if (values.every(value => /^\d{9,10}$/.test(value))) return 'unix_s'
  return values.every(value => /^\d{12,13}$/.test(value)) ? 'unix_ms' : null
}

/** `Feature Name` and `featureName` are `feature_name`. */
export const snake = (name: string): string =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '_')
    .replace(/^_+|_+$/g, '')
