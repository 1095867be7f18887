import type { Finding } from '../../../shared/model/finding.ts'
import { query } from '../../cache/db.ts'
import { type Check, several } from '../check.ts'

const open = query<{ n: number }>("SELECT count(*) AS n FROM merge_proposal WHERE state = 'open'")
const openSome = query<{ a: string; b: string }>(
  `SELECT a.uid AS a, b.uid AS b FROM merge_proposal p JOIN account a ON a.id = p.a JOIN account b ON b.id = p.b
   WHERE p.state = 'open' ORDER BY p.confidence DESC, p.a, p.b LIMIT 2`,
)

/** Accounts of one source that share an own domain or address: nobody proposes those, because a source should know. */
const shared = (kind: 'domain' | 'email') =>
  query<{ accounts: number; ids: string }>(
    `SELECT count(DISTINCT i.account_id) AS accounts, min(a.uid) || ' and ' || max(a.uid) AS ids
     FROM identity i JOIN account a ON a.id = i.account_id
     WHERE i.kind = '${kind}' AND i.verified = 1 AND a.merged_into IS NULL
       AND NOT EXISTS (SELECT 1 FROM merge_proposal p WHERE (p.a = i.account_id OR p.b = i.account_id))
     GROUP BY i.value, i.source_id HAVING count(DISTINCT i.account_id) > 1 ORDER BY accounts DESC, ids`,
  )

/** Accounts of one source with one name and a contact of one address. An address alone may be that of a consultant. */
const namesakes = query<{ accounts: number; ids: string }>(
  `SELECT count(DISTINCT a.id) AS accounts, min(a.uid) || ' and ' || max(a.uid) AS ids
   FROM contact c JOIN account a ON a.id = c.account_id
   WHERE c.email IS NOT NULL AND a.merged_into IS NULL AND a.name IS NOT NULL
     AND NOT EXISTS (SELECT 1 FROM merge_proposal p WHERE p.a = a.id OR p.b = a.id)
   GROUP BY c.source_id, lower(c.email), lower(trim(a.name)) HAVING count(DISTINCT a.id) > 1 ORDER BY accounts DESC, ids`,
)

/** Accounts that are probably one and are not merged. */
export const duplicateAccounts: Check = ({ db }) => {
  const found: Finding[] = []
  const why = 'One customer with two accounts is counted, ranked and written to twice.'
  const proposed = db.get(open)?.n ?? 0
  if (proposed > 0)
    found.push({
      check: 'duplicate_accounts',
      what: `${several(proposed, 'pair')} of accounts may be the same and nobody has decided.`,
      why,
      todo: 'Decide under Sources, Merged accounts.',
      count: proposed,
      examples: db.all(openSome).map(({ a, b }) => `${a} and ${b}`),
      sourceId: null,
    })
  for (const kind of ['domain', 'email'] as const) {
    const groups = db.all(shared(kind))
    if (groups.length === 0) continue
    const label = kind === 'domain' ? 'domain' : 'e-mail address'
    found.push({
      check: 'duplicate_accounts',
      what: `${several(groups.length, label)} ${groups.length === 1 ? 'belongs' : 'belong'} to several accounts of one source.`,
      why,
      todo: 'Merge them at the source, or say under Sources that they are the same.',
      count: groups.length,
      examples: groups.slice(0, 2).map(({ ids }) => ids),
      sourceId: null,
    })
  }
  const alike = db.all(namesakes)
  if (alike.length > 0)
    found.push({
      check: 'duplicate_accounts',
      what: `${several(alike.length, 'name')} ${alike.length === 1 ? 'belongs' : 'belong'} to several accounts of one source that share a contact’s address.`,
      why,
      todo: 'Merge them at the source, or say under Sources that they are the same.',
      count: alike.length,
      examples: alike.slice(0, 2).map(({ ids }) => ids),
      sourceId: null,
    })
  return found
}
