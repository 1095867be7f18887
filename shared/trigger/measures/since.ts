import { z } from 'zod'
import { describe } from './describe.ts'
import { eventFilterSchema } from './parts.ts'
import { eventsNoun, filterWords } from './words.ts'

/** Milliseconds since the latest event; undefined when there never was one. */
export const since = describe({
  schema: z.strictObject({ type: z.literal('since'), events: eventFilterSchema }),
  gives: () => 'duration',
  noun: eventsNoun,
  label: measure => `days without ${eventsNoun(measure)}`,
  words: measure => `time since ${filterWords(measure.events)}`,
  editor: { title: 'time since', starts: { events: { kind: 'login' } }, lead: '' },
})
