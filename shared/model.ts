import { z } from 'zod'
import { approvalRulesSchema } from './approval.ts'
import { incidentNameSchema } from './incident.ts'
import { fileStreamSchema, filesConfigSchema, mappingSchema } from './mapping.ts'
import { playbookSchema } from './playbook.ts'
import { failureSchema } from './result.ts'
import { SOURCE_KINDS } from './source-config.ts'
import { triggerSchema } from './trigger.ts'
import { ARMS, BANDS, CATEGORIES, CHECKS, DISMISSALS, ISSUE_STATES, OUTBOX_STATES, OUTCOMES } from './vocabulary.ts'

/** UTC milliseconds. */
export const ms = z.int()
/** Probability or share, 0–1. */
export const share = z.number().min(0).max(1)
const text = z.string()
const optionalText = z.string().nullable()
const optionalMs = ms.nullable()
const id = z.int().positive()

// ── Workspace ────────────────────────────────────────────────────────────────

/** `real`: the machine's clock. `fixed`: always the same moment. `shifted`: runs on, `offset` ms away from real time. */
export const clockSettingSchema = z.discriminatedUnion('mode', [
  z.strictObject({ mode: z.literal('real') }),
  z.strictObject({ mode: z.literal('fixed'), at: ms }),
  z.strictObject({ mode: z.literal('shifted'), offset: ms }),
])
export type ClockSetting = z.infer<typeof clockSettingSchema>

/** Rules of conduct for outreach, one set for the workspace. Hours are local to the recipient, `to` is exclusive. */
export const guardrailsSchema = z.strictObject({
  /** Share of accounts that stay untreated. */
  holdout: share.default(0.05),
  frequencyCap: z.strictObject({ messages: z.int().min(1), days: z.int().min(1) }).default({ messages: 3, days: 7 }),
  quietHours: z.strictObject({ from: z.int().min(0).max(23), to: z.int().min(0).max(23) }).default({ from: 20, to: 8 }),
  /** Days without outreach after a person has spoken with the account. */
  recentContactDays: z.int().min(0).default(3),
  /** Seconds during which a queued message can still be taken back. */
  undoSeconds: z.int().min(0).default(10),
  approvals: approvalRulesSchema.default(approvalRulesSchema.parse({})),
})
export type Guardrails = z.infer<typeof guardrailsSchema>

/** How the SMTP channel reaches its server. The password is kept apart, in the keychain. */
export const smtpSettingSchema = z.strictObject({
  host: text.min(1),
  port: z.int().min(1).max(65535),
  security: z.enum(['none', 'starttls', 'tls']),
  user: text.default(''),
  /** It goes into a header and under each text; a line break in it would be shown as nobody means it. */
  fromName: text.overwrite(name => name.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim()).min(1),
  fromAddress: z.email(),
})
export type SmtpSetting = z.infer<typeof smtpSettingSchema>

export const workspaceInfoSchema = z.object({
  id: text,
  name: text,
  dir: text,
  sample: z.boolean(),
  now: ms,
  clock: clockSettingSchema,
  actor: text,
  appVersion: text,
  shell: z.enum(['desktop', 'web', 'cli']),
  /** True until a person has chosen what to do on the first run. */
  firstRun: z.boolean(),
  counts: z.object({ accounts: z.int(), contacts: z.int(), events: z.int(), objects: z.int(), quarantined: z.int() }),
  /** Another process already drains the outbox of this workspace. */
  shared: z.boolean(),
})
export type WorkspaceInfo = z.infer<typeof workspaceInfoSchema>

export const workspaceEntrySchema = z.object({ name: text, dir: text, sample: z.boolean(), current: z.boolean() })

