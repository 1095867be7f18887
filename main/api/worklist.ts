import { unwrap } from '../../shared/result.ts'
import { deskList, removeView, saveView, stillListed, viewsOf } from '../queue/door.ts'
import { api, journalled } from './whole/context.ts'

export const worklist = {
  rows: api.worklist.rows.handler(({ context: { engine }, input: { offset, limit, ...filter } }) =>
    engine.desk.list(filter, { offset, limit }),
  ),
  counts: api.worklist.counts.handler(({ context: { engine }, input }) => engine.desk.counts(input)),
  facet: api.worklist.facet.handler(({ context: { engine }, input: { facet, ...filter } }) =>
    engine.desk.facet(filter, facet),
  ),
  hours: api.worklist.hours.handler(({ context: { engine }, input: { minutes, ...filter } }) =>
    engine.desk.hours(filter, minutes),
  ),
  reach: api.worklist.reach.handler(({ context: { engine }, input }) => engine.desk.reach(input.issueIds)),
  place: api.worklist.place.handler(({ context: { engine }, input: { issueId, banded, ...filter } }) =>
    engine.desk.place(filter, { issueId, banded }),
  ),
  standing: api.worklist.standing.handler(({ context: { engine }, input: { issueIds, ...filter } }) =>
    stillListed(engine.read, deskList(engine.read, filter, { actor: engine.actor, now: engine.clock.now() }), issueIds),
  ),
  views: api.worklist.views.handler(({ context: { engine } }) => viewsOf(engine.read, engine.actor)),
  saveView: api.worklist.saveView.handler(async ({ context: { engine }, input }) => {
    const { value, journalId } = unwrap(await engine.decide(saveView, input))
    return { id: value.id, journalId }
  }),
  removeView: api.worklist.removeView.handler(({ context: { engine }, input }) =>
    journalled(engine.decide(removeView, input)),
  ),
}
