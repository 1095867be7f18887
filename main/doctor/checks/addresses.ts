import type { Finding } from '../../../shared/model/finding.ts'
import { query } from '../../cache/db.ts'
import { type Check, several } from '../check.ts'

interface Found {
  sourceId: number
  source: string
  contacts: number
  without: number
}

/** SQL that can say so for a million rows; the checks before sending look closer. */
const UNUSABLE = `(c.email IS NULL OR c.email NOT LIKE '_%@_%._%' OR c.email LIKE '% %' OR c.email LIKE '%@%@%')`

const bySource = query<Found>(
  `SELECT s.id AS sourceId, s.name AS source, count(*) AS contacts, sum(${UNUSABLE}) AS without
   FROM contact c JOIN source s ON s.id = c.source_id GROUP BY s.id ORDER BY s.id`,
)
const some = (sourceId: number) =>
  query<{ id: string }>(
    `SELECT c.external_id AS id FROM contact c WHERE c.source_id = ? AND ${UNUSABLE} ORDER BY c.id LIMIT 2`,
    [sourceId],
  )
const unreachable = query<{ n: number }>(
  `SELECT count(*) AS n FROM account a WHERE a.merged_into IS NULL AND a.churned_at IS NULL
     AND NOT EXISTS (SELECT 1 FROM contact c WHERE c.account_id = a.id AND NOT ${UNUSABLE})`,
)
const unreachableSome = query<{ id: string }>(
  `SELECT a.uid AS id FROM account a WHERE a.merged_into IS NULL AND a.churned_at IS NULL
     AND NOT EXISTS (SELECT 1 FROM contact c WHERE c.account_id = a.id AND NOT ${UNUSABLE}) ORDER BY a.id LIMIT 2`,
)

/** Contacts that cannot be written to, and accounts that have nobody who can. */
export const contactsWithoutAddress: Check = ({ db }) => {
  const found: Finding[] = db.all(bySource).flatMap(({ sourceId, source, contacts, without }) =>
    without === 0
      ? []
      : [
          {
            check: 'contacts_without_address' as const,
            what: `${without.toLocaleString('en')} of ${several(contacts, 'contact')} of ${source} have no usable e-mail address.`,
            why: 'A playbook that writes e-mail refuses to start for them.',
            todo: `Check the e-mail column in the mapping of ${source}, or add the addresses there.`,
            count: without,
            examples: db.all(some(sourceId)).map(({ id }) => `contact ${id}`),
            sourceId,
          },
        ],
  )
  const alone = db.get(unreachable)?.n ?? 0
  if (alone > 0)
    found.push({
      check: 'contacts_without_address',
      what: `${several(alone, 'account')} ${alone === 1 ? 'has' : 'have'} no contact with a usable e-mail address.`,
      why: 'Issues of these accounts cannot be answered by e-mail.',
      todo: 'Connect a source with contacts, or map the e-mail address of the account itself.',
      count: alone,
      examples: db.all(unreachableSome).map(({ id }) => `account ${id}`),
      sourceId: null,
    })
  return found
}
