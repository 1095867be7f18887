import { listToldTickets, setTopicRules, topicsView } from '../../predict/door.ts'
import { api, journalled } from '../whole/context.ts'

export const ticket = {
  list: api.ticket.list.handler(({ context: { engine }, input }) => listToldTickets(engine.read, input)),
  topics: api.ticket.topics.handler(({ context: { engine } }) => topicsView(engine.read)),
  proposeTopics: api.ticket.proposeTopics.handler(({ context: { engine } }) => engine.topics.propose()),
  setTopics: api.ticket.setTopics.handler(({ context: { engine }, input }) =>
    journalled(engine.decide(setTopicRules, input)),
  ),
  classify: api.ticket.classify.handler(({ context: { engine }, signal }) => engine.topics.learn(signal)),
}
