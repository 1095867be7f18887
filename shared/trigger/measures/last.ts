import { z } from 'zod'
import { describe } from './describe.ts'
import { durationSchema, eventFilterSchema, fieldSchema } from './parts.ts'
import { eventsNoun, filterWords, plain } from './words.ts'

/** A field of the latest event that has it, in the window or ever; of two at one moment the larger. Undefined without any. */
export const last = describe({
  schema: z.strictObject({
    type: z.literal('last'),
    events: eventFilterSchema,
    field: fieldSchema,
    over: durationSchema.optional(),
  }),
  gives: () => 'number',
  noun: eventsNoun,
  label: measure => `latest ${eventsNoun(measure)}`,
  words: measure => `latest ${plain(measure.field)} of ${filterWords(measure.events)}`,
  editor: { title: 'the latest', starts: { events: { kind: 'feature_used' }, field: 'value' } },
})
