import { z } from 'zod'
import { describe } from './describe.ts'
import { attributeSchema } from './parts.ts'
import { attributeNoun, plain } from './words.ts'

/** A column of the account or `properties.NAME`; undefined when null. Only its present value is known, not its past. */
export const attribute = describe({
  schema: z.strictObject({ type: z.literal('attribute'), name: attributeSchema }),
  gives: () => 'text',
  noun: measure => attributeNoun(measure.name),
  label: measure => attributeNoun(measure.name),
  words: measure => plain(measure.name),
  editor: { title: 'the attribute', starts: { name: 'plan' } },
})
