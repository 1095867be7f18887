import { unwrap } from '../../shared/result.ts'
import { DAY, SECOND } from '../../shared/trigger/duration.ts'
import { approve, countUnsent, decline, guardrailsOf, listApprovals, listUnsent } from '../intervention/door.ts'
import { api } from './context.ts'

/** What the counts are of when nobody chose a period. */
const PERIOD = 30 * DAY

/** What needs a second person, and why messages did not leave; beside the outbox's own calls. */
export const approvals = {
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
  unsent: api.outbox.unsent.handler(({ context: { engine }, input }) => listUnsent(engine.read, input)),
  unsentCounts: api.outbox.unsentCounts.handler(({ context: { engine }, input }) =>
    countUnsent(engine.read, { ...input, from: input.from ?? engine.clock.now() - PERIOD }),
  ),
}
