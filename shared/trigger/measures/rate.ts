import { z } from 'zod'
import { describe } from './describe.ts'
import { durationSchema, eventFilterSchema, fieldSchema, minimumSchema } from './parts.ts'
import { againstWords, durationWords, eventsNoun, filterWords } from './words.ts'

/** The daily sum of a field (the daily number of events where it is absent) over the window, divided by the account's own over
 * `baseline`, the longer window that ends where `over` begins; 1 is normal. Undefined below `minimum` baseline events or a
 * baseline of 0. */
export const rate = describe({
  schema: z.strictObject({
    type: z.literal('rate'),
    events: eventFilterSchema,
    field: fieldSchema.optional(),
    over: durationSchema,
    baseline: durationSchema,
    minimum: minimumSchema,
  }),
  gives: () => 'share',
  noun: eventsNoun,
  label: measure => `${eventsNoun(measure)} in ${durationWords(measure.over)}`,
  words: measure => `${filterWords(measure.events)} ${againstWords(measure)}`,
  editor: {
    title: 'the rate, compared with its own normal,',
    starts: { events: { kind: 'login' }, over: '28d', baseline: '180d', minimum: 8 },
  },
  against: ' of the account’s own normal',
})
