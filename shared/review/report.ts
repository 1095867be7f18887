import { z } from 'zod'
import { ms, optionalMs, text } from '../model/values.ts'
import { periodSchema } from '../period.ts'
import { reviewFiguresSchema } from './figures.ts'

export const REPORT_FORMATS = ['html', 'json', 'csv'] as const
export type ReportFormat = (typeof REPORT_FORMATS)[number]

/** `names`: whether accounts and people are named beside their pseudonyms. */
export const reportAskSchema = periodSchema.extend({
  format: z.enum(REPORT_FORMATS).default('html'),
  names: z.boolean().default(false),
})
export type ReportAsk = z.infer<typeof reportAskSchema>

/** A trigger, playbook or model as it was used for the starts of the period. `sha256`: of its definition, where kept. */
const usedVersionSchema = z.object({
  kind: z.enum(['trigger', 'playbook', 'model']),
  id: text,
  version: z.int(),
  title: text,
  starts: z.int(),
  sha256: text.nullable(),
})
export type UsedVersion = z.infer<typeof usedVersionSchema>

/** One start of the cohort. Accounts and people appear by pseudonym only. UTC ms. */
const reportStartSchema = z.object({
  account: text,
  startedBy: text,
  arm: z.enum(['treatment', 'control']),
  triggerId: text,
  playbookId: text,
  category: text,
  assignedAt: ms,
  exposedAt: optionalMs,
  compared: z.boolean(),
  windowEndsAt: ms,
  contactedAt: optionalMs,
  inducedAt: optionalMs,
  metricMetAt: optionalMs,
  churnedAt: optionalMs,
  proposal: text.nullable(),
  judged: text.nullable(),
})
export type ReportStart = z.infer<typeof reportStartSchema>

const prints = z.object({ rows: z.int(), sha256: text })

/** SHA-256 over the canonical rows that the figures are made of: sorted, one JSON document a line. */
const fingerprintSchema = z.object({ starts: prints, accounts: prints, tickets: prints })

/** The review of one period as a document that can be verified later. */
export const reviewReportSchema = z.object({
  format: z.literal('forestall-review-report'),
  formatVersion: z.literal(1),
  program: text,
  /** The workspace's pseudonym. */
  workspace: text,
  period: z.object({ from: optionalMs, to: optionalMs }),
  /** Workspace time and machine time at which the figures were counted. */
  moment: z.object({ now: ms, wall: ms }),
  definitions: z.record(text, text),
  versions: z.array(usedVersionSchema),
  fingerprint: fingerprintSchema,
  figures: reviewFiguresSchema,
  cohort: z.array(reportStartSchema),
  /** Names by pseudonym; null unless they were asked for. */
  names: z.record(text, text).nullable(),
  /** Keyed hash (HMAC-SHA-256 with the workspace's id) over everything above. */
  seal: text,
})
export type ReviewReport = z.infer<typeof reviewReportSchema>

/** `snapshot`: the figure describes the queue at the moment of the report, which nobody can recompute later. */
const FIGURE_VERDICTS = ['agrees', 'differs', 'snapshot'] as const

const checkedFigureSchema = z.object({
  figure: text,
  values: z.int(),
  verdict: z.enum(FIGURE_VERDICTS),
  /** How many values differ, and the first of them. */
  differing: z.int(),
  examples: z.array(z.object({ at: text, reported: text, recomputed: text })),
})
export type CheckedFigure = z.infer<typeof checkedFigureSchema>

/** What a verification found. `figures` is empty for a report of another workspace. */
export const reportCheckSchema = z.object({
  belongs: z.boolean(),
  /** Whether the file is other than it was written; null where its workspace's key is not here. */
  altered: z.boolean().nullable(),
  /** Everything is in order. */
  agrees: z.boolean(),
  /** Numbers agree up to this relative difference. */
  tolerance: z.number(),
  figures: z.array(checkedFigureSchema),
  /** What the workspace has otherwise than the report: data and versions, a sentence each. */
  changes: z.array(text),
})
export type ReportCheck = z.infer<typeof reportCheckSchema>
