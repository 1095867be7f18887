import { EVENTS_PREFIX, type ExperimentAsk } from '../../../shared/experiment/ask.ts'
import { minorDigits } from '../../../shared/money.ts'
import { query, type ReadDb } from '../../cache/db.ts'
import { guessColumns } from '../../record/guess.ts'
import { TableBuilder } from './table-builder.ts'
import type { UnitTable } from './unit-table.ts'

type FromAccounts = Extract<ExperimentAsk['from'], { kind: 'accounts' }>

/** What is read of an account beside its own properties. */
interface AccountRow {
  id: number
  uid: string
  plan: string | null
  country: string | null
  owner: string | null
  churnedAt: number | null
  mrrMinor: number | null
  currency: string | null
  properties: string
}

const accounts = () =>
  query<AccountRow>(
    `SELECT id, uid, plan, country, owner, churned_at AS churnedAt, mrr_minor AS mrrMinor, currency, properties
     FROM account ORDER BY id`,
    {},
  )

const eventCounts = (kind: string, from: number, to: number) =>
  query<{ accountId: number; n: number }>(
    `SELECT account_id AS accountId, count(*) AS n FROM event WHERE kind = $kind AND at >= $from AND at < $to
     GROUP BY account_id`,
    { kind, from, to },
  )

type Cell = (row: AccountRow, own: Readonly<Record<string, unknown>>) => string

/**
 * Reads an experiment from the accounts of the workspace, as cells, so that they are read like those of a file. Columns
 * are attributes, `churned` (within the time of the experiment), and `events:KIND` (how many in that time; as a value
 * before, in the same length of time before it). Accounts without the arm's attribute were not part of it.
 */
export function readExperimentAccounts(
  db: ReadDb,
  ask: Pick<ExperimentAsk, 'arm' | 'unit' | 'metrics'>,
  { since, until }: Pick<FromAccounts, 'since'> & { until: number },
  progress: (done: number) => void,
): UnitTable {
  const rows = db.all(accounts()).map(row => ({ row, own: propertiesOf(row) }))
  const counts = (kind: string, from: number, to: number): Cell => {
    const byAccount = new Map(db.all(eventCounts(kind, from, to)).map(({ accountId, n }) => [accountId, n]))
    return ({ id }) => String(byAccount.get(id) ?? 0)
  }
  const columns = new Map<string, Cell>()
  const column = (name: string, from: number, to: number) => {
    if (name.startsWith(EVENTS_PREFIX)) return counts(name.slice(EVENTS_PREFIX.length), from, to)
    if (name === 'churned') return churnedIn(from, to)
    const property = name.startsWith(PROPERTY_PREFIX) ? name.slice(PROPERTY_PREFIX.length) : name
    // An attribute may be named like something that every object has, such as `constructor`.
    return OWN.get(name) ?? ((_row, own) => (Object.hasOwn(own, property) ? textOf(own[property]) : ''))
  }
  for (const name of [ask.arm, ...(ask.unit === undefined ? [] : [ask.unit]), ...ask.metrics.map(one => one.column)])
    columns.set(name, column(name, since, until))
  const metrics = ask.metrics.map(metric => {
    if (metric.pre === undefined) return metric
    const name = `${metric.pre} before`
    columns.set(name, column(metric.pre, since - (until - since), since))
    return { ...metric, pre: name }
  })
  const names = [...columns.keys()]
  const armOf = columns.get(ask.arm) ?? (() => '')
  const assigned = rows.filter(({ row, own }) => armOf(row, own) !== '')
  const cells = assigned.map(({ row, own }) => [...columns.values()].map(cell => cell(row, own)))
  const builder = new TableBuilder(guessColumns(names, cells), { ...ask, metrics, answers: {} }, 'account')
  for (const [at, { row }] of assigned.entries()) {
    builder.add(row.id, cells[at] ?? [])
    if (at % 10_000 === 0) progress(at)
  }
  return builder.finish()
}

/** How the language of triggers writes a property; it may be left out where no attribute has the name. */
const PROPERTY_PREFIX = 'properties.'

const OWN: ReadonlyMap<string, Cell> = new Map<string, Cell>([
  ['id', ({ uid }) => uid],
  ['plan', ({ plan }) => plan ?? ''],
  ['country', ({ country }) => country ?? ''],
  ['owner', ({ owner }) => owner ?? ''],
  [
    'mrr',
    ({ mrrMinor, currency }) =>
      mrrMinor === null || currency === null ? '' : `${decimalOf(mrrMinor, currency)} ${currency}`,
  ],
])

/** An amount as a file would write it: with all its digits, so that no mark stands before three by chance. */
function decimalOf(minor: number, currency: string): string {
  const places = minorDigits(currency)
  if (places === 0) return String(minor)
  const digits = String(Math.abs(minor)).padStart(places + 1, '0')
  return `${minor < 0 ? '-' : ''}${digits.slice(0, -places)}.${digits.slice(-places)}`
}

const churnedIn =
  (from: number, to: number): Cell =>
  ({ churnedAt }) =>
    churnedAt !== null && churnedAt >= from && churnedAt < to ? 'yes' : 'no'

const textOf = (value: unknown): string => (value === null || value === undefined ? '' : String(value))

const propertiesOf = ({ properties }: AccountRow): Record<string, unknown> => JSON.parse(properties)
