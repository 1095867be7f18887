import { z } from 'zod'
import { describe } from './describe.ts'
import { durationSchema, eventFilterSchema, fieldSchema, minimumSchema } from './parts.ts'
import { eventsNoun, filterWords, shortDuration } from './words.ts'

/** Robust score of the latest full bucket of `every` (buckets are counted from 1970, UTC) against season and trend of the
 * `baseline` before it; undefined below `minimum` baseline events (amounts where `field` is given). */
export const anomaly = describe({
  schema: z.strictObject({
    type: z.literal('anomaly'),
    events: eventFilterSchema,
    field: fieldSchema.optional(),
    every: durationSchema,
    baseline: durationSchema,
    minimum: minimumSchema,
  }),
  gives: () => 'number',
  noun: eventsNoun,
  label: measure => `deviations from the usual number of ${eventsNoun(measure)}`,
  words: measure => `how unusual ${filterWords(measure.events)} is for ${shortDuration(measure.every)}`,
  editor: {
    title: 'how unusual, by season and trend,',
    starts: { events: { kind: 'error_seen' }, every: '1d', baseline: '56d', minimum: 14 },
  },
})
