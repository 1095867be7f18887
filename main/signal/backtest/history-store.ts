import type { ReadDb } from '../../cache/db.ts'
import { attributeReader } from './attributes.ts'
import type { History } from './history.ts'
import { objectsReader } from './objects.ts'
import { pointsReader } from './read.ts'

/** The history that the cache holds. */
export const historyOf = (db: ReadDb): History => ({
  points: wanted => pointsReader(db, wanted),
  objects: (wanted, span) => objectsReader(db, wanted, span),
  attribute: of => attributeReader(db, of),
})
