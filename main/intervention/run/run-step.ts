import type { ResolutionStep, TaskStep } from '../../../shared/intervention/playbook.ts'
import { assertNever } from '../../../shared/result.ts'
import { parseDuration } from '../../../shared/trigger/duration.ts'
import { proposeAction } from '../message/actions.ts'
import { renderForUs } from '../message/render.ts'
import { written } from '../playbook/program.ts'
import type { Effect } from './advance.ts'
import { fieldsOfRun } from './run-about.ts'
import { endRun } from './run-end.ts'
import { sendOutreach } from './run-outreach.ts'
import { keepStep, type RunWork } from './run-work.ts'

/** Carries out one effect as step `n`. True where the run can go on at once: the step is over before it began. */
export function carryOut(work: RunWork, effect: Effect, n: number): boolean {
  const { tx, run, moment } = work
  switch (effect.do) {
    case 'outreach':
      return sendOutreach(work, effect, n)
    case 'resolution':
      return proposeFix(work, effect.step, effect.position, n)
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

function proposeFix(work: RunWork, step: ResolutionStep, position: number, n: number): boolean {
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

function taskDetail({ tx, run, moment }: RunWork, { title, details, due }: TaskStep): object {
  const fields = fieldsOfRun(tx, run, moment.now)
  const dueAt = due === undefined ? null : moment.now + (parseDuration(due) ?? 0)
  return { title: renderForUs(title, fields), details: renderForUs(details, fields), dueAt }
}
