import { z } from 'zod'
import { fail, ok, type Result } from '../result.ts'
import { parseDuration } from '../trigger/duration.ts'
import { durationSchema, objectFilterSchema } from '../trigger/measures/parts.ts'
import { firstProblem } from '../trigger/trigger-problem.ts'
import { CATEGORIES } from '../vocabulary.ts'
import { DEFAULT_LANGUAGE } from './language.ts'
import { languageSchema, textsSchema } from './language-schemas.ts'

/**
 * What may have happened since a run began; what branches ask.
 * - `replied`: the account contacted us (a ticket, or an event `chat` or `reply`) after the last message of the run.
 * - `ticket_opened`: it opened a ticket since the run began. · `condition_cleared`: no signal of the issue holds any more.
 * - `resolution_worked` / `resolution_failed`: the latest fix; one that could not be tried counts as failed.
 * - `task_done`: the latest task was done (not skipped). · `metric_met`: the success metric came true.
 */
export const HAPPENINGS = [
  'replied',
  'ticket_opened',
  'condition_cleared',
  'resolution_worked',
  'resolution_failed',
  'task_done',
  'metric_met',
] as const
export type Happening = (typeof HAPPENINGS)[number]

const HAPPENING = `expected one of ${HAPPENINGS.join(', ')}, or {"all": […]}, {"any": […]}, {"not": …}`

export type RunCondition = Happening | { all: RunCondition[] } | { any: RunCondition[] } | { not: RunCondition }

/** `"replied"`, `{"not": "replied"}`, `{"any": ["ticket_opened", "metric_met"]}`. */
export const runConditionSchema: z.ZodType<RunCondition, RunCondition> = z.lazy(() =>
  z.union(
    [
      z.enum(HAPPENINGS),
      z.strictObject({ all: z.array(runConditionSchema).min(1) }),
      z.strictObject({ any: z.array(runConditionSchema).min(1) }),
      z.strictObject({ not: runConditionSchema }),
    ],
    HAPPENING,
  ),
)

/** A channel by its name: `email`, `webhook`, `slack`, `intercom`, `zendesk` …. */
const channelSchema = z.string().regex(/^[a-z][a-z0-9-]*$/, 'expected the name of a channel, such as email')

const actionSchema = z
  .string()
  .regex(/^[a-z0-9-]+\.[a-z0-9_]+$/, 'expected the id of an action, such as stripe.retry_payment')

/**
 * One message to one contact. Subject and body are Liquid; a missing field refuses the message unless the template has
 * a `default` for it or `fallbacks` names it, such as `{"contact.first_name": "there"}`.
 */
export const outreachStepSchema = textsSchema
  .extend({
    type: z.literal('outreach'),
    channel: channelSchema,
    /** The consent topic that the recipient must have agreed to. */
    topic: z.string().min(1),
    /** The language of `subject` and `body`, English where it is absent. A contact who reads none of the languages gets this one. */
    language: languageSchema.optional(),
    /** The same message in other languages: `{"de": {"subject": …, "body": …}}`. */
    translations: z.record(languageSchema, textsSchema).optional(),
  })
  .refine(({ language = DEFAULT_LANGUAGE, translations = {} }) => !Object.hasOwn(translations, language), {
    message: 'expected no translation into the language of the message itself',
    path: ['translations'],
  })
export type OutreachStep = z.infer<typeof outreachStepSchema>

/** A fix at another system. While its action is not set up it is skipped and the playbook goes on. */
export const resolutionStepSchema = z.strictObject({
  type: z.literal('resolution'),
  action: actionSchema,
  /** The object that is to be fixed: of those of the account that fit the one that changed last. */
  object: objectFilterSchema.optional(),
  /** Liquid; may name what a message may, and `object.id`, `object.state` …. */
  params: z.record(z.string(), z.string()),
  /** What follows when it worked: the issue is closed and the run ends, or the next step has its turn. */
  worked: z.enum(['close', 'continue']).default('close'),
})
export type ResolutionStep = z.infer<typeof resolutionStepSchema>

/** Something for a person. The run goes on at once; it does not end while the task is open. */
export const taskStepSchema = z.strictObject({
  type: z.literal('task'),
  title: z.string().min(1),
  details: z.string().default(''),
  /** How long the person has, from when it was opened. */
  due: durationSchema.optional(),
})
export type TaskStep = z.infer<typeof taskStepSchema>

