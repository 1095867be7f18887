import { z } from 'zod'
import { describe } from './describe.ts'
import { minimumSchema, objectFilterSchema } from './parts.ts'
import { objectWords, plain, stateWords } from './words.ts'

/** The longest time, ms, that one of those objects has been in its present state; undefined without any. With `relative` each is
 * divided by the `quantile` of finished stays of its kind + lane + state (kind + state where the lane has fewer than
 * `minimum`; left out where that has fewer too). */
export const stored = describe({
  schema: z.strictObject({
    type: z.literal('stored'),
    object: objectFilterSchema,
    relative: z.strictObject({ quantile: z.number().gt(0).lt(1), minimum: minimumSchema }).optional(),
  }),
  gives: measure => (measure.relative ? 'share' : 'duration'),
  noun: ({ object }) => `${plain(object.kind)}${stateWords(object.states)}`,
  label: ({ object }) => `days${stateWords(object.states) || ' open'} (${plain(object.kind)})`,
  words: measure => `longest time of ${objectWords(measure.object)}${measure.relative ? ' compared with usual' : ''}`,
  editor: { title: 'the longest time', starts: { object: { kind: 'shipment' } }, lead: 'that a' },
})