// ── Sources ──────────────────────────────────────────────────────────────────

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
  /** Of the last reading that brought anything. */
  rowsPerSecond: z.number().nullable(),
  /** What may have happened at the source without our knowing: ms since it was last read to its end. */
  lagMs: z.int().nullable(),
})
export const sourceStatusSchema = z.object({
  id,
  slug: text,
  kind: z.enum(SOURCE_KINDS),
  name: text,
  /** Of files. */
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

/** One file as found: its columns with guessed types, a proposed mapping, and the first rows mapped by it. */
export const inspectedFileSchema = z.object({
  path: text,
  encoding: text,
  delimiter: text,
  columns: z.array(z.object({ name: text, type: text, format: optionalText, samples: z.array(text), blank: share })),
  stream: fileStreamSchema.nullable(),
  rows: z.array(z.record(text, text)),
  problem: optionalText,
})
export type InspectedFile = z.infer<typeof inspectedFileSchema>

export const previewSchema = z.object({
  rows: z.array(
    z.object({ line: z.int(), raw: z.record(text, text), mapped: z.record(text, text), error: optionalText }),
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
      /** Why this stream could not be read to its end, while the others could. */
      error: text.optional(),
    }),
  ),
  cancelled: z.boolean(),
})
export type SyncReport = z.infer<typeof syncReportSchema>

/** What a warehouse found: for each trigger the accounts for which it holds, and what came over into the cache. */
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
      /** Of these accounts, those that have an open signal of it in the cache, once they had come over. */
      confirmed: z.int(),
    }),
  ),
  sync: syncReportSchema,
})
export type PushdownReport = z.infer<typeof pushdownReportSchema>

/** Work that takes longer than a blink: progress for the footer and the palette. */
export const taskSchema = z.object({
  id: text,
  kind: z.enum(['sync', 'evaluate', 'sample', 'drain', 'backtest', 'outreach']),
  title: text,
  state: z.enum(['running', 'done', 'failed', 'cancelled']),
  done: z.number(),
  total: z.number().nullable(),
  unit: text,
  perSecond: z.number(),
  message: optionalText,
  startedAt: ms,
  /** The source that it reads. */
  sourceId: id.nullable(),
})
export type Task = z.infer<typeof taskSchema>

// ── Queue and issues ─────────────────────────────────────────────────────────

/** One predicted issue as the queue shows it. Money in minor units. */
export const queueRowSchema = z.object({
  id,
  accountId: id,
  accountName: text,
  plan: optionalText,
  category: z.enum(CATEGORIES),
  title: text,
  /** What weighs most, in figures: `10 failed sign-ins in 24 hours`. */
  detail: optionalText,
  state: z.enum(ISSUE_STATES),
  band: z.enum(BANDS),
  priority: z.number(),
  risk: share,
  dueAt: optionalMs,
  openedAt: ms,
  signalCount: z.int(),
  claimedBy: optionalText,
  snoozedUntil: optionalMs,
  /** The intervention under way or awaiting judgement, and what its outcome looks like so far. */
  interventionId: optionalText,
  proposal: z.enum(OUTCOMES).nullable(),
  /** The incident that it belongs to while that goes on, and how many accounts it has. */
  incident: z.object({ id, accounts: z.int() }).nullable(),
})
export type QueueRow = z.infer<typeof queueRowSchema>

export const QUEUE_VIEWS = ['now', 'mine', 'unclaimed', 'snoozed', 'acting', 'confirm'] as const
export type QueueView = (typeof QUEUE_VIEWS)[number]

export const queueFilterSchema = z.object({
  view: z.enum(QUEUE_VIEWS).default('now'),
  category: z.enum(CATEGORIES).optional(),
  band: z.enum(BANDS).optional(),
  search: z.string().max(200).optional(),
  /** Only the issues of an incident. */
  incident: id.optional(),
})
export type QueueFilter = z.infer<typeof queueFilterSchema>

export const queueCountsSchema = z.object({
  views: z.record(z.enum(QUEUE_VIEWS), z.int()),
  /** Of the chosen view. */
  categories: z.record(z.enum(CATEGORIES), z.int()),
  /** Of the chosen view and category. */
  bands: z.record(z.enum(BANDS), z.int()),
})
export type QueueCounts = z.infer<typeof queueCountsSchema>

