import type { ReadDb } from '../../cache/db.ts'
import { attributeReader } from './attributes.ts'
import type { History } from './history.ts'
import type { KnownThen } from './known.ts'
import { objectsReader } from './objects.ts'
import { pointsReader } from './read.ts'

/** The history that the cache holds; with `known`, as it was known at a moment: the one reader of the past as it was. */
export const historyOf = (db: ReadDb, known?: KnownThen): History => ({
  points: wanted => pointsReader(db, wanted, known),
  objects: (wanted, span) => objectsReader(db, wanted, span, known),
  attribute: of => attributeReader(db, of, known),
})
