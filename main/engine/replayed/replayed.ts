import Database from 'better-sqlite3'
import type { Effects, JournalRow } from '../../../shared/model/journal.ts'
import { unwrap } from '../../../shared/result.ts'
import { query, type ReadDb, statement, type WriteDb, wrap } from '../../cache/db.ts'
import { applyAgain, listJournal, Rollback } from '../../cache/journal.ts'
import { migrate } from '../../cache/migrate.ts'
import { commands } from '../commands.ts'
import { actedDifferences } from './acted.ts'

/**
 * Decisions whose effect depends on decisions alone: what was set up. What was done about customers depends on what was
 * observed at that moment, and that has changed since; `acted.ts` holds its rows against the decisions that they come from.
 */
const SETTING_UP =
  /^(workspace|policy|guardrails|channel|exchange|trigger|playbook|source|autopilot)\.|^account\.(un)?suppress$|^ticket\.setTopics$|^outbox\.(pause|allowReplay)$/

/** Settings that nothing but a decision writes. */
const DECIDED = /^(guardrails|policy|roles|smtp|exchange|outbox|outbox\.paused|ticket_topics|channel\..+)$/

/** What is compared, by a key that a person can read; the rest of a row is its value. */
const KEPT: Readonly<Record<string, string>> = {
  setting: 'SELECT key, value FROM setting',
  source: 'SELECT slug AS key, kind, name, config, paused, schedule_ms FROM source',
  trigger: 'SELECT id AS key, enabled, definition FROM trigger',
  playbook: 'SELECT id AS key, definition FROM playbook',
  suppression: 'SELECT lower(address) AS key FROM suppression',
}
/** Providers suppress addresses too, when a message bounces. */
const MAY_HAVE_MORE = 'suppression'

/**
 * Interventions that no decision began. A bulk decision's are named after it, with a number behind a dot. The past of the
 * sample is made up and stands in no journal.
 */
const undecided = query<{ key: string }>(
  `SELECT 'intervention ' || id AS key FROM intervention
   WHERE substr(id, 1, instr(id || '.', '.') - 1) NOT IN (SELECT id FROM journal)
     AND NOT (id LIKE 'sample-%' AND EXISTS (SELECT 1 FROM setting WHERE key = 'sample.bornAt'))
   ORDER BY id`,
)
/** A trigger's and a playbook's first definition is shipped, and comes from no decision. */
const COPIED = [
  'trigger (id, version, enabled, definition)',
  'playbook (id, version, definition, approved_version)',
  'source (id, slug, kind, name, config)',
]
const MOST = 50

/**
 * Carries out every decision that set something up once more, in memory, and holds what comes of it against what the
 * workspace has: a row that was changed past the journal differs. `file` is only read.
 */
export function compareEffects(file: string): Effects {
  const connection = new Database(file, { readonly: true, timeout: 5_000 })
  const memory = new Database(':memory:')
  try {
    const real = wrap(connection, () => {})
    unwrap(migrate(memory, () => null))
    memory.pragma('foreign_keys = OFF')
    const again = wrap(memory, () => {})
    const rows = listJournal(real, -1, 0).reverse()
    for (const table of COPIED) copyRows(connection, memory, table)
    for (const { command, undo } of rows)
      if (command === 'source.add' && undo)
        again.run(
          statement('DELETE FROM source WHERE slug = ?', [String((undo.args as { sourceId: string }).sourceId)]),
        )
    const counts = { replayed: 0, refused: 0 }
    for (const row of rows.filter(({ command }) => SETTING_UP.test(command)))
      if (carriesOut(memory, again, row)) counts.replayed++
      else counts.refused++
    const found = [
      ...differences(stateOf(again), stateOf(real)),
      ...real.all(undecided).map(({ key }) => key),
      ...actedDifferences(real, rows),
    ]
    return { ...counts, differs: found.length, different: found.slice(0, MOST) }
  } finally {
    connection.close()
    memory.close()
  }
}

function copyRows(from: Database.Database, to: Database.Database, table: string): void {
  const [name = '', columns = ''] = table.split(/ \(|\)/)
  const marks = columns.replace(/\w+/g, '?')
  const insert = to.prepare(`INSERT INTO ${name} (${columns}) VALUES (${marks})`)
  for (const row of from.prepare(`SELECT ${columns} FROM ${name}`).raw().iterate() as Iterable<unknown[]>)
    insert.run(row)
}

/** A half-applied decision leaves nothing, as when it was decided. */
function carriesOut(memory: Database.Database, tx: WriteDb, row: JournalRow): boolean {
  try {
    memory.transaction(() => applyAgain(tx, row, commands))()
    return true
  } catch (error) {
    if (error instanceof Rollback) return false
    throw error
  }
}

function stateOf(db: ReadDb): Map<string, string> {
  const state = new Map<string, string>()
  for (const [name, sql] of Object.entries(KEPT))
    for (const { key, ...value } of db.all(query<{ key: string }>(sql)))
      if (name !== 'setting' || DECIDED.test(key)) state.set(`${name} ${key}`, written(key, value))
  return state
}

/** A webhook's address was kept whole once; since then the database has its origin alone. */
const written = (key: string, value: object): string =>
  key === 'channel.webhook'
    ? JSON.stringify(value).replace(/(https?:\/\/[^/?#"\\]+)[^"\\]*/, '$1')
    : JSON.stringify(value)

function differences(wanted: ReadonlyMap<string, string>, real: ReadonlyMap<string, string>): string[] {
  const changed = [...wanted].filter(([key, value]) => real.get(key) !== value).map(([key]) => key)
  const more = [...real.keys()].filter(key => !wanted.has(key) && !key.startsWith(`${MAY_HAVE_MORE} `))
  return [...changed, ...more].sort()
}
