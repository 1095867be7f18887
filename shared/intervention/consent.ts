import { z } from 'zod'

const topic = z.string().trim().min(1).max(80)

/** What a contact says about one topic; null takes it back, and what they said in general counts again. */
export const setConsentSchema = z.object({ contactId: z.int().positive(), topic, agreed: z.boolean().nullable() })
export type SetConsent = z.infer<typeof setConsentSchema>

export const consentSchema = z.object({
  contactId: z.int(),
  topic: z.string(),
  agreed: z.boolean(),
  at: z.int(),
  /** Who recorded it; null where that is not known. */
  by: z.string().nullable(),
})
export type Consent = z.infer<typeof consentSchema>

export const suppressionSchema = z.object({ address: z.string(), reason: z.string(), at: z.int() })
export type Suppression = z.infer<typeof suppressionSchema>
