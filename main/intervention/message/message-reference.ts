import type { Message } from '../../../shared/model/intervention.ts'
import { referenceLine, referenceOf } from '../../../shared/outbox/reference.ts'
import type { ReadDb } from '../../cache/db.ts'
import { saltOf } from '../../cache/settings.ts'
import { guardrailsOf } from '../guard/settings.ts'
import { toHtml } from './render.ts'

/**
 * The message with its reference code, where the workspace wants it: at its end, or behind the subject. The code follows
 * from the key, which only a message that is queued has.
 */
export function withReference(db: ReadDb, message: Message, key: string, language: string): Message {
  const { referenceCode } = guardrailsOf(db)
  if (referenceCode === 'none') return message
  const code = referenceOf(saltOf(db), key)
  if (referenceCode === 'subject') return { ...message, subject: `${message.subject} [${code}]` }
  const text = `${message.text}\n\n${referenceLine(code, language)}`
  return { ...message, text, html: toHtml(text) }
}
