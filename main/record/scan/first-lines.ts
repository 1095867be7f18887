import { isAddress } from '../../../shared/person/address.ts'
import { bareNumber, numberShape } from '../cells/numbers.ts'
import { writtenDate } from '../cells/written-date.ts'

/** A row of a table, and where it begins. */
export interface TableRow {
  line: number
  cells: readonly string[]
}

/** Rows in which the names of the columns are looked for. */
export const LOOKED = 60

const SEPARATOR = /^"?sep=(.)"?\r?\n/i

/** The separator that Excel reads from a first line such as `sep=;`. */
export const saidSeparator = (text: string): string | undefined => SEPARATOR.exec(text)?.[1]

/** Cells up to the last one that is not empty: Excel ends every line of a sheet with as many separators as the widest has. */
export function width(cells: readonly string[]): number {
  let end = cells.length
  while (end > 0 && (cells[end - 1] ?? '').trim() === '') end--
  return end
}

/** The width that most rows have, and of several the largest. */
export function usualWidth(rows: readonly TableRow[]): number {
  const counts = new Map<number, number>()
  for (const { cells } of rows) counts.set(width(cells), (counts.get(width(cells)) ?? 0) + 1)
  return [...counts].sort(([a, n], [b, m]) => m - n || b - a)[0]?.[0] ?? 0
}

export type Header = { at: number } | { problem: string }

/**
 * Which of the first rows names the columns. With names that are `wanted`, the first that holds all of them; otherwise
 * the first that is no title: titles are narrower than the rows below. A row of values names nothing, so a file without
 * names is refused rather than read by its first record.
 */
export function findHeader(rows: readonly TableRow[], wanted: readonly string[] = []): Header {
  const holds = wanted.length > 0 ? rows.findIndex(({ cells }) => hasAll(cells, wanted)) : -1
  if (holds !== -1) return { at: holds }
  const usual = usualWidth(rows.slice(1))
  const at = rows.findIndex(({ cells }) => !isTitle(cells, usual))
  const row = rows[at]
  if (!row) return { at: 0 }
  const value = row.cells.find(isValue)
  if (value === undefined) return { at }
  if (wanted.length > 0 && at === 0) return { at: 0 }
  return {
    problem: `On line ${row.line} “${value.trim().slice(0, 60)}” is a value, where the name of a column is due.`,
  }
}

const hasAll = (cells: readonly string[], wanted: readonly string[]): boolean => {
  const names = new Set(cells.map(cell => cell.trim()))
  return wanted.every(name => names.has(name))
}

function isTitle(cells: readonly string[], usual: number): boolean {
  const filled = cells.filter(cell => cell.trim() !== '').length
  if (filled === 0 || /^"?sep=.$/i.test(cells.join('').trim())) return true
  if (usual < 2 || width(cells) >= usual) return usual > 2 && filled === 1
  return filled === 1 || filled * 2 <= usual || cells.some(isValue)
}

/** A number other than a year, a date, or an address: nobody names a column so. */
function isValue(cell: string): boolean {
  const text = cell.trim()
  if (text === '' || text.length > 60) return false
  if (/^(1[89]|20|21)\d\d$/.test(text)) return false
  const bare = bareNumber(text)
  if (bare && numberShape(bare.digits) !== null) return true
  return /^\d/.test(text) ? writtenDate(text) !== null : isAddress(text)
}

const TOTAL =
  /^(grand |sub)?totals?$|^(sum|average|avg|count|summe|gesamt|gesamtsumme|gesamtergebnis|zwischensumme|total général|totaux|somme|totalt|summa|totale|suma|totaal|合計|総計|итого)$/i

/** Whether a row is nothing but a line, as terminals and Markdown draw it below a header: `---`, `:--:`, `----+----`. */
export function isRule(cells: readonly string[]): boolean {
  const first = cells[0]?.trim() ?? ''
  // Nearly every row is told by its first cell.
  if (first !== '' && !RULE.test(first)) return false
  return cells.every(cell => cell.trim() === '' || RULE.test(cell.trim()))
}

const RULE = /^[:+]?-[-+:]{2,}$/

/** Whether a row sums up others: `Total` comes first, and everything beside it is a number. */
export function isTotals(cells: readonly string[]): boolean {
  let numbers = 0
  let isNamed = false
  for (const cell of cells) {
    const text = cell.trim()
    if (text === '') continue
    if (!isNamed) {
      // Nearly every row is told by its first cell.
      if (text.length > 20 || !TOTAL.test(text.replace(/:$/, ''))) return false
      isNamed = true
    } else if (isNumberText(text)) numbers++
    else return false
  }
  return numbers > 0
}

/** When a report was made, how many rows it has, whose it is: said below the rows, in a first cell with nothing beside it. */
const REMARK =
  /^\(?\d[\d,.]* (rows?|records?|results?)( (found|returned|selected|in total))?[).]*$|^(report )?(generated|exported|printed|created|filtered|sorted|run)( on| by| at|:| \d)|^copyright\b|^©|^confidential\b|^(page|seite) \d|^(source|note|notes|quelle|hinweis):/i
/** `Wednesday, Nov 20, 2024 10:09 AM GMT+1`, as reports of bookkeeping end; a weekday in front names no customer. */
const STAMP = /^\p{L}{3,12},? \p{L}{3,12}\.? \d{1,2},? \d{4}\b/u

/** Whether a row is a remark about the table: one cell in front, where the table has several columns. */
export function isRemark(cells: readonly string[]): boolean {
  if (cells.length < 3 || cells[1] !== '' || width(cells) !== 1) return false
  const text = cells[0]?.trim() ?? ''
  return REMARK.test(text) || STAMP.test(text)
}

function isNumberText(text: string): boolean {
  const bare = bareNumber(text.replace(/\s?%$/, ''))
  return bare !== null && numberShape(bare.digits) !== null
}
