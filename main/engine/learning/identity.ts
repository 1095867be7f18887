import { z } from 'zod'
import { type Says, saysSchema } from '../../../shared/identity.ts'
import { fail, ok, type Result } from '../../../shared/result.ts'
import { query, type ReadDb, statement, type WriteDb } from '../../cache/db.ts'
import { defineCommand } from '../../cache/journal.ts'
import { getSetting, putSetting } from '../../cache/settings.ts'
import { gone, rowsOf, uidOf } from '../../cache/uid.ts'
import type { Writer } from '../../cache/writer.ts'
import { type MovedInterventions, moveInterventions, moveInterventionsBack } from '../../intervention/door.ts'
import { type MovedIssues, moveIssues, moveIssuesBack } from '../../issue/door.ts'
import { type MovedDesk, moveDesk, moveDeskBack } from '../../queue/door.ts'
import { type MovedSignals, moveSignals, moveSignalsBack } from '../../signal/door.ts'
import {
  type Followers,
  groupmates,
  ordered,
  rememberIdentities,
  type Settled,
  settleIdentity,
  severalSources,
  worthALook,
} from '../../sync/door.ts'

interface Moved extends MovedSignals, MovedIssues, MovedInterventions, MovedDesk {}

/** Signals, issues, interventions and notes follow their account; each stage moves its own rows. */
const followers: Followers = {
  follow: (tx, from, to, now) =>
    JSON.stringify({
      ...moveSignals(tx, from, to, now),
      ...moveIssues(tx, from, to, now),
      ...moveInterventions(tx, from, to),
      ...moveDesk(tx, from, to),
    } satisfies Moved),
  moveBack: (tx, _from, to, moved) => {
    const all = JSON.parse(moved) as Moved
    moveSignalsBack(tx, to, all)
    moveIssuesBack(tx, to, all)
    moveInterventionsBack(tx, to, all)
    moveDeskBack(tx, to, all)
  },
}

/** Accounts in one transaction: a few milliseconds. */
const REMEMBERED = 100
const SETTLED = 20
const BUILT = 'identity.built'

const changedAccounts = query<{ id: number }>('SELECT account_id AS id FROM dirty ORDER BY 1')
const allAccounts = query<{ id: number }>('SELECT id FROM account ORDER BY id')

/**
 * Recognises accounts that several sources know, before anything is evaluated. With one source there is nothing to do;
 * the first time that there are two, everybody is looked at, afterwards only who changed.
 */
export async function recogniseAccounts(deps: {
  writer: Writer
  read: ReadDb
  now: number
  signal: AbortSignal
  onProgress?: (done: number, total: number) => void
}): Promise<Settled> {
  const { writer, read, now, signal } = deps
  const sum: Settled = { merged: 0, separated: 0 }
  if (!read.get(severalSources)?.several) return sum
  const built = getSetting(read, BUILT, z.boolean()) ?? false
  const ids = read.all(built ? changedAccounts : allAccounts).map(({ id }) => id)
  const look: number[] = []
  for (const some of slices(ids, REMEMBERED)) {
    if (signal.aborted) return sum
    await writer.write('bulk', tx => {
      for (const id of some) rememberIdentities(tx, id)
    })
  }
  for (const some of slices(ids, 1_000)) look.push(...read.all(worthALook(some)).map(({ id }) => id))
  let done = 0
  for (const some of slices(look, SETTLED)) {
    if (signal.aborted) return sum
    const settled = await writer.write('bulk', tx => settleIdentity(tx, some, { now, by: 'rule', followers }))
    sum.merged += settled.merged
    sum.separated += settled.separated
    done += some.length
    deps.onProgress?.(done, look.length)
  }
  await writer.write('steady', tx => {
    tx.run(notEvaluated)
    if (!built) putSetting(tx, BUILT, true)
  })
  return sum
}

/** What was merged into another is evaluated there. */
const notEvaluated = statement(
  'DELETE FROM dirty WHERE account_id IN (SELECT id FROM account WHERE merged_into IS NOT NULL)',
)

