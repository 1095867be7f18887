import { z } from 'zod'
import { describe } from './describe.ts'
import { durationSchema, eventFilterSchema, fieldSchema } from './parts.ts'
import { againstWords, durationWords, eventsNoun, filterWords, plain } from './words.ts'

/** How many values (text, number or truth) of a property the window has that `baseline` before it had not; undefined while the
 * baseline has none. */
export const novel = describe({
  schema: z.strictObject({
    type: z.literal('novel'),
    events: eventFilterSchema,
    field: fieldSchema,
    over: durationSchema,
    baseline: durationSchema,
  }),
  gives: () => 'number',
  noun: eventsNoun,
  label: measure => `values of ${plain(measure.field)} not seen before, in ${durationWords(measure.over)}`,
  words: measure => `new ${plain(measure.field)} of ${filterWords(measure.events)} ${againstWords(measure)}`,
  editor: {
    title: 'how many new values',
    starts: { events: { kind: 'login' }, field: 'country', over: '7d', baseline: '90d' },
    anyField: true,
  },
})
