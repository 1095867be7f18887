import { z } from 'zod'
import { describe } from './describe.ts'
import { durationSchema, eventFilterSchema, fieldSchema, minimumSchema } from './parts.ts'
import { eventsNoun, filterWords, plain, shortDuration } from './words.ts'

/** Robust score of the latest full bucket of `every` (buckets are counted from 1970, UTC) against season and trend of the
 * `baseline` before it, of amounts also of a level that shifts or drifts; undefined below `minimum` baseline events (amounts where `field` is given). */
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
  label: measure =>
    measure.field === undefined
      ? `deviations from the usual number of ${eventsNoun(measure)}`
      : `deviations from the usual amount and level of ${eventsNoun(measure)}`,
  words: ({ events, field, every }) =>
    field === undefined
      ? `how unusual ${filterWords(events)} is for ${shortDuration(every)}`
      : `how unusual “${plain(field)}” of ${filterWords(events)} is for ${shortDuration(every)}, or how far its level has shifted`,
  editor: {
    title: 'how unusual, by season, trend and level,',
    starts: { events: { kind: 'error_seen' }, every: '1d', baseline: '56d', minimum: 14 },
  },
})
