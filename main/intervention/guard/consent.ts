import { z } from 'zod'
import { type Consent, type Suppression, setConsentSchema } from '../../../shared/intervention/consent.ts'
import { ok } from '../../../shared/result.ts'
import { query, type ReadDb, statement } from '../../cache/db.ts'
import { defineCommand } from '../../cache/journal.ts'
import { rowOf, uidOf } from '../../cache/uid.ts'

const said = (contactId: number, topic: string) =>
  query<{ agreed: number; at: number; by: string | null }>(
    'SELECT agreed, at, recorded_by AS by FROM consent WHERE contact_id = ? AND topic = ?',
    [contactId, topic],
  )

/** Who recorded an answer, and when (UTC, ms). */
const recorded = z.strictObject({ by: z.string().nullable(), saidAt: z.int() })

/**
 * Records what a contact has said about a topic. It goes before what their source says of them in general. `recorded`: taking a
 * decision back restores who had recorded the answer before and when, because nobody has said it again.
 */
export const setConsent = defineCommand({
  name: 'account.setConsent',
  args: setConsentSchema.extend({ contactId: uidOf('contact'), recorded: recorded.optional() }),
  apply: (tx, { contactId, topic, agreed, recorded }, { actor, at }) => {
    const contact = rowOf(tx, 'contact', contactId)
    if (!contact.ok) return contact
    const before = tx.get(said(contact.value, topic))
    tx.run(
      agreed === null
        ? statement('DELETE FROM consent WHERE contact_id = ? AND topic = ?', [contact.value, topic])
        : statement(
            'INSERT OR REPLACE INTO consent (contact_id, topic, agreed, at, recorded_by) VALUES (?, ?, ?, ?, ?)',
            [contact.value, topic, Number(agreed), recorded?.saidAt ?? at, recorded ? recorded.by : actor],
          ),
    )
    const undo = before
      ? { contactId, topic, agreed: before.agreed === 1, recorded: { by: before.by, saidAt: before.at } }
      : { contactId, topic, agreed: null }
    return ok({ value: null, undo: { command: 'account.setConsent', args: undo } })
  },
})

/** What the contacts of an account have said by topic. */
export const consentsOfAccount = (db: ReadDb, accountId: number): Consent[] =>
  db
    .all(
      query<Omit<Consent, 'agreed'> & { agreed: number }>(
        `SELECT s.contact_id AS contactId, s.topic, s.agreed, s.at, s.recorded_by AS by
         FROM contact c JOIN consent s ON s.contact_id = c.id
         WHERE c.account_id = ? ORDER BY s.contact_id, s.topic`,
        [accountId],
      ),
    )
    .map(row => ({ ...row, agreed: row.agreed === 1 }))

/** Addresses and domains that are never written to, newest first. */
export const listSuppressions = (db: ReadDb, offset: number, limit: number): Suppression[] =>
  db.all(
    query<Suppression>('SELECT address, reason, at FROM suppression ORDER BY at DESC, address LIMIT ? OFFSET ?', [
      limit,
      offset,
    ]),
  )
