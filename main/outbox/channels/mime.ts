import MailComposer from 'nodemailer/lib/mail-composer'
import type { Outgoing } from './channel.ts'

/** The Message-ID of a message: made of its key, so a second copy of it would be recognised as the same message. */
export const messageIdOf = (key: string, fromAddress: string): string =>
  `<${key}@${fromAddress.split('@')[1] || 'forestall.invalid'}>`

/** A message as it goes over the wire (RFC 5322): plain text and HTML of the same words. */
export function mimeOf(message: Outgoing, from: { name: string; address: string }): Promise<Buffer> {
  const { to, subject, text, html, key } = message
  const composer = new MailComposer({
    from,
    to: { name: to.name ?? '', address: to.address },
    subject,
    text,
    html,
    messageId: messageIdOf(key, from.address),
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return composer.compile().build()
}