/** The numbers whose product is the priority: risk × treatability × value × urgency ÷ minutes. */
export const arithmeticSchema = z.object({
  risk: share,
  treatability: share,
  /** Monthly value at stake in minor units. */
  valueMinor: z.int(),
  currency: text,
  urgency: z.number(),
  minutes: z.number(),
  priority: z.number(),
})
export type Arithmetic = z.infer<typeof arithmeticSchema>

/** One thing that moved the risk; base and all contributions add up to the risk. */
export const factorSchema = z.object({ label: text, contribution: z.number() })
export type Factor = z.infer<typeof factorSchema>

/** The very rows that made a trigger true, and the account's own normal beside its present. */
export const evidenceSchema = z.object({
  /** Measured figures by name: value now, and the account's usual value where the measure has one. */
  figures: z.array(z.object({ name: text, label: text, value: z.number(), usual: z.number().nullable() })),
  eventIds: z.array(z.int()),
})
export type Evidence = z.infer<typeof evidenceSchema>

export const signalViewSchema = z.object({
  id,
  triggerId: text,
  triggerTitle: text,
  sentence: text,
  firedAt: ms,
  clearedAt: optionalMs,
  evidence: evidenceSchema,
  /** Daily totals before and after the firing, for the chart; `usual` is the band of the account's own normal. */
  series: z.object({
    label: text,
    points: z.array(z.object({ at: ms, value: z.number() })),
    usualLow: z.number().nullable(),
    usualHigh: z.number().nullable(),
    marks: z.array(z.object({ at: ms, value: z.number(), text })),
  }),
})
export type SignalView = z.infer<typeof signalViewSchema>

export const contactSchema = z.object({
  id,
  name: optionalText,
  email: optionalText,
  timeZone: optionalText,
  locale: optionalText,
  consent: z.boolean().nullable(),
  suppressed: z.boolean(),
})
export type Contact = z.infer<typeof contactSchema>

export const accountSchema = z.object({
  id,
  externalId: text,
  name: text,
  plan: optionalText,
  country: optionalText,
  timeZone: optionalText,
  owner: optionalText,
  signedUpAt: optionalMs,
  renewsAt: optionalMs,
  churnedAt: optionalMs,
  mrrMinor: z.int().nullable(),
  currency: optionalText,
  arm: z.enum(ARMS),
  properties: z.record(text, z.union([z.string(), z.number(), z.boolean(), z.null()])),
  contacts: z.array(contactSchema),
})
export type Account = z.infer<typeof accountSchema>

export const timelineEntrySchema = z.object({
  key: text,
  at: ms,
  kind: text,
  category: z.enum(CATEGORIES).nullable(),
  title: text,
  detail: optionalText,
})
export type TimelineEntry = z.infer<typeof timelineEntrySchema>

/** A playbook as a suggestion for one issue. `effect`: share of accounts it is expected to keep from trouble. */
export const suggestionSchema = z.object({
  playbookId: text,
  name: text,
  summary: text,
  suggested: z.boolean(),
  /** Expected points of risk taken away (0–1), from the playbook's stated prior until outcomes can tell. */
  effect: z.number(),
  n: z.int(),
  /** `prior` until there are outcomes of both arms to estimate from. */
  basis: z.enum(['prior', 'measured']),
  /** Titles of the triggers that name it, where none of them holds for this issue: its text may not be true here. */
  writtenFor: z.array(text),
})
export type Suggestion = z.infer<typeof suggestionSchema>

