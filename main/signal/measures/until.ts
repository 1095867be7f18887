import { dateReplay, objectReplay } from '../backtest/replay.ts'
import { untilRuns } from '../backtest/runs.ts'
import { dateMeter, dateOf } from '../meter/dates.ts'
import { objectDateMeter } from '../meter/objects.ts'
import { timeUntil } from '../warehouse/attributes.ts'
import type { Computed } from './computed.ts'

export const until: Computed<'until'> = {
  account: ({ date }) => 'attribute' in date,
  objects: ({ date }) => ('object' in date ? date.object.kind : null),
  live: ({ measure: { date } }, facts) =>
    'attribute' in date
      ? dateMeter(dateOf(facts, date.attribute), -1)
      : objectDateMeter(facts, date.object, date.field),
  warehouse: (draft, { date }, path) => timeUntil(draft, date, path),
  replay: (history, { date }, span) =>
    'attribute' in date
      ? dateReplay(history, { name: date.attribute }, span, (into, at) =>
          untilRuns(into, at === null ? [] : [always(at)], span),
        )
      : objectReplay(history, { object: date.object, date: date.field, stays: false }, span, (into, { dates }) =>
          untilRuns(into, dates, span),
        ),
  note: ({ date }) =>
    'attribute' in date ? `Only today’s “${date.attribute}” is known; its earlier values cannot be replayed.` : null,
  moves: true,
  column: ({ date }) => `until ${'attribute' in date ? date.attribute : date.object.kind}`,
}

const always = (date: number) => ({ from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY, date })
