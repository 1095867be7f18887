import { z } from 'zod'
import { describe } from './describe.ts'
import { objectFilterSchema } from './parts.ts'
import { objectWords, plain, stateWords } from './words.ts'

/** How many objects are open, in one of the states where given. */
export const objects = describe({
  schema: z.strictObject({ type: z.literal('objects'), object: objectFilterSchema }),
  gives: () => 'number',
  noun: ({ object }) => `${plain(object.kind)}s${stateWords(object.states)}`,
  label: ({ object }) => `${plain(object.kind)}s${object.states ? ' in state' : ''}${stateWords(object.states)}`,
  words: measure => `number of open ${objectWords(measure.object)}`,
  editor: { title: 'how many', starts: { object: { kind: 'ticket' } } },
})
