import type { Rates } from './exchange.ts'
import { isCurrency } from './money.ts'
import { fail, ok, type Result } from './result.ts'

interface Quote {
  currency: string
  per: number
  day: string
}

/**
 * Reads exchange rates from CSV as central banks publish them, and keeps each currency's newest: a line for each day and
 * a column for each currency (`Date,USD,JPY` as the ECB's), or a line for each rate (`currency,rate,date`, or the ECB's
 * `CURRENCY`, `OBS_VALUE`, `TIME_PERIOD`). `base`: the currency of which one unit buys what the file says.
 */
export function parseRates(text: string, base: string): Result<Rates> {
  if (!isCurrency(base)) return bad(`“${base}” is no currency of ISO 4217.`)
  const [header, ...lines] = text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .filter(line => line.trim() !== '')
    .map(cells)
  if (!header) return bad('The file is empty.')
  const quotes =
    /^(date|day|datum)$/i.test(header[0] ?? '') && header.some(isCurrency) ? wide(header, lines) : long(header, lines)
  if (quotes === null)
    return bad(
      'The header has neither a column for each currency beside a date, nor columns named currency, rate and date.',
    )
  const newest = new Map<string, Quote>()
  for (const quote of quotes) if (quote.day > (newest.get(quote.currency)?.day ?? '')) newest.set(quote.currency, quote)
  newest.delete(base)
  if (newest.size === 0) return bad('No line has a currency of ISO 4217, a rate above 0 and a date such as 2024-11-29.')
  return perEuro(newest, base)
}

const bad = (why: string): Result<never> =>
  fail('invalid', 'The exchange rates were not imported.', why, 'Correct the file. The rates so far stay in force.')

const cells = (line: string): string[] => line.split(/[,;\t]/).map(cell => cell.trim().replace(/^"(.*)"$/, '$1'))

function wide(header: readonly string[], lines: readonly (readonly string[])[]): Quote[] {
  return lines.flatMap(line =>
    header.flatMap((currency, n) => (n > 0 && isCurrency(currency) ? quoteOf(currency, line[n], line[0]) : [])),
  )
}

function long(header: readonly string[], lines: readonly (readonly string[])[]): Quote[] | null {
  const column = (...names: string[]) => header.findIndex(name => names.includes(name.toLowerCase()))
  const currency = column('currency', 'code')
  const rate = column('rate', 'obs_value', 'value')
  const day = column('date', 'day', 'time_period')
  if (currency < 0 || rate < 0 || day < 0) return null
  return lines.flatMap(line => quoteOf(line[currency] ?? '', line[rate], line[day]))
}

function quoteOf(currency: string, rate: string | undefined, date: string | undefined): Quote[] {
  const [per, day] = [Number(rate || Number.NaN), dayOf(date ?? '')]
  return isCurrency(currency) && per > 0 && Number.isFinite(per) && day !== null ? [{ currency, per, day }] : []
}

const MONTHS = 'january february march april may june july august september october november december'.split(' ')

/** `2024-11-29`, or as the ECB's daily file has it: `29 November 2024`. */
function dayOf(text: string): string | null {
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return text
  const [, day = '', name = '', year = ''] = /^(\d{1,2}) ([A-Za-z]+) (\d{4})$/.exec(text) ?? []
  const month = MONTHS.indexOf(name.toLowerCase()) + 1
  return month === 0 ? null : `${year}-${String(month).padStart(2, '0')}-${day.padStart(2, '0')}`
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
