import { z } from 'zod'
import { describe } from './describe.ts'
import { objectFilterSchema } from './parts.ts'
import { objectWords, plain } from './words.ts'

/**
 * The highest chance, 0 to 1, that one of those objects is still open at its due date, by how long recent lives of its kind
 * and lane lasted; 1 once that date has passed. Undefined without an object that has a due date, and where too few lives
 * are known.
 */
export const late = describe({
  schema: z.strictObject({ type: z.literal('late'), object: objectFilterSchema }),
  gives: () => 'number',
  noun: ({ object }) => plain(object.kind),
  label: ({ object }) => `chance of being late (${plain(object.kind)})`,
  words: measure => `chance that ${objectWords(measure.object)} is late`,
  editor: { title: 'the chance of lateness', starts: { object: { kind: 'shipment' } }, lead: 'of a' },
})
