import { unwrap } from '../../shared/result.ts'
import { SECOND } from '../../shared/trigger/duration.ts'
import { replayOf } from '../engine/acting/channels.ts'
import { clockSettingOf } from '../engine/open/workspace.ts'
import {
  acceptUnsent,
  approve,
  decline,
  guardrailsOf,
  listApprovals,
  preflightsOf,
  recallMessage,
} from '../intervention/door.ts'
import {
  allowReplay,
  interventionOf,
  listOutbox,
  outboxSummary,
  pause,
  readOutgoing,
  retry,
  settle,
} from '../outbox/door.ts'
import { api, journalled } from './whole/context.ts'

export const outbox = {
  list: api.outbox.list.handler(({ context: { engine }, input }) =>
    listOutbox(engine.read, input, clockSettingOf(engine.read).mode === 'fixed'),
  ),
  summary: api.outbox.summary.handler(({ context: { engine } }) => outboxSummary(engine.read, replayOf(engine.read))),
  message: api.outbox.message.handler(({ context: { engine }, input }) => unwrap(readOutgoing(engine.read, input.id))),
  checks: api.outbox.checks.handler(({ context: { engine }, input }) =>
    preflightsOf(engine.read, unwrap(interventionOf(engine.read, input.id))),
  ),
  drain: api.outbox.drain.handler(async ({ context: { engine } }) => unwrap(await engine.delivery.drain())),
  recall: api.outbox.recall.handler(({ context: { engine }, input }) =>
    journalled(engine.decide(recallMessage, input)),
  ),
  retry: api.outbox.retry.handler(({ context: { engine }, input }) =>
    journalled(engine.decide(retry, { ...input, wallNow: engine.clock.wall() })),
  ),
  settle: api.outbox.settle.handler(({ context: { engine }, input }) => {
    const undoMs = guardrailsOf(engine.read).undoSeconds * SECOND
    return journalled(engine.decide(settle, { ...input, wallNow: engine.clock.wall(), undoMs }))
  }),
  allowReplay: api.outbox.allowReplay.handler(({ context: { engine }, input }) =>
    journalled(engine.decide(allowReplay, input)),
  ),
  pause: api.outbox.pause.handler(({ context: { engine }, input }) => journalled(engine.decide(pause, input))),
  approvals: api.outbox.approvals.handler(({ context: { engine }, input }) => listApprovals(engine.read, input)),
  approve: api.outbox.approve.handler(async ({ context: { engine }, input }) => {
    const undoMs = guardrailsOf(engine.read).undoSeconds * SECOND
    const { value, journalId } = unwrap(
      await engine.decide(approve, { ...input, wallNow: engine.clock.wall(), undoMs }),
    )
    return { ...value, journalId }
  }),
  decline: api.outbox.decline.handler(async ({ context: { engine }, input }) => {
    const { value, journalId } = unwrap(await engine.decide(decline, input))
    return { ...value, journalId }
  }),
  unsent: api.outbox.unsent.handler(({ context: { engine }, input }) => engine.apart.ask('unsent', input)),
  acceptUnsent: api.outbox.acceptUnsent.handler(async ({ context: { engine }, input }) => {
    const { value, journalId } = unwrap(await engine.decide(acceptUnsent, input))
    return { ...value, journalId }
  }),
  unsentCounts: api.outbox.unsentCounts.handler(({ context: { engine }, input }) =>
    engine.apart.ask('unsentCounts', input),
  ),
}
