import { query, type ReadDb } from '../../cache/db.ts'

/** Models that an issue was scored by, each found by one step in the index rather than by reading every issue. */
export const usedModels = query<{ id: number }>(
  `WITH RECURSIVE used(id) AS (
     SELECT min(model_id) FROM issue WHERE model_id IS NOT NULL
     UNION ALL SELECT (SELECT min(model_id) FROM issue WHERE model_id > used.id) FROM used WHERE used.id IS NOT NULL)
   SELECT id FROM used WHERE id IS NOT NULL`,
)

/** Ids of the models that issues were scored by: what must be kept. */
export const modelsInUse = (db: ReadDb): number[] => db.all(usedModels).map(({ id }) => id)
