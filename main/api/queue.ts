import { unwrap } from '../../shared/result.ts'
import { followLink, linkOf, queueCounts, queueList } from '../queue/door.ts'
import { find } from '../search/door.ts'
import { newestTicket } from './view/newest-ticket.ts'
import { api } from './whole/context.ts'

export const queue = {
  list: api.queue.list.handler(({ context: { engine }, input }) =>
    input.incident === undefined
      ? queueList(engine.read, input, engine.actor)
      : engine.apart.ask('queueOfIncident', { input, actor: engine.actor }),
  ),
  counts: api.queue.counts.handler(({ context: { engine }, input }) =>
    input.incident === undefined
      ? queueCounts(engine.read, input, engine.actor)
      : engine.apart.ask('countsOfIncident', { input, actor: engine.actor }),
  ),
  link: api.queue.link.handler(({ context: { engine }, input }) => ({ link: unwrap(linkOf(engine.read, input)) })),
  followLink: api.queue.followLink.handler(({ context: { engine }, input }) =>
    unwrap(followLink(engine.read, input.link)),
  ),
  ticketPage: api.queue.ticketPage.handler(({ context: { engine }, input }) => {
    const ticket = newestTicket(engine.read, input.accountId, engine.clock.now())
    return ticket ? engine.pageOf(ticket) : null
  }),
  search: api.queue.search.handler(({ context: { engine }, input }) => find(engine.read, input.text, input.limit)),
}
