import { z } from 'zod'
import { durationSchema } from './trigger.ts'
import { CATEGORIES } from './vocabulary.ts'

/** One message to one contact. Subject and body are Liquid; a missing field refuses unless it has a `default`. */
export const outreachStepSchema = z.strictObject({
  type: z.literal('outreach'),
  channel: z.literal('email'),
  /** The consent topic that the recipient must have agreed to. */
  topic: z.string(),
  subject: z.string().min(1),
  body: z.string().min(1),
})

/** Steps for one kind of issue. `treatability`: prior share of the risk that it takes away, 0–1. */
export const playbookSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/),
  name: z.string().min(1),
  summary: z.string(),
  categories: z.array(z.enum(CATEGORIES)).min(1),
  treatability: z.number().min(0).max(1),
  window: durationSchema,
  steps: z.array(outreachStepSchema).min(1),
})
export type Playbook = z.infer<typeof playbookSchema>
