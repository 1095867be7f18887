import { account } from './account.ts'
import { autopilot } from './autopilot.ts'
import { channel } from './channel.ts'
import { desk } from './desk/desk.ts'
import { action } from './fix/action.ts'
import { resolution } from './fix/resolution.ts'
import { identity } from './identity.ts'
import { incident } from './incident.ts'
import { intervention } from './intervention.ts'
import { issue } from './issue.ts'
import { journal } from './journal.ts'
import { measure } from './learning/measure.ts'
import { model } from './learning/model.ts'
import { recall } from './learning/recall.ts'
import { review } from './learning/review.ts'
import { ticket } from './learning/ticket.ts'
import { outage } from './outage.ts'
import { outbox } from './outbox.ts'
import { outcome } from './outcome.ts'
import { person } from './person.ts'
import { playbook } from './playbook.ts'
import { queue } from './queue.ts'
import { signal } from './signal.ts'
import { source } from './source.ts'
import { task } from './task.ts'
import { trigger } from './trigger.ts'
import { update } from './update.ts'
import { withStale } from './whole/changes.ts'
import { bare } from './whole/context.ts'
import { worklist } from './worklist.ts'
import { workspace } from './workspace.ts'

/** Every call of the contract, carried out: a file for each group. The three shells serve this one value. */
export const router = bare.router({
  account,
  action,
  autopilot,
  channel,
  desk,
  identity,
  incident,
  intervention,
  issue,
  journal,
  measure,
  model,
  ticket,
  outage,
  outbox,
  outcome,
  person,
  playbook,
  queue,
  recall,
  resolution,
  review,
  signal,
  source,
  task,
  trigger,
  update,
  worklist,
  workspace,
  changes: bare.changes.handler(({ context: { host }, signal }) => withStale(host.changes(signal))),
})
