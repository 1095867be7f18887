import { z } from 'zod'

/** A language that a text is written in: `en`, `de`, `pt-BR` (BCP 47). */
export const languageSchema = z
  .string()
  .regex(/^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$/, 'expected a language such as de or pt-BR')

/** The words of a message in one language. Fallbacks are words too, so each language has its own. */
export const textsSchema = z.strictObject({
  subject: z.string().min(1),
  body: z.string().min(1),
  fallbacks: z.record(z.string(), z.string().min(1)).optional(),
})
export type Texts = z.infer<typeof textsSchema>

/** How the language of a message was chosen. */
export const languageChoiceSchema = z.object({
  /** The language of the message. */
  language: z.string(),
  /** `person`: somebody chose it; `contact`: the contact reads it; `fallback`: the playbook's own language. */
  because: z.enum(['person', 'contact', 'fallback']),
  /** What the contact reads, as its source wrote it; null where no source says. */
  wanted: z.string().nullable(),
  available: z.array(z.string()),
})
export type LanguageChoice = z.infer<typeof languageChoiceSchema>
