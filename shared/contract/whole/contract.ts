import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { account } from '../account.ts'
import { autopilot } from '../autopilot.ts'
import { call } from '../call.ts'
import { channel } from '../channel.ts'
import { desk } from '../desk/desk.ts'
import { action } from '../fix/action.ts'
import { resolution } from '../fix/resolution.ts'
import { identity } from '../identity.ts'
import { incident } from '../incident.ts'
import { intervention } from '../intervention.ts'
import { issue } from '../issue.ts'
import { journal } from '../journal.ts'
import { measure } from '../learning/measure.ts'
import { model } from '../learning/model.ts'
import { recall } from '../learning/recall.ts'
import { review } from '../learning/review.ts'
import { ticket } from '../learning/ticket.ts'
import { outage } from '../outage.ts'
import { outbox } from '../outbox.ts'
import { outcome } from '../outcome.ts'
import { person } from '../person.ts'
import { playbook } from '../playbook.ts'
import { queue } from '../queue.ts'
import { signal } from '../signal.ts'
import { source } from '../source.ts'
import { task } from '../task.ts'
import { trigger } from '../trigger.ts'
import { update } from '../update.ts'
import { worklist } from '../worklist.ts'
import { workspace } from '../workspace.ts'

/** Every call that a shell can make, once; a file for each group. */
export const contract = {
  workspace,
  source,
  task,
  trigger,
  playbook,
  person,
  signal,
  queue,
  worklist,
  issue,
  desk,
  incident,
  account,
  identity,
  intervention,
  outage,
  outbox,
  autopilot,
  channel,
  action,
  resolution,
  outcome,
  review,
  recall,
  measure,
  model,
  ticket,
  journal,
  update,
  changes: call('follow the names of changed tables, and of the calls whose answers they made stale').output(
    eventIterator(z.object({ tables: z.array(z.string()), calls: z.array(z.string()) })),
  ),
}

export type Contract = typeof contract
