import { unwrap } from '../../shared/result.ts'
import { SECOND } from '../../shared/trigger/duration.ts'
import { guardrailsOf, previewOutreach, startIntervention, suppress } from '../intervention/door.ts'
import {
  claim,
  dismiss,
  queueCounts,
  queueList,
  queueSearch,
  release,
  resolve,
  snooze,
  unsnooze,
} from '../queue/door.ts'
import { accountList, accountView, timeline } from './account-view.ts'
import { api, journalled } from './context.ts'
import { issueDetail } from './issue-detail.ts'

export const queue = {
  list: api.queue.list.handler(({ context: { engine }, input }) => queueList(engine.read, input, engine.actor)),
  counts: api.queue.counts.handler(({ context: { engine }, input }) => queueCounts(engine.read, input, engine.actor)),
  search: api.queue.search.handler(({ context: { engine }, input }) =>
    queueSearch(engine.read, input.text, input.limit),
  ),
}

export const issue = {
  get: api.issue.get.handler(({ context: { engine }, input }) =>
    unwrap(issueDetail(engine.read, input.id, engine.clock.now())),
  ),
  claim: api.issue.claim.handler(({ context: { engine }, input }) => journalled(engine.decide(claim, input))),
  release: api.issue.release.handler(({ context: { engine }, input }) => journalled(engine.decide(release, input))),
  snooze: api.issue.snooze.handler(({ context: { engine }, input }) => journalled(engine.decide(snooze, input))),
  unsnooze: api.issue.unsnooze.handler(({ context: { engine }, input }) => journalled(engine.decide(unsnooze, input))),
  dismiss: api.issue.dismiss.handler(({ context: { engine }, input }) => journalled(engine.decide(dismiss, input))),
  resolve: api.issue.resolve.handler(({ context: { engine }, input }) => journalled(engine.decide(resolve, input))),
}

export const account = {
  get: api.account.get.handler(({ context: { engine }, input }) =>
    unwrap(accountView(engine.read, input.id, engine.clock.now())),
  ),
  timeline: api.account.timeline.handler(({ context: { engine }, input }) =>
    timeline(engine.read, input.id, input.before, input.limit, engine.clock.now()),
  ),
  list: api.account.list.handler(({ context: { engine }, input }) => accountList(engine.read, input)),
  suppress: api.account.suppress.handler(({ context: { engine }, input }) =>
    journalled(engine.decide(suppress, input)),
  ),
}

export const intervention = {
  preview: api.intervention.preview.handler(({ context: { engine }, input }) =>
    unwrap(previewOutreach(engine.read, input, engine.clock.now())),
  ),
  start: api.intervention.start.handler(async ({ context: { engine }, input }) => {
    const undoMs = guardrailsOf(engine.read).undoSeconds * SECOND
    const started = unwrap(await engine.decide(startIntervention, { ...input, wallNow: engine.clock.wall(), undoMs }))
    return { ...started.value, journalId: started.journalId }
  }),
}
