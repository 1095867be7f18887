import { z } from 'zod'
import { ok } from '../../shared/result.ts'
import { LEADING } from '../../shared/roles.ts'
import { query, statement, type WriteDb } from '../cache/db.ts'
import { ensureErasureKey, erasureKey, keyedHash } from '../cache/erased/hashes.ts'
import { type Reworded, sealing } from '../cache/erased/reword.ts'
import { SEAL } from '../cache/erased/seal.ts'
import { type Command, defineCommand } from '../cache/journal.ts'
import { beginErasure } from './begin.ts'
import { setRetention } from './retention.ts'
import { type Subject, subjectByToken, subjectOf } from './subject.ts'

const eraseArgs = z.object({ kind: z.enum(['account', 'contact']), person: z.string() })
type EraseArgs = z.infer<typeof eraseArgs>

/** By what a decision names a person who is to be erased: a keyed hash of what the person is named by. */
export const personToken = (key: string, { kind, uid }: Pick<Subject, 'kind' | 'uid'>): string =>
  keyedHash(key, 'person', kind, uid)

/**
 * Erases a person. The decision names them by a hash only; where it is given the person's row (`known`), nothing is searched
 * for. Where it is applied again on another computer, every row there is held against the hash. Nothing takes it back.
 */
export const eraseKnown = (known: { subject: Subject; freshKey: string } | null): Command<EraseArgs, { id: string }> =>
  defineCommand({
    name: 'person.erase',
    args: eraseArgs,
    reserved: { roles: LEADING, to: 'erase a person' },
    apply: (tx, { kind, person }, { actor, at }) => {
      const key = known ? ensureErasureKey(tx, known.freshKey) : erasureKey(tx)
      const subject = known
        ? subjectOf(tx, known.subject.kind, known.subject.id)
        : key && subjectByToken(tx, kind, uid => personToken(key, { kind, uid }) === person)
      if (subject && key !== null) beginErasure(tx, subject, { id: person, key, by: actor, at })
      else
        tx.run(
          statement(
            `INSERT INTO erasure (id, kind, state, asked_by, asked_at, ended_at) VALUES (?, ?, 'done', ?, ?, ?)
             ON CONFLICT DO NOTHING`,
            [person, kind, actor, at, at],
          ),
        )
      return ok({ value: { id: person }, undo: null })
    },
  })

const askedFor = (id: string) =>
  query<{ kind: Subject['kind']; by: string; at: number }>(
    'SELECT kind, asked_by AS "by", asked_at AS at FROM erasure WHERE id = ?',
    [id],
  )

/** Erases once more a person whom a restored backup may have; every row is held against the hash that names them. */
export function beginAgain(tx: WriteDb, id: string): void {
  const key = erasureKey(tx)
  const asked = tx.get(askedFor(id))
  if (key === null || !asked) return
  const { kind, by, at } = asked
  const subject = subjectByToken(tx, kind, uid => personToken(key, { kind, uid }) === id)
  if (subject) beginErasure(tx, subject, { id, key, by, at })
  else tx.run(statement("UPDATE erasure SET state = 'done' WHERE id = ?", [id]))
}

/** Takes an erased person out of rows of the journal. */
export const sealRows = (rows: readonly Reworded[]) => sealing(SEAL, rows)

/** Writes down that somebody's data were handed out, by a hash of whose. */
export const exportPerson = (freshKey: string) =>
  defineCommand({
    name: 'person.export',
    args: eraseArgs,
    reserved: { roles: LEADING, to: 'export the data of a person' },
    apply: tx => {
      if (freshKey !== '') ensureErasureKey(tx, freshKey)
      return ok({ value: null, undo: null })
    },
  })

/** Every decision of this stage. */
export const privacyCommands = [eraseKnown(null), sealRows([]), exportPerson(''), setRetention]
