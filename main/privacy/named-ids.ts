import type { NamedId } from '../../shared/model/person.ts'
import { slugsOf } from '../../shared/text/slug.ts'
import { query, type ReadDb } from '../cache/db.ts'
import { isTelling, type KnownBy } from './known-by.ts'

const ids = query<NamedId>(
  `SELECT 'trigger' AS what, id FROM trigger UNION ALL SELECT 'playbook', id FROM playbook ORDER BY 1 DESC, 2`,
)

/**
 * Triggers and playbooks whose id is made of the person's name. An erasure leaves ids as they are: decisions, results and other
 * computers know the definition by its id, so a colleague has to write it again under another.
 */
export function idsNaming(db: ReadDb, { names }: KnownBy): NamedId[] {
  const words = names
    .filter(isTelling)
    .flatMap(slugsOf)
    .filter(word => word.length >= 5)
  return db.all(ids).filter(({ id }) => words.some(word => `-${id}-`.includes(`-${word}-`)))
}
