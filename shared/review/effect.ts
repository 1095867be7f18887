import { z } from 'zod'
import { optionalText, share, text } from '../model/values.ts'
import { CATEGORIES } from '../vocabulary.ts'

/** An estimate with its 95 % interval. */
export const boundedSchema = z.object({ value: z.number(), low: z.number(), high: z.number() })
export type Bounded = z.infer<typeof boundedSchema>

/** What starts are grouped by. `size`: by seats. `specialist`: who started the playbook, autopilot included. */
export const EFFECT_DIMENSIONS = [
  'all',
  'category',
  'trigger',
  'playbook',
  'plan',
  'size',
  'country',
  'specialist',
] as const
export type EffectDimension = (typeof EFFECT_DIMENSIONS)[number]

const armSchema = z.object({
  accounts: z.int(),
  starts: z.int(),
  /** Starts with a contact in their window. */
  contacts: z.int(),
  /** Contacts ÷ starts; its interval knows that starts of one account resemble each other. Null without starts. */
  share: boundedSchema.nullable(),
})

/** Treated and control accounts beside each other. Differences are treated − control, in contacts for each start. */
export const comparedArmsSchema = z.object({
  treated: armSchema,
  control: armSchema,
  /** For one planned look (Newcombe's interval on effective sizes). */
  difference: boundedSchema.nullable(),
  p: share.nullable(),
  /** However often it is looked at (confidence sequence); null while there are too few accounts for one. */
  sequence: boundedSchema.nullable(),
  sequenceP: share.nullable(),
})
export type ComparedArms = z.infer<typeof comparedArmsSchema>

export const EFFECT_CONCLUSIONS = ['fewer', 'more', 'cannot_tell'] as const
export type EffectConclusion = (typeof EFFECT_CONCLUSIONS)[number]

export const effectSchema = z.object({
  dimension: z.enum(EFFECT_DIMENSIONS),
  /** Id of the group within its dimension; empty for all. */
  key: z.string(),
  label: text,
  category: z.enum(CATEGORIES).nullable(),
  /** Starts whose window is still open: not compared yet. */
  open: z.int(),
  /** As assigned (intention to treat). */
  assigned: comparedArmsSchema,
  /** Those that were, or would have been, written to (ghost sends); null where none are logged. */
  ghost: comparedArmsSchema.nullable(),
  /** As assigned, without what contacts before the start explain (sequential CUPED); null while there are too few. */
  adjusted: boundedSchema.extend({ explained: share }).nullable(),
  /** Contacts avoided by treated starts, always valid. */
  avoided: boundedSchema.nullable(),
  /** What the always-valid comparison says once all groups of the dimension are looked at together (Holm). */
  conclusion: z.enum(EFFECT_CONCLUSIONS),
  /** Why one cannot tell; null where one can. `few`: fewer accounts or contacts than an interval needs. */
  why: z.enum(['no_control', 'no_treated', 'few', 'wide']).nullable(),
  /** Accounts of both arms still needed if the difference is as large as it looks; null where none or too many. */
  moreAccounts: z.int().nullable(),
  /** The difference that as many accounts show in 4 of 5 cases. */
  smallest: z.number().nullable(),
})
export type ActingEffect = z.infer<typeof effectSchema>

/** A segment in which acting does something else than in the rest, once all segments are looked at together. */
export const segmentGapSchema = z.object({
  dimension: z.enum(EFFECT_DIMENSIONS),
  key: z.string(),
  label: text,
  /** ActingEffect in the segment − effect in the rest. */
  gap: boundedSchema,
  p: share,
})
export type SegmentGap = z.infer<typeof segmentGapSchema>

export const leagueSchema = z.object({
  rows: z.array(
    z.object({
      key: z.string(),
      label: text,
      category: z.enum(CATEGORIES).nullable(),
      starts: z.int(),
      measured: boundedSchema,
      /** Drawn towards what all playbooks have in common by as much as its own error is large. */
      adjusted: boundedSchema,
    }),
  ),
  /** Contacts avoided by all of them: the plain sum, and the sum of the adjusted effects. Null without a row. */
  naive: boundedSchema.nullable(),
  adjusted: boundedSchema.nullable(),
  /** Standard deviation of the true effects. */
  spread: z.number(),
})
export type League = z.infer<typeof leagueSchema>

/** What the review may advise about a playbook. */
export const RECOMMENDED = ['pause', 'scale', 'split'] as const

export const recommendationSchema = z.object({
  playbookId: text,
  label: text,
  advice: z.enum(RECOMMENDED),
  /** One sentence with its figures. */
  because: text,
  /** The segment to split by; null unless that is the advice. */
  segment: optionalText,
  evidence: boundedSchema,
})
export type Recommendation = z.infer<typeof recommendationSchema>
