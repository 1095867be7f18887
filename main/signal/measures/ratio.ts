import { ratioReplay } from '../backtest/replay.ts'
import type { Meter } from '../meter/meter.ts'
import { op } from '../warehouse/sql.ts'
import type { Computed } from './computed.ts'

export const ratio: Computed<'ratio'> = {
  live: ({ measure }, facts, parts) => ratioMeter(parts.live(measure.of, facts), parts.live(measure.to, facts)),
  warehouse: (draft, { of, to }, path, parts) =>
    op(parts.warehouse(draft, of, `${path}.of`), '/', parts.warehouse(draft, to, `${path}.to`)),
  replay: (history, { of, to }, span, { parts }) =>
    ratioReplay(parts.replay(history, of, span), parts.replay(history, to, span), span),
  note: ({ of, to }, parts) =>
    [of, to].some(parts.moves)
      ? 'A ratio of durations is checked once a day while it changes.'
      : (parts.note(of) ?? parts.note(to)),
  column: ({ of, to }, parts) => `${parts.column(of)} / ${parts.column(to)}`,
}

function ratioMeter(of: Meter, to: Meter): Meter {
  return {
    value: t => {
      const [upper, lower] = [of.value(t), to.value(t)]
      return upper === null || lower === null || lower === 0 ? null : upper / lower
    },
    nextEdge: t => Math.min(of.nextEdge(t), to.nextEdge(t)),
    moves: of.moves || to.moves,
    falls: false,
    ...(of.behind && { behind: of.behind }),
  }
}
