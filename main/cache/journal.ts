import { createHash } from 'node:crypto'
import type { z } from 'zod'
import type { JournalRow } from '../../shared/model/journal.ts'
import { type Failure, fail, ok, type Result } from '../../shared/result.ts'
import { query, type ReadDb, statement, type WriteDb } from './db.ts'
import { type Reserved, reservedRefusal } from './roles.ts'

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

/** Who decided, on which machine, at what (workspace) time. `id` names the decision and all that it creates. */
export interface Decision {
  id: string
  actor: string
  device: string
  at: number
}

export interface Applied<Value> {
  value: Value
  /** The command that takes this one back; null where nothing can. */
  undo: { command: string; args: Json } | null
}

/**
 * A decision of a person or of autopilot. `apply` may depend on the database, its arguments and the decision only — no
 * clock, no random numbers — so that the same journal on the same cache gives the same state.
 */
export interface Command<Args, Value> {
  name: string
  args: z.ZodType<Args>
  /** Whose decision it is; anybody's where nothing is said. */
  reserved?: Reserved
  /** It sets something as a whole, so taking an older one back would take newer ones with it. */
  sets?: 'whole'
  apply(tx: WriteDb, args: Args, decision: Decision): Result<Applied<Value>>
  /** Writes down that the decision was refused, in a transaction of its own: all that `apply` wrote is gone by then. */
  refused?(tx: WriteDb, args: Args, decision: Decision, why: Failure): void
}

/** Declares a command; the schema fixes the type of its arguments. */
export const defineCommand = <Args, Value>(command: Command<Args, Value>): Command<Args, Value> => command

// biome-ignore lint/suspicious/noExplicitAny: the registry erases argument types; `execute` validates before applying
export type AnyCommand = Command<any, any>
export type Commands = ReadonlyMap<string, AnyCommand>

export const commandsByName = (list: readonly AnyCommand[]): Commands => new Map(list.map(c => [c.name, c]))

/** Signals that the transaction must roll back and which result to return. */
export class Rollback extends Error {
  readonly result: Result<never>
  constructor(result: Result<never>) {
    super('rolled back')
    this.result = result
  }
}

/**
 * Applies one decision and appends its row, in the transaction it is called in. Throws `Rollback` when it is refused,
 * because a half-applied decision must not commit.
 */
export function decide<Args, Value>(
  tx: WriteDb,
  command: Command<Args, Value>,
  args: Args,
  decision: Decision,
  undoes: string | null = null,
): Value {
  const refusal = command.reserved ? reservedRefusal(tx, command.reserved, decision.actor) : null
  if (refusal) throw new Rollback(refusal)
  return carryOut(tx, command, args, decision, undoes)
}

function carryOut<Args, Value>(
  tx: WriteDb,
  command: Command<Args, Value>,
  args: Args,
  decision: Decision,
  undoes: string | null,
): Value {
  const parsed = command.args.safeParse(args)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    throw new Rollback(
      fail(
        'invalid',
        `The command ${command.name} was not understood.`,
        `At ${issue?.path.join('.') || 'its root'}: ${issue?.message ?? 'invalid'}.`,
        'Correct the argument and try again.',
      ) as Result<never>,
    )
  }
  const applied = command.apply(tx, parsed.data, decision)
  if (!applied.ok) throw new Rollback(applied)
  append(tx, {
    ...decision,
    command: command.name,
    args: parsed.data as Json,
    undo: applied.value.undo,
    undoes,
  })
  return applied.value.value
}

interface StoredRow {
  seq: number
  id: string
  actor: string
  device: string
  at: number
  command: string
  args: string
  undo: string | null
  undoes: string | null
  hash: string
}

type Entry = Omit<JournalRow, 'seq' | 'hash'>

function append(tx: WriteDb, entry: Entry): void {
  const last = tx.get(query<{ hash: string }>('SELECT hash FROM journal ORDER BY seq DESC LIMIT 1'))
  const args = JSON.stringify(entry.args)
  const undo = entry.undo ? JSON.stringify(entry.undo) : null
  const hash = chain(last?.hash ?? '', { ...entry, args, undo })
  tx.run(
    statement(
      'INSERT INTO journal (id, actor, device, at, command, args, undo, undoes, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
      [entry.id, entry.actor, entry.device, entry.at, entry.command, args, undo, entry.undoes, hash],
    ),
  )
}

