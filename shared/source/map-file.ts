import { z } from 'zod'
import { fileStreamSchema } from './mapping.ts'

/**
 * A mapping as a file: what the rows of files become, without where the files lie. `path` is a file name or a pattern such
 * as `orders-*.csv`. Several streams of one name make several records from each row.
 */
export const mapFileSchema = z.strictObject({
  /** Version of the format. */
  mapping: z.literal(1),
  streams: z.array(fileStreamSchema).min(1).max(200),
})
export type MapFile = z.infer<typeof mapFileSchema>
