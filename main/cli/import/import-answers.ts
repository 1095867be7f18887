import { basename } from 'node:path'
import type { InspectedFile } from '../../../shared/model/source.ts'
import { type Answers, answersSchema } from '../../../shared/source/cell-format.ts'
import { type FileStream, type Mapping, type Mappings, ownMapping } from '../../../shared/source/mapping.ts'
import { mappingSchema } from '../../../shared/source/record-mapping.ts'
import type { ValueRef } from '../../../shared/source/value-ref.ts'
import { withZone } from '../../../shared/source/with-zone.ts'
import { type Invocation, usage } from '../command.ts'

type Options = Invocation['options']
type Kind = InspectedFile['answered'][number]['kind']

const OPTIONS = ['date-order', 'decimal', 'currency', 'zone'] as const

/** What the options answer of the questions that a file may leave open. */
export function answersOf(options: Options): Answers {
  const said = {
    dateOrder: options['date-order'],
    decimal: options.decimal,
    currency: options.currency?.toUpperCase(),
    zone: options.zone,
    encoding: options.encoding?.toLowerCase(),
    header: options.header === undefined ? undefined : Number(options.header),
  }
  const parsed = answersSchema.safeParse(JSON.parse(JSON.stringify(said)))
  if (parsed.success) return parsed.data
  const option = String(parsed.error.issues[0]?.path[0] ?? '').replace('dateOrder', 'date-order')
  throw usage(`--${option} has no such value`, EXAMPLES[option] ?? 'forestall import accounts.csv')
}

const EXAMPLES: Readonly<Record<string, string>> = {
  'date-order': 'forestall import accounts.csv --date-order dmy (or mdy, ymd)',
  decimal: 'forestall import accounts.csv --decimal comma (or point)',
  currency: 'forestall import accounts.csv --currency EUR',
  zone: 'forestall import accounts.csv --zone Europe/Berlin',
  encoding: 'forestall import accounts.csv --encoding windows-1252',
  header: 'forestall import accounts.csv --header 4',
}

/** A mapping file says how each column is read, so an option beside it would be a second word on the same thing. */
export function refuseBesideMap(options: Options): void {
  const beside = OPTIONS.find(option => options[option] !== undefined)
  if (beside === undefined) return
  const field = beside === 'date-order' ? '“format”' : `“${beside}”`
  throw usage(
    `--${beside} cannot be used with --map, because the mapping says how each column is read`,
    `write ${field} beside the column in the mapping, and leave out --${beside}`,
  )
}

/** The streams of a mapping file, with what the options say of the bytes. */
export const withShape = (streams: readonly FileStream[], { encoding, header }: Answers): FileStream[] =>
  streams.map(stream => ({ ...stream, ...(encoding && { encoding }), ...(header && { header }) }))

/** A stream that was connected before, read by what the options say today; a person's mapping stays otherwise as it is. */
export function answeredStream(
  kept: FileStream,
  { answered, stream: proposed }: InspectedFile,
  answers: Answers,
): FileStream {
  const columnsOf = (kind: Kind) => new Set(answered.filter(one => one.kind === kind).map(({ column }) => column))
  const [dates, numbers, amounts] = [columnsOf('date-order'), columnsOf('decimal'), columnsOf('currency')]
  const { dateOrder, decimal, currency, zone } = answers
  const change = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(change)
    if (typeof value !== 'object' || value === null) return value
    const { field, type, format } = value as { field?: unknown; type?: unknown; format?: unknown }
    const inner = Object.fromEntries(Object.entries(value).map(([key, one]) => [key, change(one)]))
    if (typeof field !== 'string') return inner
    if (dateOrder && dates.has(field) && (type === 'date' || format !== undefined))
      return { ...inner, format: dateOrder }
    return {
      ...inner,
      ...(decimal && numbers.has(field) && type !== 'text' && { decimal }),
      ...(currency && amounts.has(field) && type !== 'text' && { type: 'money', currency }),
    }
  }
  const priced = proposed && currency ? withAmounts(kept.mapping, proposed.mapping, amounts) : kept.mapping
  const changed = change(priced) as FileStream['mapping']
  const [stream] = withShape([{ ...kept, mapping: zone ? withZone(changed, zone) : changed }], answers)
  return stream ?? kept
}

