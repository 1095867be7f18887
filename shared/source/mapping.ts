import { z } from 'zod'
import { fileShape } from './cell-format.ts'
import { completeSchema } from './complete.ts'
import { mappingsSchema } from './record-mapping.ts'

export { type AccountRef, type Mapping, type Mappings, mappingsOf, ownMapping } from './record-mapping.ts'
export { COLUMN_TYPES, type ColumnType, type ValueRef } from './value-ref.ts'

/**
 * One file, or all files of a pattern such as `orders-*.csv`, and what their rows become. `path` may be relative to the
 * workspace. Columns of NDJSON and JSON are dotted paths: `customer.email`, `lines.0.sku`.
 */
export const fileStreamSchema = z.strictObject({
  name: z.string().min(1),
  path: z.string().min(1),
  /** Dotted path of the list in a JSON document; absent: its first list of objects. */
  list: z.string().optional(),
  ...fileShape,
  mapping: mappingsSchema,
  /** All files of the stream together hold everything there is: what they no longer have is gone. */
  complete: completeSchema.optional(),
})
export type FileStream = z.infer<typeof fileStreamSchema>

/** Configuration of a source of kind `files`. */
export const filesConfigSchema = z.strictObject({
  streams: z.array(fileStreamSchema).min(1),
  /** Read a file again when it has changed, as long as the console runs. */
  watch: z.boolean().optional(),
})
export type FilesConfig = z.infer<typeof filesConfigSchema>
