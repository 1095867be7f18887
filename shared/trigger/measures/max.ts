import { z } from 'zod'
import { describe } from './describe.ts'
import { durationSchema, eventFilterSchema, fieldSchema } from './parts.ts'
import { durationWords, eventsNoun, filterWords, plain, windowWords } from './words.ts'

/** The highest value of a field in the window; undefined where no event has it. */
export const max = describe({
  schema: z.strictObject({
    type: z.literal('max'),
    events: eventFilterSchema,
    field: fieldSchema,
    over: durationSchema,
    ago: durationSchema.optional(),
  }),
  gives: () => 'number',
  noun: eventsNoun,
  label: measure => `highest ${eventsNoun(measure)} in ${durationWords(measure.over)}`,
  words: measure => `highest ${plain(measure.field)} of ${filterWords(measure.events)} ${windowWords(measure)}`,
  editor: {
    title: 'the highest',
    starts: { events: { kind: 'feature_used' }, field: 'value', over: '28d' },
  },
})
