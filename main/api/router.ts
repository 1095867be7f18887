import { action, resolution } from './actions.ts'
import { approvals } from './approvals.ts'
import { autopilot } from './autopilot.ts'
import { bulk } from './bulk.ts'
import { consent } from './consent.ts'
import { api } from './context.ts'
import { identity } from './identity.ts'
import { incident } from './incident.ts'
import { channel, outbox } from './outbox.ts'
import { playbook, run } from './playbook.ts'
import { account, intervention, issue, queue } from './queue.ts'
import { journal, outcome, review, signal, trigger } from './review.ts'
import { source, task } from './source.ts'
import { triggerBacktest } from './trigger-backtest.ts'
import { workspace } from './workspace.ts'

/** Every call of the contract, carried out. The three shells serve this one value. */
export const router = api.router({
  workspace,
  source,
  task,
  trigger: { ...trigger, ...triggerBacktest },
  playbook,
  signal,
  queue,
  issue,
  incident,
  account: { ...account, ...consent },
  intervention: { ...intervention, ...run, ...bulk },
  outbox: { ...outbox, ...approvals },
  autopilot,
  identity,
  channel,
  action,
  resolution,
  outcome,
  review,
  journal,
  changes: api.changes.handler(({ context: { host }, signal }) => host.changes(signal)),
})
