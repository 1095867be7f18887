import { incidentTitle } from '../../../shared/incident.ts'
import type { JournalEntry, JournalRow } from '../../../shared/model/journal.ts'
import { query, type ReadDb } from '../../cache/db.ts'
import type { Commands } from '../../cache/journal.ts'
import { type Named, namedIn, rowsOf, type Uid } from '../../cache/uid.ts'

/** What a decision names of one table; in the oldest rows these are numbers of this computer already. */
function namesOf<Table extends Named>(commands: Commands, row: JournalRow, wanted: Table): (number | Uid<Table>)[] {
  const command = commands.get(row.command)
  const named = command ? namedIn(command.args, row.args) : []
  return named.filter(({ table }) => table === wanted).map(({ id }) => id as number | Uid<Table>)
}

interface Called {
  id: number
  /** What a thing is one of, such as a carrier; null where its name says all. */
  dimension: string | null
  name: string
}

const from = (columns: string) => `SELECT r.id, ${columns}`
const listed = (table: string) => `FROM json_each(?) j CROSS JOIN ${table} r ON r.id = j.value`

/** Tables whose rows have a name for people. An id says nothing to them, and that of an account may come from its source. */
const CALLED = {
  account: `${from('NULL AS dimension, r.name')} ${listed('account')}`,
  contact: `${from("NULL AS dimension, coalesce(r.name, r.email, '') AS name")} ${listed('contact')}`,
  incident: `${from('r.dimension, r.cause AS name')} ${listed('incident')}`,
  outage: `${from('r.dimension, r.component AS name')} ${listed('outage')}`,
  source: `${from('NULL AS dimension, r.name')} ${listed('source')}`,
} as const satisfies Partial<Record<Named, string>>
const TABLES = Object.keys(CALLED) as (keyof typeof CALLED)[]

const wordsFor = ({ dimension, name }: Called): string =>
  dimension === null ? name : incidentTitle({ dimension, cause: name, triggerTitle: null })

/** For each row of the journal, the numbers on this computer of what it names of a table. */
function numbersOf(db: ReadDb, commands: Commands, rows: readonly JournalRow[], table: Named): number[][] {
  const names = rows.map(row => namesOf(commands, row, table))
  const uids = names.flat().filter(id => typeof id === 'string')
  const known = rowsOf(db, table, [...new Set(uids)])
  return names.map(ids => ids.flatMap(id => (typeof id === 'number' ? id : (known.get(id) ?? []))))
}

/** Rows of the journal with the numbers that screens know their issues by. */
export function issueEntries(db: ReadDb, commands: Commands, rows: readonly JournalRow[]) {
  const issues = numbersOf(db, commands, rows, 'issue')
  return rows.map((row, n) => ({ ...row, issues: issues[n] ?? [] }))
}

/** Rows of the journal with the numbers of their issues and messages, and the names of what else they name. */
export function journalEntries(db: ReadDb, commands: Commands, rows: readonly JournalRow[]): JournalEntry[] {
  const called = TABLES.map(table => {
    const ids = numbersOf(db, commands, rows, table)
    const all = [...new Set(ids.flat())]
    const found = all.length === 0 ? [] : db.all(query<Called>(CALLED[table], [JSON.stringify(all)]))
    const words = new Map(found.map(one => [one.id, wordsFor(one)]))
    return ids.map(some => some.flatMap(id => words.get(id) || []))
  })
  const messages = numbersOf(db, commands, rows, 'outbox')
  return issueEntries(db, commands, rows).map((row, n) => ({
    ...row,
    messages: messages[n] ?? [],
    named: [...new Set(called.flatMap(of => of[n] ?? []))],
  }))
}
