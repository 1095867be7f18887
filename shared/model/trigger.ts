import { z } from 'zod'
import { triggerSchema } from '../trigger/trigger.ts'

export const triggerViewSchema = z.object({
  definition: triggerSchema,
  enabled: z.boolean(),
  version: z.int(),
  firings: z.int(),
  open: z.int(),
})
export type TriggerView = z.infer<typeof triggerViewSchema>
