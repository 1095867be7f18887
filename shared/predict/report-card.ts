import { z } from 'zod'
import { intervalSchema } from '../experiment/experiment.ts'
import { id, ms, optionalMs, share, text } from '../model/values.ts'
import { BANDS, CATEGORIES } from '../vocabulary.ts'
import { MODEL_KINDS } from './table-report.ts'

const goodness = z.object({ auc: z.number(), logLoss: z.number(), brier: z.number(), calibrationError: z.number() })

const binSchema = z.object({ from: share, to: share, n: z.int(), predicted: share, observed: share })

/** How well tickets about one category can be foretold, and whether issues of that category are scored by them. */
const categoryCardSchema = z.object({
  category: z.enum(CATEGORIES),
  /** Issues of the category are scored with the risk of a ticket about it; otherwise with that of any ticket. */
  isOwn: z.boolean(),
  why: text,
  /** Moments that it learned from which a ticket followed that tells to be about it. */
  cases: z.int(),
  /** Moments that judge: followed by trouble that may be about it, and by a ticket that tells to be. */
  judged: z.object({ positives: z.int(), told: z.int() }),
  /** Null where nothing could be learned about it. */
  auc: intervalSchema.nullable(),
  model: goodness.nullable(),
  base: goodness.nullable(),
  /** The risk of any ticket, held against tickets about the category. */
  any: goodness.nullable(),
  bins: z.array(binSchema),
})
export type CategoryCard = z.infer<typeof categoryCardSchema>

/** How good a trained model is, judged by the latest outcomes, which it had not seen. */
export const reportCardSchema = z.object({
  /** What a risk is the risk of: contacting support or leaving within so many days. */
  horizonDays: z.number(),
  kind: z.enum(MODEL_KINDS),
  /** Accounts at moments: those it learned from. */
  learned: z.object({ rows: z.int(), positives: z.int(), accounts: z.int(), from: ms, to: ms }),
  judged: z.object({ rows: z.int(), positives: z.int(), from: ms, to: ms }),
  /** `none`: no better than the base rate beyond chance. `few`: too few outcomes of either kind to say. */
  signal: z.enum(['found', 'none', 'few']),
  p: z.number(),
  gain: intervalSchema,
  auc: intervalSchema,
  model: goodness,
  base: goodness,
  /** The model before on the same outcomes, where it had not seen them either; null where there is none to compare. */
  before: z.object({ id, ...goodness.shape }).nullable(),
  bins: z.array(binSchema),
  lift: z.number(),
  /** How many of the `n` highest risks met trouble. Empty on cards from before it was kept. */
  curve: z.array(z.object({ n: z.int(), k: z.int() })).default([]),
  drivers: z.array(z.object({ column: text, share, direction: z.enum(['up', 'down']).nullable() })),
  /** Empty on cards from before categories were told apart: any ticket counts for each. */
  categories: z.array(categoryCardSchema).default([]),
  /** Measures that cannot be had as they were, so nothing was learned from them. */
  without: z.array(text),
  /** Whether it is the one in use from then on, and why not otherwise. */
  chosen: z.boolean(),
  why: text,
})
export type ReportCard = z.infer<typeof reportCardSchema>

const kept = { id, trainedAt: optionalMs, inUse: z.boolean() }
const keptCardSchema = z.object({ ...kept, card: reportCardSchema, unreadable: z.null() })
/** A model whose card can be read. */
export type KeptCard = z.infer<typeof keptCardSchema>

/** A model as it is listed. One unreadable card hides no other: it is listed with the reason. */
export const listedCardSchema = z.union([keptCardSchema, z.object({ ...kept, card: z.null(), unreadable: text })])
export type ListedCard = z.infer<typeof listedCardSchema>

export const isReadable = (listed: ListedCard): listed is KeptCard => listed.card !== null

const pointSchema = z.object({
  at: ms,
  risk: share,
  /** Venn–Abers: one of the two is calibrated. Null where base rates made the risk, which have no width. */
  low: share.nullable(),
  high: share.nullable(),
  logOdds: z.number(),
})

/** Where an issue stood at a moment, as it was kept then. */
const issueStandingSchema = z.object({
  /** When it came to stand there. */
  since: ms,
  state: text,
  band: z.enum(BANDS),
  /** Its place among the open issues of that moment, 1 the first; null while it was not open. */
  rank: z.int().nullable(),
  of: z.int(),
  priority: z.number(),
  treatability: z.number(),
  valueMinor: z.int(),
  urgency: z.number(),
  minutes: z.number(),
  triggers: z.array(z.object({ id: text, version: z.int() })),
})
export type IssueStanding = z.infer<typeof issueStandingSchema>

/** Why an account has the risk that it has, and why it is another than before. In log odds, the parts add up exactly. */
export const riskReasonsSchema = z.object({
  modelId: id,
  account: text,
  /** Null where base rates made the risk: each trigger has a window of its own. */
  horizonDays: z.number().nullable(),
  /** The category that tickets had to be about to count; null: any ticket counts, or base rates made the risk. */
  about: z.enum(CATEGORIES).nullable(),
  /** `kept`: with the features that were kept with the score. `measured`: measured again from the history. */
  from: z.enum(['kept', 'measured']),
  /** Where the issue stood; null where an account was asked about. */
  standing: issueStandingSchema.nullable(),
  now: pointSchema,
  base: z.number(),
  contributions: z.array(
    z.object({
      column: text,
      value: z.union([z.number(), z.string()]).nullable(),
      /** What it was on average over eight weeks before; null where that is no number or not known. */
      usual: z.number().nullable(),
      logOdds: z.number(),
      words: text,
    }),
  ),
  before: z
    .object({
      ...pointSchema.shape,
      changes: z.array(z.object({ column: text, before: text, after: text, logOdds: z.number() })),
    })
    .nullable(),
})
export type RiskReasons = z.infer<typeof riskReasonsSchema>
