import { z } from 'zod'
import { completeSchema } from './complete.ts'
import { mappingsSchema } from './record-mapping.ts'

/** One stream of a tap, by the id that its catalog gives it, and what its records become. */
export const singerStreamSchema = z.strictObject({
  name: z.string().min(1),
  /** Columns are names of the record, or dotted paths into what is nested. */
  mapping: mappingsSchema,
  /** What a full reading no longer has is gone; the stream is then read in full each time. */
  complete: completeSchema.optional(),
  /** Other streams that the tap must read to get at this one; their records are left out. */
  with: z.array(z.string().min(1)).optional(),
  /** Lower first. Absent: accounts, then objects, contacts, events. */
  priority: z.int().optional(),
})
export type SingerStream = z.infer<typeof singerStreamSchema>

/** What a tap is told that is no secret: any JSON object. */
export const singerSettingsSchema = z.record(z.string(), z.json())

/** Configuration of a source of kind `singer`: any program that prints Singer messages. */
export const singerConfigSchema = z.strictObject({
  /** The tap, by name or path; it is started directly, never through a shell. */
  command: z.string().min(1),
  args: z.array(z.string()).default([]),
  /** What the tap reads as its `--config`, except for what is secret. */
  settings: singerSettingsSchema.default({}),
  /** Further settings whose values are in the keychain under these names; dots lead into nested ones. */
  secrets: z.array(z.string().min(1)).default([]),
  /** Some older taps call the catalog `--properties`; some have none and read everything. */
  catalog: z.enum(['--catalog', '--properties', 'none']).default('--catalog'),
  /** How long the tap may print nothing. */
  idleSeconds: z.int().min(1).max(3_600).default(280),
  streams: z.array(singerStreamSchema).min(1),
})
export type SingerConfig = z.infer<typeof singerConfigSchema>