export const outcomeViewSchema = z.object({
  interventionId: text,
  issueId: id,
  accountId: id,
  accountName: text,
  category: z.enum(CATEGORIES),
  triggerId: text,
  playbookId: text,
  arm: z.enum(ARMS),
  /** The moment from which the arms could differ. */
  exposedAt: ms,
  sentAt: optionalMs,
  windowEndsAt: ms,
  contactedAt: optionalMs,
  metricMetAt: optionalMs,
  churnedAt: optionalMs,
  /** What the facts say; null while the window is open and nothing has happened. */
  proposal: z.enum(OUTCOMES).nullable(),
  judged: z.enum(OUTCOMES).nullable(),
  judgedBy: optionalText,
  judgedAt: optionalMs,
})
export type OutcomeView = z.infer<typeof outcomeViewSchema>

export const interventionViewSchema = z.object({
  id: text,
  issueId: id,
  playbookId: text,
  playbookName: text,
  arm: z.enum(ARMS),
  startedAt: ms,
  startedBy: text,
  outboxId: z.int().nullable(),
  outboxState: z.enum(OUTBOX_STATES).nullable(),
  subject: optionalText,
  to: optionalText,
  notBefore: optionalMs,
  outcome: outcomeViewSchema.nullable(),
})
export type InterventionView = z.infer<typeof interventionViewSchema>

export const issueDetailSchema = z.object({
  row: queueRowSchema,
  closedAt: optionalMs,
  closedBecause: optionalText,
  previousIssueId: z.int().nullable(),
  arithmetic: arithmeticSchema,
  /** Which model made the risk, such as `prior-1`. */
  model: text,
  base: share,
  factors: z.array(factorSchema),
  account: accountSchema,
  signals: z.array(signalViewSchema),
  suggestions: z.array(suggestionSchema),
  interventions: z.array(interventionViewSchema),
  /** What it shares its cause with others in. */
  incidents: z.array(incidentNameSchema),
})
export type IssueDetail = z.infer<typeof issueDetailSchema>

// ── Interventions and the outbox ─────────────────────────────────────────────

/** One answer of preflight: the fact it was decided on, and when it may change. */
export const verdictSchema = z.object({
  check: z.enum(CHECKS),
  status: z.enum(['pass', 'wait', 'refuse']),
  fact: text,
  until: optionalMs,
  overridden: optionalText,
})
export type Verdict = z.infer<typeof verdictSchema>

export const overrideSchema = z.object({ check: z.enum(CHECKS), reason: text.trim().min(3) })

export const messageSchema = z.object({ subject: text, text: text, html: text })
export type Message = z.infer<typeof messageSchema>

/** The message exactly as it would leave, and whether it would. */
export const outreachPreviewSchema = z.object({
  playbookId: text,
  contact: contactSchema.nullable(),
  from: text,
  to: optionalText,
  message: messageSchema.nullable(),
  /** Why no message can be made: a field that is missing and has no fallback. */
  problem: optionalText,
  arm: z.enum(ARMS),
  verdicts: z.array(verdictSchema),
  leaves: z.enum(['now', 'later', 'held', 'held_out', 'refused']),
  leavesAt: optionalMs,
  /**
   * A fix comes first: which ending of it this message follows, and what the other one sends (null: nothing). Null where
   * the playbook begins with something else.
   */
  fixFirst: z
    .object({
      action: text,
      sends: z.enum(['worked', 'failed', 'either']),
      other: z.object({ subject: text, text }).nullable(),
    })
    .nullable(),
})
export type OutreachPreview = z.infer<typeof outreachPreviewSchema>

export const outboxItemSchema = z.object({
  id,
  key: text,
  interventionId: text,
  issueId: id,
  accountId: id,
  accountName: text,
  channel: text,
  to: text,
  subject: text,
  state: z.enum(OUTBOX_STATES),
  /** Why it is where it is, in words. */
  why: optionalText,
  queuedAt: ms,
  notBefore: ms,
  attempts: z.int(),
  sentAt: optionalMs,
  providerId: optionalText,
})
export type OutboxItem = z.infer<typeof outboxItemSchema>

