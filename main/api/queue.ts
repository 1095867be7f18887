import { queueCounts, queueList, queueSearch } from '../queue/door.ts'
import { api } from './whole/context.ts'

export const queue = {
  list: api.queue.list.handler(({ context: { engine }, input }) => queueList(engine.read, input, engine.actor)),
  counts: api.queue.counts.handler(({ context: { engine }, input }) => queueCounts(engine.read, input, engine.actor)),
  search: api.queue.search.handler(({ context: { engine }, input }) =>
    queueSearch(engine.read, input.text, input.limit),
  ),
}
