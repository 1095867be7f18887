import { attributeReplay, numberReplay } from '../backtest/replay.ts'
import { attributeOf } from '../meter/dates.ts'
import { steady } from '../meter/meter.ts'
import { attributeCell } from '../warehouse/attributes.ts'
import type { Computed } from './computed.ts'

export const attribute: Computed<'attribute'> = {
  account: () => true,
  live: ({ measure }, facts) => {
    const found = attributeOf(facts, measure)
    return steady(typeof found === 'number' ? found : null)
  },
  warehouse: (draft, measure, path) => attributeCell(draft, measure, 'number', path),
  replay: (history, measure, span, { within }) =>
    within ? numberReplay(history, measure, span) : attributeReplay(history, measure, span),
  note: ({ name }) => `“${name}” is known only as of today; the back-test assumes that it never changed.`,
  column: ({ name, currency }) => (currency === undefined ? name : `${name} ${currency}`),
}
