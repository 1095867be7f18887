import type { z } from 'zod'
import type { JournalRow } from '../../shared/model/journal.ts'
import { type Failure, fail, ok, type Result } from '../../shared/result.ts'
import { append, type StoredRow, VERSION } from './chain.ts'
import { query, type ReadDb, type WriteDb } from './db.ts'
import { sealedIds } from './erased/seal.ts'
import { type Reserved, reservedRefusal } from './roles.ts'
import { type Given, withUids } from './uid.ts'

export { journalOf, listJournal, verifyJournal } from './chain.ts'

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

/** Who decided, in which console (`device`), at what (workspace) time. `id` names the decision and all that it creates. */
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
 * A decision of a person or of autopilot. Arguments name rows by uids (`uidOf`), which `apply` looks up: the number that a
 * row has differs from computer to computer. `undo` names them in the same way. `apply` may depend on the database, its arguments and the decision only — no
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
  /** What a power cut takes of it is found and done again, so nobody waits for the disk. */
  isDoneAgain?: true
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
 * because a half-applied decision must not commit. Row numbers in the arguments become uids before anything else sees them.
 */
export function decide<Args, Value>(
  tx: WriteDb,
  command: Command<Args, Value>,
  args: Given<Args>,
  decision: Decision,
): Value {
  mustHold(tx, command, decision.actor)
  const { value, ...applied } = apply(tx, command, withUids(tx, command.args, args), decision)
  append(tx, { ...decision, ...applied, command: command.name, undoes: null, version: VERSION })
  return value
}

/** Writes down that a decision was refused, where its command keeps that. */
export function refuse<Args, Value>(
  tx: WriteDb,
  command: Command<Args, Value>,
  args: Given<Args>,
  decision: Decision,
  why: Failure,
): void {
  const named = withUids(tx, command.args, args)
  if (named.ok) command.refused?.(tx, command.args.parse(named.value), decision, why)
}

function mustHold(db: ReadDb, { reserved }: AnyCommand, actor: string): void {
  const refusal = reserved ? reservedRefusal(db, reserved, actor) : null
  if (refusal) throw new Rollback(refusal)
}

/** Carries out a command on arguments as the journal keeps them. */
function apply<Args, Value>(
  tx: WriteDb,
  command: Command<Args, Value>,
  args: Result<unknown>,
  decision: Decision,
): Applied<Value> & { args: Json } {
  if (!args.ok) throw new Rollback(args)
  const parsed = command.args.safeParse(args.value)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    throw new Rollback(
      fail(
        'invalid',
        `The arguments of the command ${command.name} are not valid.`,
        `At ${issue?.path.join('.') || 'its root'}: ${issue?.message ?? 'invalid'}.`,
        'Correct the argument, then try again.',
      ) as Result<never>,
    )
  }
  const applied = command.apply(tx, parsed.data, decision)
  if (!applied.ok) throw new Rollback(applied)
  return { ...applied.value, args: parsed.data as Json }
}

/** What a row of the journal says, in the words of today. */
export const translated = (db: ReadDb, command: AnyCommand, version: number, args: unknown): Result<unknown> =>
  version === 1 ? withUids(db, command.args, args) : ok(args)

/**
 * Applies a journal to a cache that holds what the journal's writer had observed. Rows keep ids, times and hashes. Decisions
 * from which an erased person was taken out no longer say what was decided: they are kept, not applied, and their ids given.
 */
export function replay(tx: WriteDb, rows: readonly JournalRow[], commands: Commands): { erased: string[] } {
  const sealed = sealedIds(rows)
  for (const row of rows) {
    const command = commands.get(row.command)
    if (!command) throw new Error(`journal row ${row.seq} has the unknown command ${row.command}`)
    const { id, actor, device, at, undoes, version } = row
    if (sealed.has(id)) {
      append(tx, row)
      continue
    }
    const decision = { id, actor, device, at }
    // Whether they might was answered when it was decided.
    const { args, undo } = apply(tx, command, translated(tx, command, version, row.args), decision)
    append(tx, version === VERSION ? { ...decision, command: command.name, args, undo, undoes, version } : row)
  }
  return { erased: [...sealed] }
}

