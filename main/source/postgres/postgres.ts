import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { ClientConfig, QueryResultRow } from 'pg'
import { own } from '../../../shared/foreign/own.ts'
import { decodedPart, usableAddress } from '../../../shared/host.ts'
import { FailureError, fail, ok, type Result } from '../../../shared/result.ts'
import type { PostgresConfig, PostgresStream } from '../../../shared/source/postgres-source.ts'
import { columnsOf } from '../../record/mapping/fields.ts'
import { mapItems } from '../../record/mapping/map-items.ts'
import { completeOf, type MappedRows, mapRows, rankOf } from '../../record/mapping/mapped-rows.ts'
import {
  type Connected,
  type ConnectedKind,
  type ConnectedStream,
  type OpenDeps,
  type Page,
  SourceFailure,
} from '../../record/page.ts'
import { openReadOnly, type Reach, type ReadOnly } from './connection.ts'
import { cursorOf, describing, type Progress, rowsAfter, someRows, TIMES } from './query.ts'

/** Rows that a test reads of each stream. */
const SHOWN = 5
/** Name of the only credential. */
const PASSWORD = 'password'

/**
 * A database that is read by the user's own queries. Each stream is read over a connection of its own, inside one
 * read-only transaction: what it sees is of one moment, and nothing can be changed by it.
 */
export const postgres: ConnectedKind<PostgresConfig> = {
  secrets: async config => {
    const address = addressOf(config)
    if (!address.ok) return address
    return ok([{ name: PASSWORD, label: `Password of ${address.value.user ?? 'the user'}`, optional: true }])
  },
  open: openPostgres,
}

/** Opens the source; connects when the first stream is read. */
export async function openPostgres(
  config: PostgresConfig,
  deps: Pick<OpenDeps, 'secrets' | 'dir'>,
): Promise<Result<Connected>> {
  const client = await clientOf(config, deps)
  if (!client.ok) return client
  const mapped = new Map<string, MappedRows>()
  for (const stream of config.streams) {
    const rows = mapRows(stream.name, stream.mapping)
    if (!rows.ok) return rows
    mapped.set(stream.name, rows.value)
  }
  const source: Source = { client: client.value, timeout: config.timeoutSeconds * 1_000 }
  return ok({
    streams: config.streams.flatMap(stream => {
      const rows = mapped.get(stream.name)
      return rows ? [connectedStream(source, stream, rows)] : []
    }),
    test: signal => testAll(source, config.streams, mapped, signal),
    close: async () => {},
    reconvert: (stream, raw) =>
      mapped.get(stream)?.reconvert(raw) ?? { reason: 'The stream of this row is no longer synced.', column: null },
  })
}

interface Source {
  client: ClientConfig
  timeout: number
}

function addressOf({ server }: Pick<PostgresConfig, 'server'>): Result<ClientConfig> {
  if (!('url' in server)) return ok(server)
  const wrong = (why: string, todo: string) => fail('invalid', 'The database cannot be reached.', why, todo)
  const url = URL.canParse(server.url) ? new URL(server.url) : null
  if (url?.protocol !== 'postgres:' && url?.protocol !== 'postgresql:')
    return wrong('This is not a PostgreSQL connection URL.', 'Write it like postgres://user@host:5432/database.')
  if (url.password !== '')
    return wrong(
      'The connection URL contains a password.',
      'Remove it from the URL and enter it as the password, which is stored encrypted.',
    )
  if (url.search !== '')
    return wrong('The connection URL contains options.', 'Remove the options. Choose TLS in its own field.')
  if (!usableAddress(url))
    return wrong(
      'The host, user or database contains characters that no server accepts.',
      'Correct the connection URL.',
    )
  const decoded = (text: string) => (text === '' ? undefined : (decodedPart(text) ?? undefined))
  return ok({
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? 5432 : Number(url.port),
    user: decoded(url.username),
    database: decoded(url.pathname.slice(1)),
  })
}

/** How to connect, with the password from the keychain. */
export async function clientOf(
  config: Pick<PostgresConfig, 'server' | 'tls'>,
  { secrets, dir }: Pick<OpenDeps, 'secrets' | 'dir'>,
): Promise<Result<ClientConfig>> {
  const address = addressOf(config)
  if (!address.ok) return address
  const { mode, caFile } = config.tls
  const password = (await secrets.get(PASSWORD)) ?? undefined
  if (mode === 'disable') return ok({ ...address.value, password, ssl: false })
  try {
    const ca = caFile === undefined ? {} : { ca: await readFile(resolve(dir, caFile), 'utf8') }
    return ok({ ...address.value, password, ssl: { ...ca, rejectUnauthorized: mode === 'verify-full' } })
  } catch {
    return fail(
      'not_found',
      'No secure connection to the database is possible.',
      `The certificate file ${caFile} cannot be read.`,
      'Check the file’s name and your permission to read it.',
    )
  }
}

const reachOf = ({ client, timeout }: Source, { name }: PostgresStream): Reach => ({
  client,
  timeout,
  asText: true,
  trouble: { what: `“${name}” was not read to the end.`, correct: `Correct the query of “${name}”.` },
})

