import { z } from 'zod'
import { assumedCellSchema, unreadCellSchema } from '../model/source.ts'
import { RECORD_KINDS } from '../vocabulary.ts'
import { CONNECTED_KINDS } from './source-config.ts'

const problemSchema = z.object({
  /** Path in the JSON: `streams[2].paging.size.value`. */
  path: z.string(),
  problem: z.string(),
  level: z.enum(['error', 'warning']),
})

/** A manifest as the gallery shows it, or a file of the workspace that could not be one. */
export const manifestViewSchema = z.object({
  id: z.string(),
  /** File in the workspace's folder `manifests`; null for one that is shipped. */
  file: z.string().nullable(),
  usable: z.boolean(),
  name: z.string(),
  category: z.string(),
  gives: z.array(z.string()),
  about: z.string(),
  docs: z.string(),
  settings: z.array(
    z.object({
      key: z.string(),
      label: z.string(),
      about: z.string().nullable(),
      example: z.string().nullable(),
      default: z.string().nullable(),
      /** Value → what is shown for it; null where any value goes. */
      choices: z.record(z.string(), z.string()).nullable(),
    }),
  ),
  /** Its credentials can be had by signing in through the browser (`source.signIn`). */
  signsIn: z.boolean(),
  secrets: z.array(z.object({ key: z.string(), label: z.string(), about: z.string().nullable() })),
  streams: z.array(
    z.object({
      name: z.string(),
      about: z.string().nullable(),
      records: z.array(z.enum(RECORD_KINDS)),
      /** What a full reading no longer has is gone. */
      complete: z.boolean(),
    }),
  ),
  problems: z.array(problemSchema),
})
export type ManifestView = z.infer<typeof manifestViewSchema>

export const manifestCheckSchema = z.object({ id: z.string().nullable(), problems: z.array(problemSchema) })

const secrets = z.record(z.string().min(1), z.string().max(20_000)).default({})
/** Records of each stream. */
const limit = z.int().min(1).max(50).default(5)

/** What to look at before connecting: a kind with its settings, a source, or a manifest that is being written. */
export const sourcePreviewAskSchema = z.union([
  z.strictObject({ sourceId: z.int().positive(), secrets, limit }),
  z.strictObject({
    kind: z.enum(CONNECTED_KINDS),
    config: z.json(),
    /** What was not typed is what this source keeps. */
    sourceId: z.int().positive().optional(),
    secrets,
    limit,
  }),
  z.strictObject({
    manifest: z.json(),
    settings: z.record(z.string(), z.string()).default({}),
    streams: z.array(z.string()).optional(),
    allowedHosts: z.array(z.string()).default([]),
    secrets,
    limit,
  }),
])
export type SourcePreviewAsk = z.infer<typeof sourcePreviewAskSchema>

/** The first records of each stream as its mapping reads them. */
export const sourcePreviewSchema = z.array(
  z.object({
    stream: z.string(),
    /** Why nothing could be read of it. */
    problem: z.string().nullable(),
    unread: z.array(unreadCellSchema),
    assumed: z.array(assumedCellSchema),
    /** Moments before 1990 or after 2100: hardly true, so their field or its format is probably wrong. */
    doubtful: z.array(z.object({ field: z.string(), at: z.string() })),
    rows: z.array(
      z.object({
        /** Where the row stands among those that were read; several records of one row share it. */
        line: z.int(),
        /** Null beside no error: the conditions of the mapping leave the row out. */
        record: z.enum(RECORD_KINDS).nullable(),
        mapped: z.record(z.string(), z.string()),
        /** Why this one would go into quarantine. */
        error: z.string().nullable(),
        /** As the source gave it, JSON. */
        raw: z.string(),
      }),
    ),
  }),
)
export type SourcePreview = z.infer<typeof sourcePreviewSchema>