function* slices<T>(list: readonly T[], size: number): Generator<T[]> {
  for (let from = 0; from < list.length; from += size) yield list.slice(from, from + size)
}

const stateOf = (a: number, b: number) =>
  query<{ state: string }>('SELECT state FROM merge_proposal WHERE a = ? AND b = ?', [a, b])

const decisionArgs = z.object({
  pairs: z
    .array(z.object({ a: uidOf('account'), b: uidOf('account'), says: saysSchema }))
    .min(1)
    .max(500),
})
type DecidedPair = z.infer<typeof decisionArgs>['pairs'][number]
interface RowPair extends Record<'says' | 'said', Says> {
  a: number
  b: number
}

/**
 * A person says of pairs of accounts whether they are one; `open` takes the word back. Merging and separating follow
 * from it, in the same transaction, together with everything else that is known.
 */
export const decideIdentity = defineCommand({
  name: 'identity.decide',
  args: decisionArgs,
  apply: (tx, { pairs: named }, { actor, at }) => {
    const rows = rowsOfPairs(tx, named)
    if (!rows.ok) return rows
    const pairs = rows.value
    const before = named.map(({ a, b }, n) => ({ a, b, says: pairs[n]?.said ?? 'open' }))
    for (const { a, b, says } of pairs) keepWord(tx, ...ordered(a, b), says, actor, at)
    const ids = [...new Set(pairs.flatMap(({ a, b }) => [a, b]))]
    for (const id of ids) rememberIdentities(tx, id)
    const value = settleIdentity(tx, ids, { now: at, by: actor, followers })
    tx.run(notEvaluated)
    return ok({ value, undo: { command: 'identity.decide', args: { pairs: before } } })
  },
})

const alone = fail(
  'not_found',
  'Nothing was decided.',
  'Both sides are the same account.',
  'Check the list of proposals again.',
)

/** The pairs as rows, with what was said of them before. */
function rowsOfPairs(db: ReadDb, named: readonly DecidedPair[]): Result<RowPair[]> {
  const rows = rowsOf(
    db,
    'account',
    named.flatMap(({ a, b }) => [a, b]),
  )
  const pairs: RowPair[] = []
  for (const { a, b, says } of named) {
    const [first, second] = [rows.get(a), rows.get(b)]
    if (first === undefined) return gone('account', a)
    if (second === undefined) return gone('account', b)
    if (first === second) return alone
    pairs.push({ a: first, b: second, says, said: saysOf(db, first, second) })
  }
  return ok(pairs)
}

const SAYS: Record<string, Says> = { merged: 'same', rejected: 'different' }
const saysOf = (db: ReadDb, a: number, b: number) => SAYS[db.get(stateOf(...ordered(a, b)))?.state ?? ''] ?? 'open'

const STATES = { same: 'merged', different: 'rejected', open: 'open' } as const

function keepWord(tx: WriteDb, a: number, b: number, says: keyof typeof STATES, by: string, at: number): void {
  const known = tx.get(stateOf(a, b))
  const who = says === 'open' ? [null, null] : [by, at]
  if (known)
    tx.run(
      statement('UPDATE merge_proposal SET state = ?, answered_by = ?, answered_at = ? WHERE a = ? AND b = ?', [
        STATES[says],
        ...who,
        a,
        b,
      ]),
    )
  else
    tx.run(
      statement(
        `INSERT INTO merge_proposal (a, b, rule, value, confidence, at, state, answered_by, answered_at)
         VALUES (?, ?, 'person', '', 1, ?, ?, ?, ?)`,
        [a, b, at, STATES[says], ...who],
      ),
    )
}

/** The pairs that take an account out of the group it stands in. */
export const pairsToSeparate = (db: ReadDb, id: number): { a: number; b: number; says: 'different' }[] =>
  db
    .all(groupmates(id))
    .filter(mate => mate.id !== id)
    .map(mate => ({ a: id, b: mate.id, says: 'different' as const }))

export const identityCommands = [decideIdentity]
