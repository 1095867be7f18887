import { z } from 'zod'
import { describe } from './describe.ts'
import { durationSchema, eventFilterSchema, fieldSchema } from './parts.ts'
import { durationWords, eventsNoun, filterWords, plain, windowWords } from './words.ts'

/** The sum of a field over the window; events without the field add nothing. */
export const sum = describe({
  schema: z.strictObject({
    type: z.literal('sum'),
    events: eventFilterSchema,
    field: fieldSchema,
    over: durationSchema,
    ago: durationSchema.optional(),
  }),
  gives: () => 'number',
  noun: eventsNoun,
  label: measure => `${eventsNoun(measure)} in ${durationWords(measure.over)}`,
  words: measure => `${plain(measure.field)} of ${filterWords(measure.events)} ${windowWords(measure)}`,
  editor: { title: 'the sum', starts: { events: { kind: 'feature_used' }, field: 'value', over: '28d' } },
})
