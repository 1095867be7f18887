import { unwrap } from '../../shared/result.ts'
import { similarIssues } from '../measure/door.ts'
import { assignIssues, claim, dismiss, mentionedIn, release, resolve, snooze, unsnooze } from '../queue/door.ts'
import { issueDetail } from './view/issue-detail.ts'
import { api, journalled } from './whole/context.ts'

export const issue = {
  get: api.issue.get.handler(({ context: { engine }, input }) =>
    unwrap(issueDetail(engine.read, input.id, engine.clock.now())),
  ),
  similar: api.issue.similar.handler(({ context: { engine }, input }) => similarIssues(engine.read, input.id)),
  claim: api.issue.claim.handler(({ context: { engine }, input }) => journalled(engine.decide(claim, input))),
  release: api.issue.release.handler(({ context: { engine }, input }) => journalled(engine.decide(release, input))),
  assign: api.issue.assign.handler(({ context: { engine }, input }) =>
    journalled(engine.decide(assignIssues, { ...input, mentions: mentionedIn(engine.read, input.text, engine.actor) })),
  ),
  snooze: api.issue.snooze.handler(({ context: { engine }, input }) => journalled(engine.decide(snooze, input))),
  unsnooze: api.issue.unsnooze.handler(({ context: { engine }, input }) => journalled(engine.decide(unsnooze, input))),
  dismiss: api.issue.dismiss.handler(({ context: { engine }, input }) => journalled(engine.decide(dismiss, input))),
  resolve: api.issue.resolve.handler(({ context: { engine }, input }) => journalled(engine.decide(resolve, input))),
}
