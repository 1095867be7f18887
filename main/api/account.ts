import { unwrap } from '../../shared/result.ts'
import { consentsOfAccount, listSuppressions, setConsent, suppress, unsuppress } from '../intervention/door.ts'
import { setOwner } from '../queue/door.ts'
import { accountList, accountView } from './view/account.ts'
import { healthOfAccount } from './view/account-health.ts'
import { accountPage } from './view/account-page.ts'
import { arrivalsOf } from './view/arrivals.ts'
import { timeline } from './view/timeline.ts'
import { api, journalled } from './whole/context.ts'

export const account = {
  get: api.account.get.handler(({ context: { engine }, input }) =>
    unwrap(accountView(engine.read, input.id, engine.clock.now())),
  ),
  timeline: api.account.timeline.handler(({ context: { engine }, input }) =>
    timeline(engine.read, input.id, { ...input, now: engine.clock.now() }),
  ),
  arrivals: api.account.arrivals.handler(({ context: { engine }, input }) =>
    arrivalsOf(engine.read, input.id, input.limit, engine.clock.now()),
  ),
  page: api.account.page.handler(({ context: { engine }, input }) =>
    accountPage(engine.read, input.id, engine.clock.now()),
  ),
  health: api.account.health.handler(({ context: { engine }, input }) =>
    healthOfAccount(engine.read, input.id, engine.clock.now()),
  ),
  setOwner: api.account.setOwner.handler(({ context: { engine }, input }) =>
    journalled(engine.decide(setOwner, { account: input.id, owner: input.owner })),
  ),
  list: api.account.list.handler(({ context: { engine }, input }) => accountList(engine.read, input)),
  suppress: api.account.suppress.handler(({ context: { engine }, input }) =>
    journalled(engine.decide(suppress, input)),
  ),
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
