import type { NamedId } from '../../shared/model/person.ts'
import { query, type ReadDb } from '../cache/db.ts'
import { isTelling, type KnownBy } from './known-by.ts'

const ids = query<NamedId>(
  `SELECT 'trigger' AS what, id FROM trigger UNION ALL SELECT 'playbook', id FROM playbook ORDER BY 1 DESC, 2`,
)

/** As an id writes a name: `Kim Nørgaard` is `kim-norgaard`. */
const asId = (name: string): string =>
  name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('ø', 'o')
    .replaceAll('ß', 'ss')
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '')

/**
 * Triggers and playbooks whose id is made of the person's name. An erasure leaves ids as they are: decisions, results and other
 * computers know the definition by its id, so a colleague has to write it again under another.
 */
export function idsNaming(db: ReadDb, { names }: KnownBy): NamedId[] {
  const words = names
    .filter(isTelling)
    .map(asId)
    .filter(word => word.length >= 5)
  return db.all(ids).filter(({ id }) => words.some(word => `-${asId(id)}-`.includes(`-${word}-`)))
}
