import { mentionsIn } from '../../../shared/desk/mentions.ts'
import { query, type ReadDb } from '../../cache/db.ts'
import { allRoles } from '../../cache/roles.ts'

/** Every actor of the journal, by one step in its index for each. */
const actors = query<{ actor: string }>(
  `WITH RECURSIVE named (actor) AS (
     SELECT min(actor) FROM journal
     UNION ALL SELECT (SELECT min(actor) FROM journal WHERE actor > named.actor) FROM named WHERE named.actor IS NOT NULL)
   SELECT actor FROM named WHERE actor IS NOT NULL`,
)
const claimants = query<{ actor: string }>(
  "SELECT DISTINCT claimed_by AS actor FROM issue_count WHERE n > 0 AND claimed_by <> ''",
)

/** Actors that are no person. */
const MACHINES: ReadonlySet<string> = new Set(['autopilot', 'administrator'])

/** People who act in this workspace or have a role in it, by name; `me` is always one of them. */
export function people(db: ReadDb, me: string): string[] {
  const named = [...db.all(actors), ...db.all(claimants)].map(({ actor }) => actor)
  const all = new Set([me, ...named, ...Object.keys(allRoles(db))])
  return [...all].filter(name => !MACHINES.has(name)).sort((a, b) => a.localeCompare(b, 'en'))
}

/** The people of this workspace whom a text mentions. */
export const mentionedIn = (db: ReadDb, text: string, me: string): string[] => mentionsIn(text, people(db, me))
