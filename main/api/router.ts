import { api } from './context.ts'
import { identity } from './identity.ts'
import { channel, outbox } from './outbox.ts'
import { account, intervention, issue, queue } from './queue.ts'
import { journal, outcome, playbook, review, signal, trigger } from './review.ts'
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
  account,
  identity,
  intervention,
  outbox,
  channel,
  outcome,
  review,
  journal,
  changes: api.changes.handler(({ context: { host }, signal }) => host.changes(signal)),
})
