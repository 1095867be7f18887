import { z } from 'zod'
import { erasurePlanSchema, erasureSchema, exportedSchema, personSchema } from '../model/person.ts'
import { call } from './call.ts'

export const person = {
  plan: call('show what erasing a person or an account would take away').input(personSchema).output(erasurePlanSchema),
  erase: call('erase a person or an account for good; confirm with the name')
    .input(personSchema.extend({ confirm: z.string().max(500) }))
    .output(z.object({ id: z.string(), journalId: z.string() })),
  export: call('export everything about a person or an account into a folder')
    .input(personSchema)
    .output(exportedSchema.extend({ journalId: z.string() })),
  erasures: call(
    'list erasures, and the sources that still have the person',
    'erasure',
    'source',
    'tombstone_met',
  ).output(z.array(erasureSchema)),
}
