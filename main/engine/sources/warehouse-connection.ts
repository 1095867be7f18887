import type { QueryResultRow } from 'pg'
import { usableAddress } from '../../../shared/host.ts'
import { FailureError, fail, ok, type Result } from '../../../shared/result.ts'
import { openReadOnly, type QueryWords } from '../../source/door.ts'

export interface WarehouseAsk {
  /** `postgres://user@host:port/database`; a password in it is used and kept nowhere. */
  url: string
  /** Takes the place of the one in the URL. */
  password: string | null
  /** How long one statement may take, ms. */
  timeout: number
}

export interface Printed {
  sql: string
  params: (string | number | boolean)[]
}

/** A warehouse that is open for reading. What it refuses comes as a `FailureError`. */
export interface Warehouse {
  all(statement: Printed): Promise<QueryResultRow[]>
  /** Row by row from a cursor of the server, so that a large answer is never in memory as a whole. */
  pages(statement: Printed): AsyncGenerator<QueryResultRow[]>
}

/** Rows fetched at a time. */
const PAGE = 1_000

/** Lends a connection inside one read-only transaction, which is rolled back in the end: nothing can be left behind. */
export async function withWarehouse<T>(
  ask: WarehouseAsk,
  work: (warehouse: Warehouse) => Promise<T>,
): Promise<Result<T>> {
  const checked = checkUrl(ask.url)
  if (!checked.ok) return checked
  try {
    const database = await openReadOnly({
      client: { connectionString: address(ask) },
      timeout: ask.timeout,
      trouble: TROUBLE,
    })
    try {
      return ok(
        await work({
          all: async statement => (await database.ask(statement)).rows,
          pages: statement => database.pages(statement, PAGE),
        }),
      )
    } finally {
      await database.close()
    }
  } catch (error) {
    if (error instanceof FailureError) return { ok: false, error: error.failure }
    throw error
  }
}

const TROUBLE: QueryWords = {
  what: 'The warehouse did not answer as expected.',
  correct: 'Correct the mapping so that it fits the tables.',
}

/** With the password in it, because what the address says takes precedence over everything beside it. */
function address({ url, password }: WarehouseAsk): string {
  const parsed = new URL(url)
  if (password !== null) parsed.password = encodeURIComponent(password)
  return parsed.href
}

function checkUrl(url: string): Result<null> {
  const scheme = URL.canParse(url) ? new URL(url).protocol : ''
  const isPostgres = scheme === 'postgres:' || scheme === 'postgresql:'
  if (isPostgres && usableAddress(new URL(url))) return ok(null)
  return fail(
    'invalid',
    'The warehouse cannot be reached.',
    isPostgres
      ? 'The host, user or database contains characters that no server accepts.'
      : 'This is not a PostgreSQL connection URL.',
    'Write it like postgres://user@host:5432/database.',
  )
}
