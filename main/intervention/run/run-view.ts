import { conditionWords, stepWords } from '../../../shared/intervention/playbook-words.ts'
import type { RunStep, RunView, TaskItem } from '../../../shared/intervention/run.ts'
import { fail, ok, type Result } from '../../../shared/result.ts'
import type { OutboxState } from '../../../shared/vocabulary.ts'
import { query, type ReadDb } from '../../cache/db.ts'
import { type Instruction, type Program, written } from '../playbook/program.ts'
import { programOf } from '../playbook/run-program.ts'
import type { StepRow } from './run-facts.ts'

type ViewRow = Omit<RunView, 'steps' | 'ahead'> & { position: number }

const runRow = (id: string) =>
  query<ViewRow>(
    `SELECT v.id AS interventionId, v.issue_id AS issueId, v.account_id AS accountId, a.name AS accountName,
       v.playbook_id AS playbookId, ifnull(json_extract(p.definition, '$.name'), v.playbook_id) AS playbookName,
       v.playbook_version AS playbookVersion, v.arm, v.origin, v.state, v.exposed_at AS startedAt,
       v.wake_at AS wakeAt, v.ended_at AS endedAt, v.ended_because AS endedBecause, v.position
     FROM intervention v JOIN account a ON a.id = v.account_id
       LEFT JOIN playbook_version p ON p.id = v.playbook_id AND p.version = v.playbook_version
     WHERE v.id = ?`,
    [id],
  )

type StepView = StepRow & { outboxId: number | null; outboxState: OutboxState | null; subject: string | null }

const stepRows = (id: string) =>
  query<StepView>(
    `SELECT s.n, s.position, s.kind, s.state, s.at, s.ended_at AS endedAt, s.detail, o.id AS outboxId,
       o.state AS outboxState, json_extract(o.payload, '$.subject') AS subject
     FROM step s LEFT JOIN outbox o ON o.intervention_id = s.intervention_id AND o.step = s.n
     WHERE s.intervention_id = ? ORDER BY s.n`,
    [id],
  )

interface Detail {
  why?: string
  note?: string
  title?: string
  details?: string
  until?: number
  dueAt?: number | null
  route?: number | 'else' | 'on'
  action?: string
}

/** One intervention as it runs: what it did, what it waits for, what may still come. */
export function runView(db: ReadDb, id: string): Result<RunView> {
  const row = db.get(runRow(id))
  if (!row)
    return fail(
      'not_found',
      `There is no intervention ${id}.`,
      'The intervention may belong to another workspace.',
      'Open the list again.',
    )
  const { position, ...view } = row
  const program = programOf(db, row) ?? []
  return ok({
    ...view,
    steps: db.all(stepRows(id)).map(step => stepView(step, program)),
    ahead: row.state === 'running' ? program.slice(position).flatMap(one => aheadOf(one)) : [],
  })
}

function stepView(row: StepView, program: Program): RunStep {
  const detail = JSON.parse(row.detail) as Detail
  const at = program[row.position]
  return {
    n: row.n,
    path: at ? written(at.path) : `[${row.position}]`,
    kind: row.kind,
    state: stateOf(row),
    title: row.subject ?? detail.title ?? (at ? titleOf(at, detail.route) : row.kind),
    details: detail.details ?? '',
    why: detail.why ?? (detail.note || null),
    at: row.at,
    endedAt: row.endedAt,
    until: detail.until ?? detail.dueAt ?? null,
    outboxId: row.outboxId,
    outboxState: row.outboxState,
  }
}

/** What became of a message is what its row says: it may have been in flight when its run ended, or was tried again. */
function stateOf({ kind, state, outboxState }: StepView): RunStep['state'] {
  if (kind !== 'outreach' || outboxState === null) return state
  if (outboxState === 'sent') return 'done'
  return outboxState === 'refused' ? 'refused' : outboxState === 'cancelled' ? 'stopped' : 'open'
}

function aheadOf(one: Instruction): RunView['ahead'] {
  if (one.op === 'jump' || one.op === 'stop' || one.op === 'end' || one.op === 'close_if_worked') return []
  return [{ path: written(one.path), kind: one.op, title: titleOf(one) }]
}

/** What an instruction is, in words; `route`: where a branch went. */
function titleOf(one: Instruction, route?: number | 'else' | 'on'): string {
  if (!('step' in one)) return one.op
  if (one.op !== 'branch' || route === undefined) return stepWords(one.step)
  const held = typeof route === 'number' ? one.step.cases[route] : undefined
  return held ? `If ${conditionWords(held.if)}: yes` : `${stepWords(one.step)}: no`
}

const openTasks = (limit: number, offset: number) =>
  query<Omit<TaskItem, 'title' | 'details' | 'dueAt'> & { detail: string }>(
    `SELECT s.intervention_id AS interventionId, s.n, v.issue_id AS issueId, v.account_id AS accountId,
       a.name AS accountName, ifnull(json_extract(p.definition, '$.name'), v.playbook_id) AS playbookName,
       s.at AS openedAt, s.detail
     FROM step s INDEXED BY step_task JOIN intervention v ON v.id = s.intervention_id
       JOIN account a ON a.id = v.account_id JOIN issue i ON i.id = v.issue_id
       LEFT JOIN playbook_version p ON p.id = v.playbook_id AND p.version = v.playbook_version
     WHERE s.kind = 'task' AND s.state = 'open' AND i.state <> 'closed'
     ORDER BY ifnull(json_extract(s.detail, '$.dueAt'), 9e15), s.at, s.intervention_id, s.n LIMIT ? OFFSET ?`,
    [limit, offset],
  )

/** What there is for people to do, the soonest due first. */
export const listTasks = (db: ReadDb, { limit, offset }: { limit: number; offset: number }): TaskItem[] =>
  db.all(openTasks(limit, offset)).map(({ detail, ...row }) => {
    const { title = '', details = '', dueAt = null } = JSON.parse(detail) as Detail
    return { ...row, title, details, dueAt }
  })
