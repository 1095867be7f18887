import { z } from 'zod'
import { own } from '../foreign/own.ts'
import { callSchema, keyPromiseSchema, manifestAuthSchema, manifestSettingSchema } from './request.ts'

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()])

/** Holds for evidence whose field has one of these values; `null` also stands for absent. */
const evidenceRule = z.strictObject({ field: z.string(), is: z.array(scalar).min(1) })
export type EvidenceRule = z.infer<typeof evidenceRule>

const duration = z.string().regex(/^\d+[smhd]$/, 'expected a duration such as 1m or 2d')

/** One thing that can be done at a system, as data. Templates see `params`, `settings`, `target` and `key`. */
export const actionSpecSchema = z.strictObject({
  name: z.string().min(1),
  about: z.string(),
  /** What a playbook must give. */
  params: z.record(
    z.string().regex(/^[a-z][a-z0-9_]*$/),
    z.strictObject({ label: z.string(), pattern: z.string().optional() }),
  ),
  /** What is looked at right before and after: a question, and which parts of its answer (dotted paths) are evidence. */
  look: z.strictObject({ call: callSchema, show: z.record(z.string(), z.string()) }).optional(),
  /** When it must not be done, going by the evidence; the first that holds refuses, in these words. */
  refuse: z.array(evidenceRule.extend({ why: z.string() })).default([]),
  /** When there is nothing to do any more. */
  done: z.array(evidenceRule).default([]),
  /** A payment: which evidence is the code of the last decline, and how often the provider has tried. */
  payment: z.strictObject({ decline: z.string(), counted: z.string().optional() }).optional(),
  apply: callSchema.extend({ key: keyPromiseSchema.optional() }),
  /** What the evidence says afterwards. Without a look, what was taken counts as done. */
  worked: z.array(evidenceRule).default([]),
  failed: z.array(evidenceRule).default([]),
  /** How often it is looked at afterwards, and after how long it counts as failed. */
  every: duration.default('1m'),
  giveUpAfter: duration.default('1d'),
})
export type ActionSpec = z.infer<typeof actionSpecSchema>

/** A system at which something can be done, as data: how to reach it and what it can do. */
export const actionManifestSchema = z.strictObject({
  version: z.literal(1),
  id: z.string().regex(/^[a-z][a-z0-9-]{1,30}$/),
  name: z.string().min(1),
  about: z.string(),
  /** The provider's documentation that this was written from. */
  docs: z.array(z.url()).default([]),
  settings: z.array(manifestSettingSchema).default([]),
  auth: manifestAuthSchema,
  secret: z.string().optional(),
  test: callSchema,
  actions: z.record(z.string().regex(/^[a-z][a-z0-9_]*$/), actionSpecSchema),
})
export type ActionManifest = z.infer<typeof actionManifestSchema>

/** What was seen of the thing that is to be fixed, by name. */
export type FixEvidence = Record<string, z.infer<typeof scalar>>

/** Whether any of the rules holds for the evidence. */
export const anyHolds = (rules: readonly EvidenceRule[], evidence: FixEvidence): boolean =>
  rules.some(({ field, is }) => is.includes(own(evidence, field) ?? null))

/** What evidence after a fix says; null while it cannot be told yet. A spec without a look takes the answer's word. */
export function judgeFix(spec: ActionSpec, evidence: FixEvidence | null): 'worked' | 'failed' | null {
  if (!spec.look) return 'worked'
  if (evidence === null) return null
  if (anyHolds(spec.worked, evidence)) return 'worked'
  return anyHolds(spec.failed, evidence) ? 'failed' : null
}

/** One action as a person sets it up. `needs`: what is missing at its system. */
export const actionViewSchema = z.object({
  id: z.string(),
  name: z.string(),
  about: z.string(),
  system: z.string(),
  systemName: z.string(),
  params: z.array(z.object({ name: z.string(), label: z.string() })),
  /** Playbooks may use it. */
  enabled: z.boolean(),
  /** It is carried out without asking a person first. */
  autoApprove: z.boolean(),
  ready: z.boolean(),
  missing: z.array(z.string()),
  problem: z.string().nullable(),
})
export type ActionView = z.infer<typeof actionViewSchema>

/** Setting `action:ID`. */
export const actionSettingSchema = z.object({
  channel: z.string().min(1),
  title: z.string().default('Fix'),
  autoApprove: z.boolean().default(false),
})

/** A fix, proposed or carried out, with what was seen before and after. Times UTC ms of the workspace. */
export const resolutionViewSchema = z.object({
  outboxId: z.int(),
  interventionId: z.string(),
  issueId: z.int(),
  accountId: z.int(),
  accountName: z.string(),
  action: z.string(),
  title: z.string(),
  target: z.string(),
  state: z.string(),
  why: z.string().nullable(),
  before: z.json(),
  after: z.json().nullable(),
  appliedAt: z.int().nullable(),
  verdict: z.enum(['worked', 'failed']).nullable(),
  judgedAt: z.int().nullable(),
})
export type ResolutionView = z.infer<typeof resolutionViewSchema>