function connectedStream(source: Source, stream: PostgresStream, rows: MappedRows): ConnectedStream {
  return {
    name: stream.name,
    record: rows.record,
    priority: stream.priority ?? rankOf(stream.mapping),
    // The oldest come first, because the cursor must never pass over what was not read.
    canBackfill: false,
    fills: rows.fills,
    reads: { uses: rows.uses, written: 'settings' },
    ...completeOf(stream),
    pages: async function* ({ cursor, signal }) {
      const database = await openReadOnly(reachOf(source, stream), signal)
      try {
        yield* pagesOf(database, stream, rows, cursor)
      } finally {
        await database.close()
      }
    },
  }
}

async function* pagesOf(
  database: ReadOnly,
  stream: PostgresStream,
  rows: MappedRows,
  cursor: string | null,
): AsyncGenerator<Page> {
  const type = await cursorType(database, stream)
  let progress: Progress = cursorOf(cursor, stream)
  let line = 0
  let isFirst = progress.after === null
  const statement = rowsAfter(stream, progress, type !== null && TIMES.has(type))
  for await (const page of database.pages(statement, stream.pageSize)) {
    progress = further(progress, page, stream)
    yield { ...converted(rows, page, line), full: true, isFirst, cursor: JSON.stringify(progress), bytes: sizeOf(page) }
    line += page.length
    isFirst = false
  }
  // Rows without a value in the cursor column came last, and will not be asked for again.
  progress = { ...progress, whole: true }
  yield { records: [], misfits: [], gone: [], full: true, cursor: JSON.stringify(progress), bytes: 0 }
}

const converted = ({ mapper }: MappedRows, page: readonly QueryResultRow[], before: number) =>
  mapItems(mapper, page, before + 1)

function further(progress: Progress, page: readonly QueryResultRow[], { cursor }: PostgresStream): Progress {
  if (!cursor) return progress
  const last = page.findLast(row => typeof own(row, cursor.column) === 'string')
  return last ? { ...progress, after: String(own(last, cursor.column)) } : progress
}

const sizeOf = (page: readonly QueryResultRow[]): number =>
  page.reduce((sum, row) => {
    let size = sum
    for (const value of Object.values(row)) size += typeof value === 'string' ? value.length : 0
    return size
  }, 0)

/** The server's number of the cursor column's type; fails where the query lacks a column that is asked of it. */
async function cursorType(database: ReadOnly, stream: PostgresStream): Promise<number | null> {
  const { fields } = await database.ask(describing(stream))
  const names = fields.map(({ name }) => name)
  const missing = missingColumn(stream, names)
  if (missing !== null)
    throw new FailureError({
      kind: 'not_found',
      what: `“${stream.name}” was not read.`,
      why: missing,
      todo: 'Correct the query, the mapping or the cursor.',
    })
  return fields.find(({ name }) => name === stream.cursor?.column)?.dataTypeID ?? null
}

function missingColumn({ cursor, mapping }: PostgresStream, names: readonly string[]): string | null {
  const has = `The query returns: ${names.join(', ')}.`
  if (cursor && !names.includes(cursor.column))
    return `The query has no column “${cursor.column}” for the cursor. ${has}`
  const absent = columnsOf(mapping).find(column => !names.includes(column))
  return absent === undefined ? null : `The mapping reads the column “${absent}”, which the query does not have. ${has}`
}

async function testAll(
  source: Source,
  streams: readonly PostgresStream[],
  mapped: ReadonlyMap<string, MappedRows>,
  signal: AbortSignal,
): ReturnType<Connected['test']> {
  const found: { name: string; problem: string | null }[] = []
  for (const stream of streams) {
    try {
      const problem = await testOne(source, stream, mapped.get(stream.name), signal)
      found.push({ name: stream.name, problem })
    } catch (error) {
      if (!(error instanceof FailureError) || error.failure.kind === 'cancelled') throw error
      const { what, why, todo } = error.failure
      // Nothing is to be learnt from asking a server again that did not let us in.
      if (error instanceof SourceFailure && error.scope === 'source')
        return { ok: false, message: `The database cannot be read. ${why} ${todo}`, streams: found }
      found.push({ name: stream.name, problem: `${what} ${why} ${todo}` })
    }
  }
  const wrong = found.filter(({ problem }) => problem !== null).length
  const message =
    wrong === 0
      ? 'All streams can be read.'
      : `${wrong} of ${found.length} streams need a correction before they can be read.`
  return { ok: wrong === 0, message, streams: found }
}

/** The first rows, read as a sync would read them. */
async function testOne(
  source: Source,
  stream: PostgresStream,
  rows: MappedRows | undefined,
  signal: AbortSignal,
): Promise<string | null> {
  const database = await openReadOnly(reachOf(source, stream), signal)
  try {
    await cursorType(database, stream)
    const { rows: first } = await database.ask(someRows(stream, SHOWN))
    const read = rows ? converted(rows, first, 0) : { records: [], misfits: [], gone: [] }
    const [misfit] = read.misfits
    if (!misfit || read.records.length > 0) return null
    return `The mapping fits none of the first ${first.length} rows: ${misfit.reason}`
  } finally {
    await database.close()
  }
}