/** Nothing, for a time. */
export const waitStepSchema = z.strictObject({
  type: z.literal('wait'),
  for: durationSchema.refine(text => (parseDuration(text) ?? 0) > 0, 'expected a duration above 0'),
})
export type WaitStep = z.infer<typeof waitStepSchema>

/** The first case that holds decides, otherwise `else`; where that is absent, the next step. */
export interface BranchStep {
  type: 'branch'
  cases: { if: RunCondition; do: Step[] | 'stop' }[]
  else?: Step[] | 'stop' | undefined
}

export type Step = OutreachStep | ResolutionStep | TaskStep | WaitStep | BranchStep
type StepInput =
  | Exclude<Step, ResolutionStep | TaskStep | BranchStep>
  | z.input<typeof resolutionStepSchema>
  | z.input<typeof taskStepSchema>
  | {
      type: 'branch'
      cases: { if: RunCondition; do: StepInput[] | 'stop' }[]
      else?: StepInput[] | 'stop' | undefined
    }

/** What a branch leads to. */
const routeSchema: z.ZodType<Step[] | 'stop', StepInput[] | 'stop'> = z.lazy(() =>
  z.union([z.literal('stop'), z.array(stepSchema).min(1)], 'expected a list of steps, or "stop"'),
)

const branchStepSchema = z.strictObject({
  type: z.literal('branch'),
  cases: z.array(z.strictObject({ if: runConditionSchema, do: routeSchema })).min(1),
  else: routeSchema.optional(),
})

const stepSchema: z.ZodType<Step, StepInput> = z.lazy(() =>
  z.discriminatedUnion('type', [
    outreachStepSchema,
    resolutionStepSchema,
    taskStepSchema,
    waitStepSchema,
    branchStepSchema,
  ]),
)

/** How deep branches may lie within branches, and how many steps there may be in all: what a person can still oversee. */
export const MOST_DEPTH = 4
export const MOST_STEPS = 50

/** Steps for one kind of issue. `treatability`: prior share of the risk that it takes away, 0–1. */
export const playbookSchema = z
  .strictObject({
    /** Version of the language. A definition without one is of version 1, one message, which this one contains. */
    version: z.literal(2).optional(),
    id: z.string().regex(/^[a-z0-9-]+$/, 'expected lower-case letters, digits and hyphens'),
    name: z.string().min(1),
    summary: z.string(),
    categories: z.array(z.enum(CATEGORIES)).min(1),
    treatability: z.number().min(0).max(1),
    window: durationSchema,
    steps: z.array(stepSchema).min(1),
  })
  .superRefine(({ steps }, context) => {
    const placed = placedSteps(steps)
    const deep = placed.find(({ depth }) => depth > MOST_DEPTH)
    const expected = deep
      ? `expected branches nested at most ${MOST_DEPTH} deep`
      : placed.length > MOST_STEPS
        ? `expected at most ${MOST_STEPS} steps in total, found ${placed.length}`
        : null
    if (expected) context.addIssue({ code: 'custom', path: deep ? deep.path : ['steps'], message: expected })
  })
export type Playbook = z.infer<typeof playbookSchema>

export interface PlacedStep {
  step: Step
  /** Where it stands in the JSON. */
  path: (string | number)[]
  /** 0 outside any branch. */
  depth: number
}

/** Every step with its place, in the order in which they are written. */
export function placedSteps(
  steps: readonly Step[],
  path: readonly (string | number)[] = ['steps'],
  depth = 0,
): PlacedStep[] {
  return steps.flatMap((step, n) => {
    const own = [...path, n]
    const routes =
      step.type === 'branch'
        ? [
            ...step.cases.map((one, i) => ({ route: one.do, at: [...own, 'cases', i, 'do'] })),
            { route: step.else ?? 'stop', at: [...own, 'else'] },
          ]
        : []
    return [
      { step, path: own, depth },
      ...routes.flatMap(({ route, at }) => (route === 'stop' ? [] : placedSteps(route, at, depth + 1))),
    ]
  })
}

/** Reads a definition of version 1 or 2; what comes back is of version 2. Errors name the place and what was expected. */
export function parsePlaybook(json: unknown): Result<Playbook> {
  const lifted = typeof json === 'object' && json !== null && 'version' in json && json.version === 1
  const input: unknown = lifted ? { ...json, version: 2 } : json
  const parsed = playbookSchema.safeParse(input)
  if (parsed.success) return ok({ ...parsed.data, version: 2 })
  return fail(
    'invalid',
    'This is not a playbook.',
    firstProblem(parsed.error.issues, input),
    'Correct this place in the JSON.',
  )
}
