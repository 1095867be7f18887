import type { JournalEntry, JournalRow } from '../../../shared/model/journal.ts'
import type { ReadDb } from '../../cache/db.ts'
import type { Commands } from '../../cache/journal.ts'
import { namedIn, rowsOf, type Uid } from '../../cache/uid.ts'

type Shown = 'issue' | 'outbox'

/** What a decision names of one table; in the oldest rows these are numbers of this computer already. */
function namesOf(commands: Commands, row: JournalRow, wanted: Shown): (number | Uid<Shown>)[] {
  const command = commands.get(row.command)
  const named = command ? namedIn(command.args, row.args) : []
  return named.filter(({ table }) => table === wanted).map(({ id }) => id as number | Uid<Shown>)
}

/** Rows of the journal with the numbers that screens know issues and messages by. */
export function journalEntries(db: ReadDb, commands: Commands, rows: readonly JournalRow[]): JournalEntry[] {
  const numbered = (table: Shown): number[][] => {
    const names = rows.map(row => namesOf(commands, row, table))
    const uids = names.flat().filter(id => typeof id === 'string')
    const known = rowsOf(db, table, [...new Set(uids)])
    return names.map(ids => ids.flatMap(id => (typeof id === 'number' ? id : (known.get(id) ?? []))))
  }
  const [issues, messages] = [numbered('issue'), numbered('outbox')]
  return rows.map((row, n) => ({ ...row, issues: issues[n] ?? [], messages: messages[n] ?? [] }))
}
