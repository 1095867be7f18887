import { api } from './whole/context.ts'

export const recall = {
  figures: api.recall.figures.handler(({ context: { engine }, input }) => engine.missed.figures(input)),
  tickets: api.recall.tickets.handler(async ({ context: { engine }, input }) => {
    const { ending, category, offset, limit, ...period } = input
    const all = await engine.missed.tickets(period)
    const asked = all.filter(
      one => (ending === undefined || one.ending === ending) && (category === undefined || one.category === category),
    )
    return asked.sort((a, b) => b.at - a.at).slice(offset, offset + limit)
  }),
}