/** Columns that were plain numbers for want of a currency become the amounts that they would have been with one. */
function withAmounts(kept: Mappings, proposed: Mappings, amounts: ReadonlySet<string>): Mappings {
  const wanted = amountOf(ownMapping(proposed))
  if (!wanted || !amounts.has(wanted.field)) return kept
  const own = ownMapping(kept)
  if (own.record !== ownMapping(proposed).record || amountOf(own)) return kept
  const properties = Object.fromEntries(
    Object.entries(own.properties).filter(
      ([, ref]) => !(typeof ref === 'object' && 'field' in ref && ref.field === wanted.field),
    ),
  )
  const priced = mappingSchema.safeParse({
    ...own,
    properties,
    [own.record === 'account' ? 'mrr' : 'amount']: wanted.ref,
  })
  if (!priced.success) return kept
  return Array.isArray(kept) ? kept.map(one => (one === own ? priced.data : one)) : priced.data
}

/** The value of a mapping that is money, and its column. */
function amountOf(mapping: Mapping): { field: string; ref: ValueRef } | null {
  const ref = mapping.record === 'account' ? mapping.mrr : mapping.record === 'object' ? mapping.amount : undefined
  return typeof ref === 'object' && 'field' in ref && typeof ref.field === 'string' ? { field: ref.field, ref } : null
}

const ORDERS: Record<NonNullable<Answers['dateOrder']>, string> = {
  dmy: 'with the day first',
  mdy: 'with the month first',
  ymd: 'with the year first',
}

/** The types of the columns that an option is about. */
const ASKED: Record<Kind, readonly string[]> = {
  'date-order': ['date'],
  decimal: ['number', 'money', 'integer'],
  currency: ['money'],
}

/** What each option did, or why it did nothing: one that is passed over silently is taken for one that worked. */
export function answerNotes(answers: Answers, files: readonly InspectedFile[]): string[] {
  const names = files.map(({ path }) => basename(path)).join(', ')
  const asked = (kind: Kind) =>
    files.flatMap(({ answered }) => answered.filter(one => one.kind === kind).map(({ column }) => `“${column}”`))
  const note = (kind: Kind, value: string | undefined, how: string, what: string): string[] => {
    if (value === undefined) return []
    const columns = asked(kind)
    return columns.length > 0
      ? [`${columns.join(', ')}: read ${how}, as --${kind} says`]
      : [`--${kind} ${value} changed nothing: ${unneeded(kind, what)}`]
  }
  // Nothing is told already where there is nothing that could be told.
  const unneeded = (kind: Kind, what: string): string =>
    files.some(({ columns }) => columns.some(({ type }) => ASKED[kind].includes(type)))
      ? `the cells of every ${what} in ${names} tell it already`
      : `no ${what} was found in ${names}`
  const { dateOrder, decimal, currency, zone, encoding } = answers
  const isUnicode = files.length > 0 && files.every(file => file.encoding.startsWith('UTF-'))
  return [
    ...note('date-order', dateOrder, dateOrder ? ORDERS[dateOrder] : '', 'date column'),
    ...note('decimal', decimal, `with a decimal ${decimal}`, 'number column'),
    ...note('currency', currency, `as amounts of ${currency}`, 'column of money'),
    ...(zone ? [`times without an offset are read as ${zone}, as --zone says`] : []),
    ...(encoding && isUnicode ? [`--encoding ${encoding} changed nothing: ${names} is ${files[0]?.encoding}`] : []),
  ]
}
