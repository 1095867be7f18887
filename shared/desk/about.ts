import { z } from 'zod'
import { noteSchema } from './note.ts'
import { promiseSchema } from './promise.ts'

/** What colleagues wrote about an issue or an account, and whether this person watches it. */
export const deskAboutSchema = z.object({
  notes: z.array(noteSchema),
  /** Neither kept nor dropped yet, the first due first. */
  promises: z.array(promiseSchema),
  watching: z.object({ issue: z.boolean(), account: z.boolean() }),
})
export type DeskAbout = z.infer<typeof deskAboutSchema>
