import type { QueryResult, QueryResultRow } from 'pg'
import { own } from '../../../shared/foreign/own.ts'
import { FailureError, ok, type Result } from '../../../shared/result.ts'
import type { ProposalAsk, SourceProposal } from '../../../shared/source/source-proposal.ts'
import { guessColumns, type ScannedColumn, snake } from '../../record/guess.ts'
import { type OpenDeps, SourceFailure } from '../../record/page.ts'
import { noProposal, proposeMapping } from '../../record/propose.ts'
import { proposedWith, systemFindings } from '../findings.ts'
import { openReadOnly, type ReadOnly } from './connection.ts'
import { clientOf } from './postgres.ts'
import { someRows, TIMES } from './query.ts'

type Ask = Extract<ProposalAsk, { kind: 'postgres' }>
type Found = SourceProposal[number]

/** Rows that types are guessed from. */
const GUESSED = 200

/** What the queries give, or the tables that this user may read, with what each seems to be. Reads a few rows of each. */
export async function proposePostgres(
  { config, queries }: Ask,
  deps: Pick<OpenDeps, 'secrets' | 'dir'>,
  signal: AbortSignal,
): Promise<Result<SourceProposal>> {
  const client = await clientOf(config, deps)
  if (!client.ok) return client
  const trouble = { what: 'The database’s tables could not be listed.', correct: 'Correct the query.' }
  const reach = { client: client.value, timeout: config.timeoutSeconds * 1_000, asText: true, trouble }
  const database = await openReadOnly(reach, signal)
  try {
    const found: Found[] = []
    for (const one of queries ?? (await tables(database))) found.push(await look(database, one))
    return ok(found)
  } finally {
    await database.close()
  }
}

const TABLES = `
SELECT CASE table_schema WHEN 'public' THEN table_name ELSE table_schema || '.' || table_name END AS name,
  format('SELECT * FROM %I.%I', table_schema, table_name) AS query
FROM information_schema.tables
WHERE table_schema NOT IN ('pg_catalog', 'information_schema')
  AND has_table_privilege(format('%I.%I', table_schema, table_name), 'SELECT')
ORDER BY table_schema <> 'public', 1 LIMIT 100`

async function tables(database: ReadOnly): Promise<{ name: string; query: string }[]> {
  const { rows } = await database.ask({ sql: TABLES, params: [] })
  return rows.map(row => ({ name: String(row.name), query: String(row.query) }))
}

/** One that cannot be read says so itself; the others are looked at anyway. */
async function look(database: ReadOnly, { name, query }: { name: string; query: string }): Promise<Found> {
  await database.ask({ sql: 'SAVEPOINT before', params: [] })
  try {
    const answer = await database.ask(someRows({ query }, GUESSED))
    const columns = columnsOf(answer)
    const proposed = proposedWith(columns, all => proposeMapping(name, all))
    const { mapping } = proposed
    return {
      name,
      query,
      columns: columns.map(({ name, type, format, samples }) => ({ name, type, format, samples })),
      mapping,
      findings: systemFindings(columns, proposed),
      cursor: changing(answer),
      problem: mapping ? null : noProposal(name, columns),
    }
  } catch (error) {
    if (!(error instanceof FailureError) || error.failure.kind === 'cancelled') throw error
    if (error instanceof SourceFailure && error.scope === 'source') throw error
    await database.ask({ sql: 'ROLLBACK TO SAVEPOINT before', params: [] })
    const { why, todo } = error.failure
    return { name, query, columns: [], mapping: null, findings: [], cursor: null, problem: `${why} ${todo}` }
  }
}

/** The server knows dates and truth values by their type, also where no row shows one. */
function columnsOf({ fields, rows }: QueryResult<QueryResultRow>): ScannedColumn[] {
  const names = fields.map(field => field.name)
  const cells = rows.map(row => names.map(name => (typeof own(row, name) === 'string' ? own(row, name) : '')))
  return guessColumns(names, cells).map((column, n) => {
    const type = fields[n]?.dataTypeID ?? 0
    if (TIMES.has(type) || type === DATE) return { ...column, ...KNOWN, type: 'date', format: 'iso' }
    return type === BOOLEAN ? { ...column, ...KNOWN, type: 'boolean', format: null } : column
  })
}

/** Nothing is guessed of these, so there is nothing to say. */
const KNOWN = { odd: 0, oddExamples: [], question: null, because: null }
const BOOLEAN = 16
const DATE = 1082

/** A time that moves with every change of a row, by its name. */
function changing({ fields }: QueryResult<QueryResultRow>): string | null {
  const times = fields.filter(({ dataTypeID }) => TIMES.has(dataTypeID)).map(({ name }) => name)
  return times.find(name => /(^|_)(updated|modified|changed|last_change|synced)(_|$)/.test(snake(name))) ?? null
}
