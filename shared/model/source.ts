import { z } from 'zod'
import { failureSchema } from '../failure.ts'
import { DATE_ORDERS } from '../source/cell-format.ts'
import { columnFindingSchema, exampleSchema } from '../source/column-finding.ts'
import { fileStreamSchema, filesConfigSchema } from '../source/mapping.ts'
import { SOURCE_KINDS } from '../source/source-config.ts'
import { RECORD_KINDS } from '../vocabulary.ts'
import { columnReportSchema } from './column-report.ts'
import { id, ms, optionalMs, optionalText, share, text } from './values.ts'

export const streamStatusSchema = z.object({
  name: text,
  path: text,
  record: text,
  rows: z.int(),
  quarantined: z.int(),
  newestAt: optionalMs,
  syncedAt: optionalMs,
  error: optionalText,
  errorAt: optionalMs,
  /** History behind the fresh data that is still to be read. */
  historyLeft: z.boolean(),
  /** A part of it was read, and it was never read to its end. */
  readInPart: z.boolean(),
  /** For the last reading that brought anything. */
  rowsPerSecond: z.number().nullable(),
  /** What may have happened at the source without our knowing: ms since it was last read to its end. */
  lagMs: z.int().nullable(),
  /** What the last reading made of each column; empty where none has said so yet. */
  columns: z.array(columnReportSchema),
})

export const sourceStatusSchema = z.object({
  id,
  slug: text,
  kind: z.enum(SOURCE_KINDS),
  name: text,
  /** For files. */
  config: filesConfigSchema.nullable(),
  /** Settings of a connected source; they hold no secret. */
  settings: z.json().nullable(),
  streams: z.array(streamStatusSchema),
  newestAt: optionalMs,
  syncedAt: optionalMs,
  quarantined: z.int(),
  error: optionalText,
  paused: z.boolean(),
  /** How often it is read; null: by hand, or as its files change. */
  scheduleMs: z.int().nullable(),
  /** When it is read next: after failures at `retryAt`, otherwise at `nextAt`. Machine time. */
  nextAt: optionalMs,
  retryAt: optionalMs,
  /** Failures in a row. */
  failures: z.int(),
})
export type SourceStatus = z.infer<typeof sourceStatusSchema>

/** What only a person can say of a column, with what each answer would make of its cells (null: nothing). */
export const fileQuestionSchema = z.object({
  column: text,
  kind: z.enum(['date-order', 'decimal']),
  examples: z.array(exampleSchema),
  choices: z.array(z.object({ answer: z.enum([...DATE_ORDERS, 'comma', 'point']), reads: z.array(optionalText) })),
})
export type FileQuestion = z.infer<typeof fileQuestionSchema>

/** One file as found: its columns as every cell of them tells, a proposed mapping, and the first rows. */
export const inspectedFileSchema = z.object({
  path: text,
  encoding: text,
  delimiter: text,
  /** Rows that it holds. */
  total: z.int(),
  columns: z.array(z.object({ name: text, type: text, format: optionalText, samples: z.array(text), blank: share })),
  /** Columns about which there is more to say. */
  findings: z.array(columnFindingSchema),
  /** While one is open, the column that it is about cannot be read. */
  questions: z.array(fileQuestionSchema),
  /** Columns that would be read as money if only their currency were known: plain numbers until then. */
  bare: z.array(text),
  /** Questions that are no longer open, because the one who asks has answered them. */
  answered: z.array(z.object({ column: text, kind: z.enum(['date-order', 'decimal', 'currency']) })),
  stream: fileStreamSchema.nullable(),
  rows: z.array(z.record(text, text)),
  problem: optionalText,
})
export type InspectedFile = z.infer<typeof inspectedFileSchema>

/** A cell of a preview that is not understood: it is left blank. */
export const unreadCellSchema = z.object({
  column: text,
  line: z.int(),
  text,
  /** A word for none, such as `n/a`. */
  isNone: z.boolean(),
})
export type UnreadCell = z.infer<typeof unreadCellSchema>

/** What a preview had to assume of a column. */
export const assumedCellSchema = z.object({ column: text, what: text, todo: text })
export type AssumedCell = z.infer<typeof assumedCellSchema>

export const previewSchema = z.object({
  unread: z.array(unreadCellSchema),
  assumed: z.array(assumedCellSchema),
  rows: z.array(
    z.object({
      line: z.int(),
      raw: z.record(text, text),
      /** What the row became; several entries where it becomes several records; null beside no error where the conditions leave it out. */
      record: z.enum(RECORD_KINDS).nullable(),
      mapped: z.record(text, text),
      error: optionalText,
    }),
  ),
})
export type Preview = z.infer<typeof previewSchema>

export const quarantineRowSchema = z.object({
  id,
  sourceId: id,
  stream: text,
  line: z.int(),
  column: optionalText,
  raw: text,
  reason: text,
  at: ms,
})
export type QuarantineRow = z.infer<typeof quarantineRowSchema>

export const syncReportSchema = z.object({
  streams: z.array(
    z.object({
      name: text,
      read: z.int(),
      changed: z.int(),
      unchanged: z.int(),
      quarantined: z.int(),
      bytes: z.int(),
      ms: z.number(),
      /** What the source did that a person should look into. */
      warning: text.optional(),
      /** Records that a full reading no longer had, and that were taken away. */
      gone: z.int().optional(),
      /** Rows that no mapping is about, because their conditions leave them out. */
      leftOut: z.int().optional(),
      /** What became of each column, where the rows have columns. */
      columns: z.array(columnReportSchema).optional(),
      /** Why this stream could not be read to its end, while the others could. */
      error: text.optional(),
    }),
  ),
  cancelled: z.boolean(),
})
export type SyncReport = z.infer<typeof syncReportSchema>

/** What a warehouse found: for each trigger the accounts for which it holds, and the rows copied into the cache. */
export const pushdownReportSchema = z.object({
  triggers: z.array(
    z.object({
      triggerId: text,
      title: text,
      accounts: z.array(
        z.object({ externalId: text, figures: z.array(z.object({ label: text, value: z.number().nullable() })) }),
      ),
      /** There are more than could be taken. */
      more: z.boolean(),
      /** Why this trigger could not run there. */
      refused: failureSchema.nullable(),
      /** Among these accounts, those that have an open signal of it in the cache, once they had come over. */
      confirmed: z.int(),
    }),
  ),
  sync: syncReportSchema,
})
export type PushdownReport = z.infer<typeof pushdownReportSchema>
