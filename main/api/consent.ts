import { consentsOfAccount, listSuppressions, setConsent, unsuppress } from '../intervention/door.ts'
import { api, journalled } from './context.ts'

/** Who has said what about being written to; beside an account's other calls. */
export const consent = {
  consents: api.account.consents.handler(({ context: { engine }, input }) => consentsOfAccount(engine.read, input.id)),
  setConsent: api.account.setConsent.handler(({ context: { engine }, input }) =>
    journalled(engine.decide(setConsent, input)),
  ),
  suppressions: api.account.suppressions.handler(({ context: { engine }, input }) =>
    listSuppressions(engine.read, input.offset, input.limit),
  ),
  unsuppress: api.account.unsuppress.handler(({ context: { engine }, input }) =>
    journalled(engine.decide(unsuppress, input)),
  ),
}
