import { plainLine } from '../../../shared/guard/plain-text.ts'
import type { OutgoingMessage } from '../../../shared/outbox/outgoing.ts'
import type { SenderSetting } from './sender.ts'

/** The Message-ID of a message: made of its key, so a second copy of it would be recognised as the same message. */
export const messageIdOf = (key: string, fromAddress: string): string =>
  `<${key}@${fromAddress.split('@')[1] || 'forestall.invalid'}>`

/** A message as it goes over the wire (RFC 5322): plain text and HTML of the same words. */
export async function mimeOf(
  message: OutgoingMessage,
  from: { name: string; address: string },
  sender: SenderSetting = {},
): Promise<Buffer> {
  const { to, subject, text, html, key } = message
  // Loaded with the first message, because no start needs it.
  const { default: MailComposer } = await import('nodemailer/lib/mail-composer')
  const composer = new MailComposer({
    from,
    to: { name: plainLine(to.name ?? ''), address: to.address },
    // The library would carry a line break into the header as an encoded one; nobody means that.
    subject: plainLine(subject),
    text,
    html,
    messageId: messageIdOf(key, from.address),
    headers: { ...unsubscribing(message, sender), ...complaining(message, sender) },
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return composer.compile().build()
}

type Headers = Record<string, string | { prepared: true; value: string }>

/** RFC 2369 and 8058: mail programs show their own unsubscribe button, and one click on it is enough. */
function unsubscribing({ to, key }: OutgoingMessage, { unsubscribeUrl }: SenderSetting): Headers {
  if (!unsubscribeUrl) return {}
  const url = unsubscribeUrl
    .replaceAll('{address}', encodeURIComponent(to.address))
    .replaceAll('{key}', encodeURIComponent(key))
  return {
    // An address must not be encoded or broken up as words are; `new URL` leaves nothing in it that could end the line.
    'List-Unsubscribe': { prepared: true, value: `<${new URL(url).href}>` },
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
  }
}

/** RFC 9477: who is told when a recipient calls it spam, and about which message. */
function complaining({ key }: OutgoingMessage, { complaintAddress }: SenderSetting): Headers {
  return complaintAddress ? { 'CFBL-Address': `${complaintAddress}; report=arf`, 'CFBL-Feedback-ID': key } : {}
}