/** Carries out what one row says without writing it down again. Throws `Rollback` where this cache refuses it. */
export function applyAgain(tx: WriteDb, row: JournalRow, commands: Commands): void {
  const command = commands.get(row.command)
  if (!command) throw new Error(`journal row ${row.seq} has the unknown command ${row.command}`)
  const { id, actor, device, at, version } = row
  apply(tx, command, translated(tx, command, version, row.args), { id, actor, device, at })
}

/** A later decision of the same kind that still stands. */
const setSince = ({ command, seq }: StoredRow) =>
  query(
    `SELECT 1 FROM journal j WHERE command = ? AND seq > ? AND undoes IS NULL
       AND NOT EXISTS (SELECT 1 FROM journal u WHERE u.undoes = j.id)`,
    [command, seq],
  )

/** Decisions that can still be taken back, of one person, the newest first. */
const standing = (actor: string, device: string | null) =>
  query<StoredRow>(
    `SELECT * FROM journal j WHERE actor = ? AND (? IS NULL OR device = ?) AND undo IS NOT NULL AND undoes IS NULL
       AND NOT EXISTS (SELECT 1 FROM journal u WHERE u.undoes = j.id)
     ORDER BY seq DESC LIMIT 1`,
    [actor, device, device],
  )

function nothingLeft(db: ReadDb, actor: string): Result<never> {
  const elsewhere = db.get(standing(actor, null))
  return elsewhere
    ? fail(
        'not_found',
        'Nothing was undone.',
        `No decision of this console is left to undo. Your last one was made in another console (${elsewhere.device}).`,
        'Undo it in that console.',
      )
    : fail('not_found', 'Nothing was undone.', 'You have no decision left to undo.', 'Nothing needs to be done.')
}

/**
 * Takes back a decision by its inverse, which is a decision of its own. Without an id: this actor's last one that can be, of
 * this console. A person with two consoles open means the decision that they see, and never one of the other.
 */
export function undo(
  tx: WriteDb,
  commands: Commands,
  decision: Decision,
  id: string | undefined,
): Result<{ undone: string }> {
  const wanted = tx.get(
    id === undefined
      ? standing(decision.actor, decision.device)
      : query<StoredRow>('SELECT * FROM journal WHERE id = ?', [id]),
  )
  if (!wanted) return nothingLeft(tx, decision.actor)
  if (!wanted.undo)
    return fail('not_found', 'Nothing was undone.', 'This decision cannot be undone.', 'Nothing needs to be done.')
  if (tx.get(query('SELECT 1 FROM journal WHERE undoes = ?', [wanted.id])))
    return fail('conflict', 'Nothing was undone.', 'The decision was already undone.', 'Nothing needs to be done.')
  const inverse = JSON.parse(wanted.undo) as { command: string; args: Json }
  const command = commands.get(inverse.command)
  if (!command) throw new Error(`unknown command ${inverse.command} in undo of ${wanted.id}`)
  const original = commands.get(wanted.command)
  if (original?.sets === 'whole' && tx.get(setSince(wanted)))
    return fail(
      'conflict',
      'Nothing was undone.',
      'A newer decision has replaced this one.',
      'Undo the newer decision first.',
    )
  // A person may undo what anybody may decide, although its inverse alone is reserved to others.
  if (wanted.actor !== decision.actor || original?.reserved) mustHold(tx, command, decision.actor)
  const args = translated(tx, command, wanted.version, inverse.args)
  const { args: said, undo } = apply(tx, command, args, decision)
  append(tx, { ...decision, command: command.name, args: said, undo, undoes: wanted.id, version: VERSION })
  return ok({ undone: wanted.command })
}
