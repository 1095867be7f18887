import { z } from 'zod'
import { erasurePlanSchema, erasureSchema, exportedSchema, personSchema } from '../model/person.ts'
import { retentionPlanSchema, retentionSchema } from '../model/retention.ts'
import { call, done } from './call.ts'

export const person = {
  plan: call('show what erasing a person or an account would take away').input(personSchema).output(erasurePlanSchema),
  erase: call('erase a person or an account for good; confirm with the name')
    .input(personSchema.extend({ confirm: z.string().max(500) }))
    .output(z.object({ id: z.string(), journalId: z.string() })),
  export: call('export everything about a person or an account into a folder')
    .input(personSchema)
    .output(exportedSchema.extend({ journalId: z.string() })),
  retention: call('show for how many months events, records, messages and quarantine are kept', 'setting').output(
    retentionSchema,
  ),
  retentionPlan: call('count what rules of retention would remove now')
    .input(retentionSchema)
    .output(retentionPlanSchema),
  setRetention: call('set for how many months events, records, messages and quarantine are kept')
    .input(retentionSchema)
    .output(done),
  erasures: call(
    'list erasures, and the sources that still have the person',
    'erasure',
    'source',
    'tombstone_met',
  ).output(z.array(erasureSchema)),
}
