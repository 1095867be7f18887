import type { Rates, UnreadRate } from './exchange.ts'
import { isCurrency } from './money.ts'
import { fail, ok, type Result } from './result.ts'

interface Quote {
  currency: string
  per: number
  day: string
}

/** What a file of rates says, and what of it could not be read: a currency keeps the rate that it had. */
export interface ParsedRates {
  rates: Rates
  unread: UnreadRate[]
}

interface Line {
  line: number
  cells: readonly string[]
}

/**
 * Reads exchange rates from CSV as central banks publish them, and keeps each currency's newest: a line for each day and
 * a column for each currency (`Date,USD,JPY` as the ECB's), or a line for each rate (`currency,rate,date`, or the ECB's
 * `CURRENCY`, `OBS_VALUE`, `TIME_PERIOD`). `base`: the currency of which one unit buys what the file says.
 */
export function parseRates(text: string, base: string): Result<ParsedRates> {
  if (!isCurrency(base)) return bad(unknown(base))
  const [header, ...lines] = linesOf(text.replace(/^\uFEFF/, ''))
  if (!header) return bad('The file is empty.')
  const found = { quotes: [] as Quote[], unread: [] as UnreadRate[] }
  const numberOf = numberReader(lines.flatMap(({ cells }) => cells))
  const names = header.cells
  const isWide = /^(date|day|datum)$/i.test(names[0] ?? '') && names.some(isCurrency)
  // Said once, and not on each day.
  if (isWide)
    for (const name of names.slice(1))
      if (name !== '' && !isCurrency(name)) found.unread.push({ line: header.line, text: name, why: unknown(name) })
  const read = isWide ? wide(names) : long(names)
  if (read === null)
    return bad(
      'The header has neither a column for each currency beside a date, nor columns named currency, rate and date.',
    )
  for (const line of lines) for (const told of read(line)) take(told, line.line, numberOf, found)
  const newest = new Map<string, Quote>()
  for (const quote of found.quotes)
    if (quote.day > (newest.get(quote.currency)?.day ?? '')) newest.set(quote.currency, quote)
  const own = newest.get(base)
  if (own && own.per !== 1)
    return bad(`The file says that one ${base} buys ${own.per} ${base}: its rates are those of another currency.`)
  newest.delete(base)
  if (newest.size === 0) return bad('No line has a currency of ISO 4217, a rate above 0 and a date such as 2024-11-29.')
  const rates = perEuro(newest, base)
  return rates.ok ? ok({ rates: rates.value, unread: found.unread }) : rates
}

const unknown = (currency: string): string => `“${currency}” is no currency of ISO 4217.`

const bad = (why: string): Result<never> =>
  fail('invalid', 'The exchange rates were not imported.', why, 'Correct the file. The rates so far stay in force.')

const COMMA = /\s*(?:"([^"]*)"|([^,]*))\s*(?:,|$)/y
const CELLS: Readonly<Record<string, RegExp>> = {
  ';': /\s*(?:"([^"]*)"|([^;]*))\s*(?:;|$)/y,
  '\t': /[^\S\t]*(?:"([^"]*)"|([^\t]*))[^\S\t]*(?:\t|$)/y,
}

/** One delimiter for the whole file: beside a semicolon or a tab, a comma is a decimal mark. */
function linesOf(text: string): Line[] {
  const lines = text.split(/\r?\n/)
  const first = lines.find(line => line.trim() !== '') ?? ''
  const cell = CELLS[[';', '\t'].find(one => first.includes(one)) ?? ','] ?? COMMA
  return lines.flatMap((line, n) => {
    if (line.trim() === '') return []
    const cells: string[] = []
    cell.lastIndex = 0
    while (cell.lastIndex < line.length) {
      const found = cell.exec(line)
      if (!found) return { line: n + 1, cells: [line] }
      cells.push((found[1] ?? found[2] ?? '').trim())
    }
    return { line: n + 1, cells }
  })
}

/** What a line says of one currency. */
interface Told {
  currency: string
  rate: string
  date: string
}

type Reads = (line: Line) => Told[]

const wide =
  (names: readonly string[]): Reads =>
  ({ cells }) =>
    names.flatMap((currency, n) =>
      n > 0 && isCurrency(currency) ? { currency, rate: cells[n] ?? '', date: cells[0] ?? '' } : [],
    )

