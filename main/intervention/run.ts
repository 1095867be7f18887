import { z } from 'zod'
import { parseDuration } from '../../shared/duration.ts'
import { overrideSchema } from '../../shared/model.ts'
import type { OutreachStep, ResolutionStep, TaskStep } from '../../shared/playbook.ts'
import { assertNever } from '../../shared/result.ts'
import type { UnsentEnding } from '../../shared/unsent.ts'
import { query, type ReadDb, statement, type WriteDb } from '../cache/db.ts'
import { proposeAction } from './actions.ts'
import { advance, type Effect, type RunEnd } from './advance.ts'
import { composeStep, fieldsOf } from './compose.ts'
import { type ContactRow, contactById, issueById } from './facts.ts'
import { keepCancelled, keepUnsent, keepVerdicts, reasonsOf, saying } from './ledger.ts'
import { getPlaybookVersion } from './playbooks.ts'
import { decide, type Override } from './preflight.ts'
import { compile, type Program, written } from './program.ts'
import { type Moment, queueMessage } from './queue-message.ts'
import { renderForUs } from './render.ts'
import { type RunRow, runById, runFacts, type StepRow, type StepState, stepsOf } from './run-facts.ts'
import { ENDED_STEPS, IS_OVER } from './runs.ts'

/** What a person gave a run on its way: words and overrides for its first message, kept in its first step. */
export const givenSchema = z.object({
  subject: z.string().optional(),
  text: z.string().optional(),
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
}

/** The program of a run: that of the version it started with, whatever became of the playbook since. */
export function programOf(db: ReadDb, run: Pick<RunRow, 'playbookId' | 'playbookVersion'>): Program | null {
  const playbook = getPlaybookVersion(db, run.playbookId, run.playbookVersion)
  return playbook && compile(playbook)
}

const placeOf = (outboxId: number) =>
  query<{ playbookId: string; playbookVersion: number; position: number }>(
    `SELECT v.playbook_id AS playbookId, v.playbook_version AS playbookVersion, s.position
     FROM outbox o JOIN intervention v ON v.id = o.intervention_id
       JOIN step s ON s.intervention_id = o.intervention_id AND s.n = o.step WHERE o.id = ?`,
    [outboxId],
  )

/** The step that a message in the outbox belongs to, in the version that its run started with. */
export function outreachOf(db: ReadDb, outboxId: number): OutreachStep | null {
  const place = db.get(placeOf(outboxId))
  const found = place && programOf(db, place)?.[place.position]
  return found?.op === 'outreach' ? found.step : null
}

/**
 *   settle what ended ─▶ gather facts ─▶ advance ─▶ carry out, keep position ─┐
 *        ▲                                                                     │ passed over or refused at once
 *        └─────────────────────────────────────────────────────────────────────┘
 *
 * Takes one run as far as it goes, in the transaction it is called in: steps, outbox rows and position commit together,
 * so that a crash at any point leaves the run where it was before or where it is after. Returns whether anything moved.
 */
export function carryOn(tx: WriteDb, id: string, moment: Moment, beginning: Beginning | null = null): boolean {
  let moved = false
  for (;;) {
    const run = tx.get(runById(id))
    if (run?.state !== 'running') return moved
    moved = settleSteps(tx, run, moment.now) || moved
    const steps = tx.all(stepsOf(id))
    const program = programOf(tx, run)
    if (!program) throw new Error(`the playbook of run ${id} has no version ${run.playbookVersion}`)
    const point = { position: run.position, wakeAt: run.wakeAt }
    const { effects, position, wakeAt } = advance(program, point, runFacts(tx, run, steps, moment.now), moment.now)
    if (position !== run.position || wakeAt !== run.wakeAt) {
      tx.run(statement('UPDATE intervention SET position = ?, wake_at = ? WHERE id = ?', [position, wakeAt, id]))
      moved = true
    }
    let again = false
    for (const [i, effect] of effects.entries()) {
      moved = true
      again = carryOut({ tx, run, steps, moment, beginning }, effect, steps.length + i)
    }
    if (!again) return moved
  }
}

interface Work {
  tx: WriteDb
  run: RunRow
  /** The steps before this advance. */
  steps: readonly StepRow[]
  moment: Moment
  beginning: Beginning | null
}

/** Carries out one effect as step `n`. True where the run can go on at once: the step is over before it began. */
function carryOut(work: Work, effect: Effect, n: number): boolean {
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
  const given = beginning?.given ?? givenTo(steps)
  const isFirst = !steps.some(({ kind }) => kind === 'outreach')
  // The arm of an account does not change, so neither does the reason to write to it all the same.
  const kept = isFirst ? given.overrides : given.overrides.filter(({ check }) => check === 'arm')
  // Whoever was not written to needs not be told how it ended, unless it is a fix of ours that ended it.
  const tells = effect.aftermath && steps.some(({ kind, state }) => state === 'done' && MATTERED.has(kind))
  const overrides = tells ? [...kept, GOOD_END] : kept
  const self = { interventionId: run.id, outboxId: Number.MAX_SAFE_INTEGER }
  const together = beginning?.together ?? 1
  const asks = { playbookVersion: run.playbookVersion, together, interventionId: run.id }
  const about = { issue, contact, playbookId: run.playbookId, arm: run.arm, self, asks }
  const { message, verdicts, needs } = composeStep(tx, about, step, isFirst ? given : {}, overrides, moment.now)
  keepVerdicts(tx, run.id, 'compose', verdicts, moment.now)
  const decision = decide(verdicts, [])
  const no = message.ok ? null : message.error.why
  if (!message.ok || !contact || decision.leaves === 'refused' || decision.leaves === 'held_out') {
    const because = no === null ? reasonsOf(decision.because) : saying(no)
    keepStep(work, n, effect, 'refused', { why: because.map(({ fact }) => fact).join(' ') })
    keepUnsent(tx, { ...unsentOf(work, contact, step.channel, n), because })
    return true
  }
  keepStep(work, n, effect, 'open', {})
  const { id: interventionId, issueId, accountId } = run
  const undoMs = beginning?.undoMs ?? 0
  const ask = {
    interventionId,
    n,
    issueId,
    accountId,
    channel: step.channel,
    contact,
    overrides,
    undoMs,
    needs,
    askedBy: run.startedBy,
  }
  queueMessage(tx, { ...ask, message: message.value, decision }, moment)
  return false
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

function givenTo(steps: readonly StepRow[]): Given {
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

interface Settled {
  n: number
  state: StepState
  why: string | null
}

/** Steps whose message or fix has come to an end since they were last looked at. */
const settled = (id: string) =>
  query<Settled>(
    `SELECT s.n, CASE o.state WHEN 'sent' THEN 'done' WHEN 'refused' THEN 'refused' ELSE 'stopped' END AS state, o.why
     ${ENDED_STEPS} WHERE s.intervention_id = ? ${IS_OVER}`,
    [id],
  )

function settleSteps(tx: WriteDb, run: RunRow, now: number): boolean {
  const over = tx.all(settled(run.id))
  for (const { n, state, why } of over)
    tx.run(
      statement(
        `UPDATE step SET state = ?, ended_at = ?, detail = json_patch(detail, ?) WHERE intervention_id = ? AND n = ?`,
        [state, now, JSON.stringify(why === null ? {} : { why }), run.id, n],
      ),
    )
  const waited = tx.run(
    statement(
      `UPDATE step SET state = 'done', ended_at = ? WHERE intervention_id = ? AND kind = 'wait' AND state = 'open'
         AND json_extract(detail, '$.until') <= ?`,
      [now, run.id, now],
    ),
  )
  return over.length + waited.changes > 0
}

/** Ends a run and takes back what still waits: messages, fixes, tasks. What is in flight settles by itself. */
export function endRun(
  tx: WriteDb,
  run: Pick<RunRow, 'id' | 'issueId'>,
  how: RunEnd,
  why: string,
  now: number,
  unsent: UnsentEnding = 'stopped',
): void {
  cancelWaiting(tx, run.id, why, now, unsent)
  tx.run(
    statement('UPDATE intervention SET state = ?, ended_at = ?, ended_because = ?, wake_at = NULL WHERE id = ?', [
      how === 'stopped' ? 'stopped' : 'done',
      now,
      why,
      run.id,
    ]),
  )
  if (how !== 'fixed') return
  tx.run(
    statement(
      `UPDATE issue SET state = 'closed', closed_at = ?, closed_because = 'fixed', version = version + 1
       WHERE id = ? AND state <> 'closed'`,
      [now, run.issueId],
    ),
  )
}

/** Takes back everything of a run that has certainly not left, and writes down why its messages did not. */
export function cancelWaiting(tx: WriteDb, id: string, why: string, now: number, unsent: UnsentEnding): void {
  keepCancelled(tx, id, unsent, why, now)
  tx.run(
    statement(
      "UPDATE outbox SET state = 'cancelled', why = ? WHERE intervention_id = ? AND state IN ('waiting', 'held')",
      [why, id],
    ),
  )
  tx.run(
    statement(
      `UPDATE step SET state = 'stopped', ended_at = ? WHERE intervention_id = ? AND state = 'open'
         AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.intervention_id = step.intervention_id AND o.step = step.n
           AND o.state IN ('sending', 'unsure', 'sent'))`,
      [now, id],
    ),
  )
}
