import { confirmOutcome, doubtfulTicket, judgeTicket, listOutcomes, messagesOfReference } from '../outcome/door.ts'
import { api, journalled } from './whole/context.ts'

export const outcome = {
  list: api.outcome.list.handler(({ context: { engine }, input }) => listOutcomes(engine.read, input)),
  confirm: api.outcome.confirm.handler(({ context: { engine }, input }) =>
    journalled(engine.decide(confirmOutcome, input)),
  ),
  doubtful: api.outcome.doubtful.handler(({ context: { engine }, input }) =>
    doubtfulTicket(engine.read, input.interventionId, engine.clock.now()),
  ),
  reference: api.outcome.reference.handler(({ context: { engine }, input }) =>
    messagesOfReference(engine.read, input.code),
  ),
  judgeTicket: api.outcome.judgeTicket.handler(({ context: { engine }, input }) =>
    journalled(engine.decide(judgeTicket, input)),
  ),
}