function long(names: readonly string[]): Reads | null {
  const column = (...wanted: string[]) => names.findIndex(name => wanted.includes(name.toLowerCase()))
  const currency = column('currency', 'code')
  const rate = column('rate', 'obs_value', 'value')
  const date = column('date', 'day', 'time_period')
  if (currency < 0 || rate < 0 || date < 0) return null
  return ({ cells }) => [{ currency: cells[currency] ?? '', rate: cells[rate] ?? '', date: cells[date] ?? '' }]
}

/** Currencies without a rate that day, as the ECB's history has them. */
const NONE = /^(n\/a|na|-|–|null)?$/i

function take(
  { currency, rate, date }: Told,
  line: number,
  numberOf: (text: string) => number | null,
  { quotes, unread }: { quotes: Quote[]; unread: UnreadRate[] },
): void {
  if (NONE.test(rate) && currency !== '') return
  const [per, day] = [numberOf(rate), dayOf(date)]
  const why = !isCurrency(currency)
    ? unknown(currency)
    : per === null
      ? 'The rate is no number above 0.'
      : day === null
        ? `“${date}” is no day such as 2024-11-29.`
        : null
  if (why === null && per !== null && day !== null) quotes.push({ currency, per, day })
  else if (why !== null) unread.push({ line, text: [currency, rate, date].join(' ').trim(), why })
}

/**
 * Numbers with a point or a comma before the decimals. `1,085` and `1.085` alone may mean either; another cell of the file
 * tells then, and where none does, a rate is hardly ever written with a mark between its thousands.
 */
function numberReader(cells: readonly string[]): (text: string) => number | null {
  const points = cells.some(cell => /^\d+\.(\d{1,2}|\d{4,})$/.test(cell))
  const commas = cells.some(cell => /^\d+,(\d{1,2}|\d{4,})$/.test(cell))
  return text => {
    const isGrouped = /^\d{1,3}(,\d{3})+(\.\d+)?$/.test(text) && (points || text.includes('.')) && !commas
    const isDotted = /^\d{1,3}(\.\d{3})+(,\d+)?$/.test(text) && (commas || text.includes(',')) && !points
    const plain = isGrouped
      ? text.replaceAll(',', '')
      : isDotted
        ? text.replaceAll('.', '').replace(',', '.')
        : text.replace(',', '.')
    const value = /^\d+(\.\d+)?(e[+-]?\d+)?$/i.test(plain) ? Number(plain) : Number.NaN
    return value > 0 && Number.isFinite(value) ? value : null
  }
}

const MONTHS = 'january february march april may june july august september october november december'.split(' ')

/** `2024-11-29`, or as the ECB's daily file has it: `29 November 2024`; with dots, nobody writes a month first. */
function dayOf(text: string): string | null {
  const [, iso] = /^(\d{4}-\d{2}-\d{2})$/.exec(text) ?? []
  if (iso !== undefined) return existing(iso)
  const [, day = '', name = '', year = ''] = /^(\d{1,2})(?: ([A-Za-z]+) |\.\d{1,2}\.)(\d{4})$/.exec(text) ?? []
  const month = text.includes('.') ? Number(text.split('.')[1]) : MONTHS.indexOf((name ?? '').toLowerCase()) + 1
  return year === '' ? null : existing(`${year}-${String(month).padStart(2, '0')}-${day.padStart(2, '0')}`)
}

/** Null for a day that no calendar has. */
function existing(day: string): string | null {
  const at = Date.parse(`${day}T00:00:00Z`)
  return Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== day ? null : day
}

function perEuro(quotes: ReadonlyMap<string, Quote>, base: string): Result<Rates> {
  const entries = [...quotes.values()]
  if (base === 'EUR')
    return ok(Object.fromEntries(entries.map(({ currency, per, day }) => [currency, { perEuro: per, day }])))
  const euro = quotes.get('EUR')
  if (!euro) return bad(`Rates of one ${base} need the rate of EUR among them.`)
  const others = entries.filter(({ currency }) => currency !== 'EUR')
  const own = { currency: base, per: 1, day: euro.day }
  return ok(
    Object.fromEntries([...others, own].map(({ currency, per, day }) => [currency, { perEuro: per / euro.per, day }])),
  )
}
