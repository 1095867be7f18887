import { z } from 'zod'
import { describe } from './describe.ts'
import { attributeDateSchema } from './parts.ts'
import { dateNoun, dateWords } from './words.ts'

/** Milliseconds since a date of the account; undefined while it lies ahead. */
export const age = describe({
  schema: z.strictObject({ type: z.literal('age'), date: attributeDateSchema }),
  gives: () => 'duration',
  noun: measure => dateNoun(measure.date),
  label: measure => `days since ${dateNoun(measure.date)}`,
  words: measure => `time since ${dateWords(measure.date)}`,
  editor: { title: 'time since the date', starts: { date: { attribute: 'signed_up_at' } } },
})
