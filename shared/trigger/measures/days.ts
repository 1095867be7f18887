import { z } from 'zod'
import { describe } from './describe.ts'
import { durationSchema, eventFilterSchema } from './parts.ts'
import { durationWords, eventsNoun, filterWords, windowWords } from './words.ts'

/** On how many days (UTC) of the window there was any such event: fourteen on one day are one. */
export const days = describe({
  schema: z.strictObject({
    type: z.literal('days'),
    events: eventFilterSchema,
    over: durationSchema,
    ago: durationSchema.optional(),
  }),
  gives: () => 'number',
  noun: eventsNoun,
  label: measure => `days with ${eventsNoun(measure)} in ${durationWords(measure.over)}`,
  words: measure => `days with ${filterWords(measure.events)} ${windowWords(measure)}`,
  editor: { title: 'the number of days', starts: { events: { kind: 'login' }, over: '28d' }, lead: 'with' },
})
