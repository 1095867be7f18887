import { z } from 'zod'
import type { ResolutionStep, TaskStep } from '../../../shared/intervention/playbook.ts'
import { overrideSchema } from '../../../shared/model/intervention.ts'
import { assertNever } from '../../../shared/result.ts'
import { parseDuration } from '../../../shared/trigger/duration.ts'
import { type ReadDb, statement, type WriteDb } from '../../cache/db.ts'
import { type ContactRow, contactById, issueById } from '../guard/facts.ts'
import { keepUnsent, keepVerdicts, reasonsOf, saying } from '../guard/ledger.ts'
import { decide, type Override } from '../guard/preflight.ts'
import { proposeAction } from '../message/actions.ts'
import { type Composed, composeStep, fieldsOf } from '../message/compose.ts'
import { type Moment, queueMessage } from '../message/queue-message.ts'
import { renderForUs } from '../message/render.ts'
import { written } from '../playbook/program.ts'
import type { Effect } from './advance.ts'
import { endRun } from './run-end.ts'
import type { RunRow, StepRow, StepState } from './run-facts.ts'

/**
 * What a person gave a run on its way, kept in its first step: overrides for its first message, and words for the one at
 * `position`, which was shown. Another one may come first, after a fix; then it has its own words.
 */
export const givenSchema = z.object({
  subject: z.string().optional(),
  text: z.string().optional(),
  position: z.int().optional(),
  overrides: z.array(overrideSchema).default([]),
})
export type Given = z.infer<typeof givenSchema>
const NOTHING: Given = { overrides: [] }

/** Whoever begins a run may have chosen words for its first message, and may take it back for `undoMs`. */
export interface Beginning {
  given: Given
  undoMs: number
  /** How many are started in one go, this one included. */
  together: number
  /** The message on which the start was decided a moment ago, in the same transaction. */
  composed: Pick<Composed, 'outreach' | 'message' | 'verdicts' | 'needs'>
}

/** A run in the middle of its transaction. */
export interface Work {
  tx: WriteDb
  run: RunRow
  /** The steps before this advance. */
  steps: readonly StepRow[]
  moment: Moment
  beginning: Beginning | null
}

/** Carries out one effect as step `n`. True where the run can go on at once: the step is over before it began. */
export function carryOut(work: Work, effect: Effect, n: number): boolean {
  const { tx, run, moment } = work
  switch (effect.do) {
    case 'outreach':
      return outreach(work, effect, n)
    case 'resolution':
      return resolution(work, effect.step, effect.position, n)
    case 'task':
      keepStep(work, n, effect, 'open', taskDetail(work, effect.step))
      return false
    case 'wait':
      keepStep(work, n, effect, 'open', { until: effect.until })
      return false
    case 'branch':
      keepStep(work, n, effect, 'done', { route: effect.route, at: written(effect.path) })
      return false
    case 'end':
      endRun(tx, run, effect.how, effect.why, moment.now)
      return false
    default:
      return assertNever(effect)
  }
}

