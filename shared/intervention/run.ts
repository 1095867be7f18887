import { z } from 'zod'
import { outreachPreviewSchema, verdictSchema } from '../model/intervention.ts'
import { ms } from '../model/values.ts'
import { ARMS, OUTBOX_STATES } from '../vocabulary.ts'
import { playbookSchema } from './playbook.ts'

const text = z.string()
const optionalMs = ms.nullable()

export const STEP_KINDS = ['outreach', 'resolution', 'task', 'wait', 'branch'] as const

/** One step that a run has begun. Times of the workspace, UTC ms. */
export const runStepSchema = z.object({
  /** Its place in the run, from 0. */
  n: z.int(),
  /** Where it stands in the playbook's JSON: `steps[1].cases[0].do[0]`. */
  path: text,
  kind: z.enum(STEP_KINDS),
  state: z.enum(['open', 'done', 'refused', 'stopped']),
  /** What it is, in words: the subject, the action, the task's title, how long it waits, what decided. */
  title: text,
  /** More about it: a task's details. */
  details: text,
  /** Why it did not come off; a person's note. */
  why: text.nullable(),
  at: ms,
  endedAt: optionalMs,
  /** Until when it waits, or when the task is due. */
  until: optionalMs,
  outboxId: z.int().nullable(),
  outboxState: z.enum(OUTBOX_STATES).nullable(),
})
export type RunStep = z.infer<typeof runStepSchema>

/** An intervention as it runs. */
export const runViewSchema = z.object({
  interventionId: text,
  issueId: z.int(),
  accountId: z.int(),
  accountName: text,
  playbookId: text,
  playbookName: text,
  /** The version that it started with and keeps. */
  playbookVersion: z.int(),
  arm: z.enum(ARMS),
  origin: z.enum(['person', 'bulk', 'autopilot']),
  state: z.enum(['running', 'done', 'stopped']),
  startedAt: ms,
  /** When it goes on automatically; null while it waits for something else than time. */
  wakeAt: optionalMs,
  endedAt: optionalMs,
  endedBecause: text.nullable(),
  steps: z.array(runStepSchema),
  /** What may still come, in the order in which it is written: what each is, and where it stands. */
  ahead: z.array(z.object({ path: text, kind: z.enum(STEP_KINDS), title: text })),
})
export type RunView = z.infer<typeof runViewSchema>

/** Something for a person to do. */
export const taskItemSchema = z.object({
  interventionId: text,
  n: z.int(),
  issueId: z.int(),
  accountId: z.int(),
  accountName: text,
  playbookName: text,
  title: text,
  details: text,
  openedAt: ms,
  dueAt: optionalMs,
})
export type TaskItem = z.infer<typeof taskItemSchema>

/** A playbook with its version, and how many runs go on with it. */
export const playbookVersionSchema = z.object({ version: z.int(), playbook: playbookSchema, running: z.int() })
export type PlaybookVersion = z.infer<typeof playbookVersionSchema>

/** What templates may name: fields of every message, figures that its triggers measure, and what a fix may name besides. */
export const templateFieldsSchema = z.object({ message: z.array(text), figures: z.array(text), object: z.array(text) })
export type TemplateFields = z.infer<typeof templateFieldsSchema>

/** What is wrong with a playbook, and where in its JSON. A warning does not keep it from being saved. */
export const playbookProblemSchema = z.object({
  path: text,
  problem: text,
  level: z.enum(['error', 'warning']).optional(),
})
export type PlaybookProblem = z.infer<typeof playbookProblemSchema>

/**
 * One step of a dry run: what would happen, and when at the earliest. `depth`: how many branches it lies in.
 * `certain`: it does not depend on what will have happened by then.
 */
export const dryStepSchema = z.object({
  path: text,
  kind: z.enum([...STEP_KINDS, 'stop', 'end']),
  title: text,
  details: text,
  depth: z.int(),
  at: ms,
  certain: z.boolean(),
  /** Until when it waits, or when the task is due; null for every other step. */
  until: optionalMs,
  /** The message as it would leave now, with every verdict. */
  preview: outreachPreviewSchema.nullable(),
  verdicts: z.array(verdictSchema),
  /** What a fix would be asked with; null where it would be passed over, for `why`. */
  params: z.record(text, text).nullable(),
  why: text.nullable(),
  /** The conditions of a branch in words, where each leads, and whether it holds now. */
  cases: z.array(z.object({ when: text, leadsTo: text, holdsNow: z.boolean() })),
})
export type DryStep = z.infer<typeof dryStepSchema>

export const dryRunSchema = z.object({
  playbookId: text,
  issueId: z.int(),
  accountName: text,
  issueTitle: text,
  /** Titles of the triggers that name the playbook, where none of them holds for this issue. */
  writtenFor: z.array(text),
  arm: z.enum(ARMS),
  problems: z.array(playbookProblemSchema),
  steps: z.array(dryStepSchema),
})
export type DryRun = z.infer<typeof dryRunSchema>