export const outboxSummarySchema = z.object({
  counts: z.record(z.enum(OUTBOX_STATES), z.int()),
  oldestWaitingAt: optionalMs,
  paused: z.boolean(),
  /** The channel's trouble, in words, since when; null when the last attempt worked. */
  trouble: z.object({ since: ms, why: text }).nullable(),
})
export type OutboxSummary = z.infer<typeof outboxSummarySchema>

// ── Triggers, playbooks, review, journal ─────────────────────────────────────

export const triggerViewSchema = z.object({
  definition: triggerSchema,
  enabled: z.boolean(),
  version: z.int(),
  firings: z.int(),
  open: z.int(),
})
export type TriggerView = z.infer<typeof triggerViewSchema>

export const evaluationReportSchema = z.object({
  accounts: z.int(),
  fired: z.int(),
  cleared: z.int(),
  /** Firings that a daily cap held back until the next day. */
  heldBack: z.int(),
  opened: z.int(),
  closed: z.int(),
  rescored: z.int(),
})
export type EvaluationReport = z.infer<typeof evaluationReportSchema>

/** k of n with a 95 % interval (Wilson 1927, score interval without continuity correction); null when n is 0. */
export const proportionSchema = z.object({
  k: z.int(),
  n: z.int(),
  value: share.nullable(),
  low: share.nullable(),
  high: share.nullable(),
})
export type Proportion = z.infer<typeof proportionSchema>

export const reviewRowSchema = z.object({
  triggerId: text,
  triggerTitle: text,
  playbookId: text,
  playbookName: text,
  category: z.enum(CATEGORIES),
  sent: z.int(),
  heldOut: z.int(),
  /** Interventions of the treatment arm whose message has not left: waiting, refused or unsure. */
  notSent: z.int(),
  contacted: proportionSchema,
  contactedControl: proportionSchema,
  metricMet: proportionSchema,
  judged: z.record(z.enum(OUTCOMES), z.int()),
  awaiting: z.int(),
})
export type ReviewRow = z.infer<typeof reviewRowSchema>

export const reviewSchema = z.object({
  from: ms,
  to: ms,
  rows: z.array(reviewRowSchema),
  totals: z.object({
    sent: z.int(),
    heldOut: z.int(),
    contacted: proportionSchema,
    metricMet: proportionSchema,
    judged: z.int(),
    awaiting: z.int(),
    dismissedFalse: proportionSchema,
  }),
  weeks: z.array(z.object({ at: ms, sent: z.int(), contacted: z.int(), metricMet: z.int(), heldOut: z.int() })),
  /** Share of accounts held out as set, and as it came out. */
  holdout: z.object({ planned: share, observed: proportionSchema }),
})
export type Review = z.infer<typeof reviewSchema>

export const REVIEW_FIGURES = ['sent', 'held_out', 'not_sent', 'contacted', 'metric_met', 'judged', 'awaiting'] as const
export const reviewQuerySchema = z.object({ from: ms.optional(), to: ms.optional() })
export const reviewCohortSchema = reviewQuerySchema.extend({
  figure: z.enum(REVIEW_FIGURES),
  triggerId: text.optional(),
  playbookId: text.optional(),
})

/** One decision. `hash` covers the row and the hash of the row before it. */
export const journalRowSchema = z.object({
  seq: z.int(),
  id: text,
  actor: text,
  device: text,
  at: ms,
  command: text,
  args: z.json(),
  /** The command that would take it back, where there is one. */
  undo: z.object({ command: text, args: z.json() }).nullable(),
  /** The id of the decision that this one takes back. */
  undoes: optionalText,
  hash: text,
})
export type JournalRow = z.infer<typeof journalRowSchema>

export { fileStreamSchema, filesConfigSchema, mappingSchema, playbookSchema, triggerSchema }
export const dismissalSchema = z.enum(DISMISSALS)
export const outcomeSchema = z.enum(OUTCOMES)