function keepStep(
  { tx, run, moment, beginning }: Work,
  n: number,
  { do: kind, position }: { do: StepRow['kind']; position: number },
  state: StepState,
  detail: object,
): void {
  const first = n === 0 && beginning && hasGiven(beginning.given) ? { given: beginning.given } : {}
  tx.run(
    statement(
      `INSERT INTO step (intervention_id, n, position, kind, state, at, ended_at, detail)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      [
        run.id,
        n,
        position,
        kind,
        state,
        moment.now,
        state === 'open' ? null : moment.now,
        JSON.stringify({ ...detail, ...first }),
      ],
    ),
  )
}

const hasGiven = ({ subject, text, overrides }: Given): boolean =>
  subject !== undefined || text !== undefined || overrides.length > 0

const MATTERED: ReadonlySet<StepRow['kind']> = new Set(['outreach', 'resolution'])

/** Why a message leaves although the condition has cleared. */
export const GOOD_END: Override = { check: 'condition', reason: 'The playbook tells of the good end.' }

/** Preflight again, whatever was waited for; a message that is refused leaves the rest of the playbook its turn. */
function outreach(work: Work, effect: Extract<Effect, { do: 'outreach' }>, n: number): boolean {
  const { step } = effect
  const { tx, run, steps, moment, beginning } = work
  const issue = tx.get(issueById(run.issueId))
  if (!issue) throw new Error(`the issue of run ${run.id} is gone`)
  const contact = (run.contactId !== null && tx.get(contactById(run.contactId))) || null
  const given = givenTo(work)
  const overrides = overridesFor(work, effect, given)
  const self = { interventionId: run.id, outboxId: Number.MAX_SAFE_INTEGER }
  const together = beginning?.together ?? 1
  const asks = { playbookVersion: run.playbookVersion, together, interventionId: run.id }
  const about = { issue, contact, playbookId: run.playbookId, arm: run.arm, self, asks }
  const known = n === 0 && beginning?.composed.outreach?.position === effect.position ? beginning.composed : null
  const { message, verdicts, needs } =
    known ?? composeStep(tx, about, step, isMeant(given, effect, steps) ? given : {}, overrides, moment.now)
  if (!known) keepVerdicts(tx, run.id, 'compose', verdicts, moment.now)
  const decision = decide(verdicts, [])
  const no = message.ok ? null : message.error.why
  if (!message.ok || !contact || decision.leaves === 'refused' || decision.leaves === 'held_out') {
    const because = no === null ? reasonsOf(decision.because) : saying(no)
    keepStep(work, n, effect, 'refused', { why: because.map(({ fact }) => fact).join(' ') })
    keepUnsent(tx, { ...unsentOf(work, contact, step.channel, n), because })
    return true
  }
  keepStep(work, n, effect, 'open', {})
  const { id: interventionId, issueId, accountId, startedBy: askedBy } = run
  const undoMs = beginning?.undoMs ?? 0
  const ids = { interventionId, n, issueId, accountId, askedBy }
  const ask = { ...ids, channel: step.channel, contact, message: message.value, decision, overrides, undoMs, needs }
  queueMessage(tx, ask, moment)
  return false
}

const isFirst = (steps: readonly StepRow[]): boolean => !steps.some(({ kind }) => kind === 'outreach')

const isMeant = (given: Given, { position }: { position: number }, steps: readonly StepRow[]): boolean =>
  given.position === undefined ? isFirst(steps) : given.position === position

function overridesFor({ steps }: Work, { aftermath }: Extract<Effect, { do: 'outreach' }>, given: Given): Override[] {
  // The arm of an account does not change, so neither does the reason to write to it all the same.
  const kept = isFirst(steps) ? given.overrides : given.overrides.filter(({ check }) => check === 'arm')
  // Whoever was not written to needs not be told how it ended, unless it is a fix of ours that ended it.
  const tells = aftermath && steps.some(({ kind, state }) => state === 'done' && MATTERED.has(kind))
  return tells ? [...kept, GOOD_END] : kept
}

const unsentOf = ({ run, moment, beginning }: Work, contact: ContactRow | null, channel: string, step: number) => ({
  at: moment.now,
  stage: beginning ? ('compose' as const) : ('wait' as const),
  ended: 'refused' as const,
  interventionId: run.id,
  step,
  issueId: run.issueId,
  accountId: run.accountId,
  playbookId: run.playbookId,
  channel,
  recipient: contact?.email?.trim() ?? null,
  actor: run.startedBy,
})

const detailOf = (step: StepRow | undefined): { given?: unknown } => JSON.parse(step?.detail ?? '{}')

function givenTo({ steps, beginning }: Work): Given {
  if (beginning) return beginning.given
  const { given } = detailOf(steps[0])
  return given === undefined ? NOTHING : givenSchema.parse(given)
}

function resolution(work: Work, step: ResolutionStep, position: number, n: number): boolean {
  const { tx, run, moment } = work
  const { id: interventionId, issueId, accountId } = run
  const fields = fieldsOfRun(tx, run, moment.now)
  const effect = { do: 'resolution' as const, position }
  const proposed = proposeAction(
    tx,
    { interventionId, issueId, accountId, n, step, fields, askedBy: run.startedBy },
    moment,
  )
  if (!proposed.ok) keepStep(work, n, effect, 'refused', { action: step.action, why: proposed.error.why })
  else keepStep(work, n, effect, 'open', { action: step.action })
  return !proposed.ok
}

function fieldsOfRun(db: ReadDb, run: RunRow, now: number) {
  const issue = db.get(issueById(run.issueId))
  if (!issue) throw new Error(`the issue of run ${run.id} is gone`)
  return fieldsOf(
    db,
    issue,
    (run.contactId !== null && db.get(contactById(run.contactId))) || null,
    run.playbookId,
    now,
  )
}

function taskDetail({ tx, run, moment }: Work, { title, details, due }: TaskStep): object {
  const fields = fieldsOfRun(tx, run, moment.now)
  const dueAt = due === undefined ? null : moment.now + (parseDuration(due) ?? 0)
  return { title: renderForUs(title, fields), details: renderForUs(details, fields), dueAt }
}
