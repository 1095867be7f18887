import { z } from 'zod'
import { describe } from './describe.ts'
import { attributeDateSchema, objectDateSchema } from './parts.ts'
import { dateNoun, dateWords } from './words.ts'

/** Milliseconds until a date; undefined when none lies ahead (a date of this very moment does not). */
export const until = describe({
  schema: z.strictObject({
    type: z.literal('until'),
    date: z.union([attributeDateSchema, objectDateSchema], 'expected {"attribute": …} or {"object": …, "field": …}'),
  }),
  gives: () => 'duration',
  noun: measure => dateNoun(measure.date),
  label: measure => `days until ${dateNoun(measure.date)}`,
  words: measure => `time until ${dateWords(measure.date)}`,
  editor: { title: 'time until', starts: { date: { attribute: 'renews_at' } } },
})
