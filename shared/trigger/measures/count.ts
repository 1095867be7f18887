import { z } from 'zod'
import { describe } from './describe.ts'
import { durationSchema, eventFilterSchema } from './parts.ts'
import { durationWords, eventsNoun, filterWords, windowWords } from './words.ts'

/** How many events the window has. */
export const count = describe({
  schema: z.strictObject({
    type: z.literal('count'),
    events: eventFilterSchema,
    over: durationSchema,
    ago: durationSchema.optional(),
  }),
  gives: () => 'number',
  noun: eventsNoun,
  label: measure => `${eventsNoun(measure)} in ${durationWords(measure.over)}`,
  words: measure => `${filterWords(measure.events)} ${windowWords(measure)}`,
  editor: { title: 'the number', starts: { events: { kind: 'login' }, over: '28d' } },
})
