import { z } from 'zod'

const text = z.string()

/** One message to one contact: rendered, addressed. `values` are facts that a channel's request may want besides. */
export const outgoingMessageSchema = z.object({
  type: z.literal('message'),
  key: text,
  to: z.object({ name: text.nullable(), address: text }),
  subject: text,
  text,
  html: text,
  values: z.record(text, z.json()).optional(),
})
export type OutgoingMessage = z.infer<typeof outgoingMessageSchema>

/** One change at another system: which of the channel's actions, at what (`target`, in words), with which values. */
export const outgoingActionSchema = z.object({
  type: z.literal('action'),
  key: text,
  action: text,
  title: text,
  target: text,
  values: z.record(text, z.json()),
})
export type OutgoingAction = z.infer<typeof outgoingActionSchema>

/**
 * What an outbox row carries in `payload`. The key is deterministic: queueing twice is queueing once, and the provider
 * gets it as its idempotency key.
 */
export const outgoingSchema = z.discriminatedUnion('type', [outgoingMessageSchema, outgoingActionSchema])
export type Outgoing = z.infer<typeof outgoingSchema>

/** Reads a payload. Rows from before there were actions carry no `type`; they are e-mails. */
export function outgoingOf(payload: string): Outgoing {
  const value: unknown = JSON.parse(payload)
  return outgoingSchema.parse(value !== null && typeof value === 'object' ? { type: 'message', ...value } : value)
}

/** What a row of the outbox is called: a message, or a fix. */
export const thingOf = (kind: Outgoing['type']): 'message' | 'fix' => (kind === 'message' ? 'message' : 'fix')

/** What nobody knows of an unsure one. */
export const unsureWords = (kind: Outgoing['type']): string =>
  kind === 'message' ? 'the message may or may not have been sent' : 'the fix may or may not have been made'

/** To whom or to what, and what about: the line that stands for a row in a list. */
export const headline = (out: Outgoing): { to: string; subject: string } =>
  out.type === 'message' ? { to: out.to.address, subject: out.subject } : { to: out.target, subject: out.title }