function chain(previous: string, row: Omit<StoredRow, 'seq' | 'hash'>): string {
  const fields = [row.id, row.actor, row.device, row.at, row.command, row.args, row.undo, row.undoes]
  return createHash('sha256').update(previous).update('\n').update(JSON.stringify(fields)).digest('hex')
}

const storedRows = (order: 'ASC' | 'DESC', limit: number, offset: number) =>
  query<StoredRow>(`SELECT * FROM journal ORDER BY seq ${order} LIMIT ? OFFSET ?`, [limit, offset])

const view = (row: StoredRow): JournalRow => ({
  ...row,
  args: JSON.parse(row.args),
  undo: row.undo ? JSON.parse(row.undo) : null,
})

/** Decisions, newest first. */
export const listJournal = (db: ReadDb, limit: number, offset: number): JournalRow[] =>
  db.all(storedRows('DESC', limit, offset)).map(view)

/** Recomputes the chain; the first row whose hash does not fit is where somebody changed or removed history. */
export function verifyJournal(db: ReadDb): { rows: number; intact: boolean; brokenAt: number | null } {
  let previous = ''
  let rows = 0
  for (const row of db.all(storedRows('ASC', -1, 0))) {
    if (chain(previous, row) !== row.hash || row.seq !== rows + 1) return { rows, intact: false, brokenAt: row.seq }
    previous = row.hash
    rows++
  }
  return { rows, intact: true, brokenAt: null }
}

/** Applies a journal to a cache that holds what the journal's writer had observed. Rows keep ids and times. */
export function replay(tx: WriteDb, rows: readonly JournalRow[], commands: Commands): void {
  for (const row of rows) {
    const command = commands.get(row.command)
    if (!command) throw new Error(`journal row ${row.seq} has the unknown command ${row.command}`)
    const { id, actor, device, at } = row
    // Whether they might was answered when it was decided.
    carryOut(tx, command, row.args, { id, actor, device, at }, row.undoes)
  }
}

/** A later decision of the same kind that still stands. */
const setSince = ({ command, seq }: StoredRow) =>
  query(
    `SELECT 1 FROM journal j WHERE command = ? AND seq > ? AND undoes IS NULL
       AND NOT EXISTS (SELECT 1 FROM journal u WHERE u.undoes = j.id)`,
    [command, seq],
  )

/** Takes back a decision (or this actor's last one that can be) by its inverse, which is a decision of its own. */
export function undo(
  tx: WriteDb,
  commands: Commands,
  decision: Decision,
  id: string | undefined,
): Result<{ undone: string }> {
  const wanted = tx.get(
    id === undefined
      ? query<StoredRow>(
          `SELECT * FROM journal j WHERE actor = ? AND undo IS NOT NULL AND undoes IS NULL
             AND NOT EXISTS (SELECT 1 FROM journal u WHERE u.undoes = j.id)
           ORDER BY seq DESC LIMIT 1`,
          [decision.actor],
        )
      : query<StoredRow>('SELECT * FROM journal WHERE id = ?', [id]),
  )
  if (!wanted?.undo) {
    const why = wanted ? 'That decision has no way back.' : 'No decision of yours is left to take back.'
    return fail('not_found', 'Nothing was undone.', why, 'Nothing needs to be done.')
  }
  if (tx.get(query('SELECT 1 FROM journal WHERE undoes = ?', [wanted.id])))
    return fail('conflict', 'Nothing was undone.', 'That decision was already taken back.', 'Nothing needs to be done.')
  const inverse = JSON.parse(wanted.undo) as { command: string; args: Json }
  const command = commands.get(inverse.command)
  if (!command) throw new Error(`unknown command ${inverse.command} in undo of ${wanted.id}`)
  const original = commands.get(wanted.command)
  if (original?.sets === 'whole' && tx.get(setSince(wanted)))
    return fail('conflict', 'Nothing was undone.', 'It was decided anew since.', 'Take the newer decision back first.')
  // Whoever could do what anybody may can take it back, although the way back alone is reserved to others.
  if (wanted.actor === decision.actor && !original?.reserved) carryOut(tx, command, inverse.args, decision, wanted.id)
  else decide(tx, command, inverse.args, decision, wanted.id)
  return ok({ undone: wanted.command })
}
