import { z } from 'zod'
import { intervalSchema, leftOutSchema } from '../experiment/experiment.ts'
import { share, text } from '../model/values.ts'

/** The kinds of model that are trained. */
export const MODEL_KINDS = ['logistic', 'trees'] as const

const compared = z.object({ model: z.number(), base: z.number() })

const suspectSchema = z.object({
  column: text,
  /** `alone`: it predicts nearly perfectly with nothing else. `later`: its dates lie after the moment of the row. */
  why: z.enum(['alone', 'later']),
  /** AUC of the column alone, where that is why. */
  auc: z.number().nullable(),
  /** Rows with a later date, where that is why. */
  rows: z.int().nullable(),
})
export type LeakSuspect = z.infer<typeof suspectSchema>

/** How well a label can be predicted, judged by rows that the model had not seen. */
export const tableReportSchema = z.object({
  headline: text,
  label: text,
  /** The value that counts as positive. */
  positive: text,
  rows: z.int(),
  positives: z.int(),
  /** Rows that were judged by: all, or of rows with times those after the first part. */
  judged: z.int(),
  /** `none`: no better than the base rate beyond chance. `few`: too few rows of either kind to say. */
  signal: z.enum(['found', 'none', 'few']),
  /** One-sided p value of the model being no better than the base rate. */
  p: z.number(),
  /** What the model takes off the logarithmic loss of the base rate. */
  gain: intervalSchema,
  auc: intervalSchema,
  logLoss: compared,
  brier: compared,
  calibrationError: z.number(),
  bins: z.array(z.object({ from: share, to: share, n: z.int(), predicted: share, observed: share })),
  /** How many times as often the tenth with the highest risks was positive as all rows. */
  lift: z.number(),
  folds: z.array(
    z.object({ train: z.int(), test: z.int(), positives: z.int(), auc: z.number(), kind: z.enum(MODEL_KINDS) }),
  ),
  drivers: z.array(z.object({ column: text, share, direction: z.enum(['up', 'down']).nullable() })),
  suspects: z.array(suspectSchema),
  /** Rows that repeat others; each was kept in the fold of the first. */
  repeated: z.int(),
  /** Columns that were not used, and why. */
  unused: z.array(z.object({ column: text, why: text })),
  /** Rows and cells that could not be read. */
  leftOut: z.array(leftOutSchema),
})
export type TableReport = z.infer<typeof tableReportSchema>
