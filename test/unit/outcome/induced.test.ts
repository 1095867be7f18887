import { describe, expect, it } from 'vitest'
import { type InducedBy, inducedBy, type SentMessage } from '../../../main/outcome/induced.ts'
import { messagesOfReference } from '../../../main/outcome/reference.ts'
import { outgoingOf } from '../../../shared/outbox/outgoing.ts'
import { referenceOf } from '../../../shared/outbox/reference.ts'
import { HOUR } from '../../../shared/trigger/duration.ts'
import { aReachableIssue, NOON } from '../../helpers/builders.ts'
import { started } from '../../helpers/outreach.ts'
import { aReadyCache } from '../../helpers/ready-cache.ts'

const message = (changes: Partial<SentMessage> = {}): SentMessage => ({
  ...{ interventionId: 'i-1', key: 'ab'.repeat(16), providerId: null, subject: 'Your delivery', sentAt: NOON },
  ...changes,
})
const about = (properties: object, messages = [message()], openedAt = NOON + HOUR): InducedBy | null =>
  inducedBy({ openedAt, properties: JSON.stringify(properties) }, messages, 'w-1')?.by ?? null

describe('a contact about our message', () => {
  it('is known by its reference code, wherever it is in the ticket', () => {
    const code = referenceOf('w-1', 'ab'.repeat(16))
    expect(about({ description: `Is this from you? ${code.toLowerCase()}` })).toBe('code')
    expect(about({ custom: { quoted: `Reference: ${code}` } })).toBe('code')
    expect(about({ description: referenceOf('w-2', 'ab'.repeat(16)) })).toBeNull()
  })

  it('is known by the headers of a reply', () => {
    expect(about({ in_reply_to: `<${'ab'.repeat(16)}@example.org>` })).toBe('reply')
    expect(about({ references: 'x 0102018f-provider y' }, [message({ providerId: '0102018f-provider' })])).toBe('reply')
    // A short number of a helpdesk occurs by chance.
    expect(about({ description: 'order 4711' }, [message({ providerId: '4711' })])).toBeNull()
  })

  it('is known by its subject, as an answer has it', () => {
    for (const subject of ['Re: Your delivery', 'AW: re:  your  Delivery ', 'RE[2]: Your delivery'])
      expect(about({ subject })).toBe('subject')
    expect(about({ subject: 'Your delivery is late' })).toBeNull()
    expect(about({ subject: '' }, [message({ subject: '' })])).toBeNull()
    expect(about({ Subject: 'Re: Your delivery' })).toBe('subject')
    expect(about({ subject: 7, title: 'Re: Your delivery' })).toBe('subject')
  })

  it('comes within 72 hours after the message', () => {
    const subject = { subject: 'Re: Your delivery' }
    expect(about(subject, [message()], NOON)).toBeNull()
    expect(about(subject, [message()], NOON + 72 * HOUR)).toBe('subject')
    expect(about(subject, [message()], NOON + 72 * HOUR + 1)).toBeNull()
  })

  it('is about the message with the surest sign, then about the newest', () => {
    const old = message({ interventionId: 'old', key: 'cd'.repeat(16), sentAt: NOON - HOUR })
    const found = (properties: object) =>
      inducedBy({ openedAt: NOON + HOUR, properties: JSON.stringify(properties) }, [old, message()], 'w-1')
    expect(found({ subject: 'Re: Your delivery' })?.message.interventionId).toBe('i-1')
    expect(found({ subject: 'Re: Your delivery', in_reply_to: old.key })).toMatchObject({ message: old, by: 'reply' })
  })
})

describe('the reference code of a message', () => {
  async function aQueued(referenceCode: 'end' | 'subject' | 'none') {
    const shop = aReadyCache({ referenceCode })
    const { issue, account } = aReachableIssue(shop.connection)
    await started(shop, issue, { id: 'd-1' })
    const row = shop.connection.prepare('SELECT id, key, payload FROM outbox').get() as {
      id: number
      key: string
      payload: string
    }
    const sent = outgoingOf(row.payload)
    if (sent.type !== 'message') throw new Error('a message was queued')
    return { shop, account, row, sent, code: referenceOf('w-1', row.key) }
  }

  it('is at the end of the words and of the HTML, and nowhere else', async () => {
    const { sent, code } = await aQueued('end')
    expect(sent.text.endsWith(`\n\nReference: ${code}`)).toBe(true)
    expect(sent.html.endsWith(`<p>Reference: ${code}</p>`)).toBe(true)
    expect(sent.subject).not.toContain(code)
  })

  it('is behind the subject, or left out, where the workspace says so', async () => {
    const inSubject = await aQueued('subject')
    expect(inSubject.sent.subject.endsWith(` [${inSubject.code}]`)).toBe(true)
    expect(inSubject.sent.text).not.toContain(inSubject.code)
    const without = await aQueued('none')
    expect(JSON.stringify(without.sent)).not.toContain(without.code)
  })

  it('leads the desk to the message, and a code of somebody else to none', async () => {
    const { shop, account, row, code } = await aQueued('end')
    const found = messagesOfReference(shop.read, code.toLowerCase())
    expect(found).toMatchObject({ code, messages: [{ outboxId: row.id, accountId: account, interventionId: 'd-1' }] })
    expect(Object.keys(found.messages[0] ?? {})).not.toContain('key')
    expect(messagesOfReference(shop.read, referenceOf('w-1', 'ff'.repeat(16)))).toMatchObject({ messages: [] })
    expect(messagesOfReference(shop.read, 'nonsense')).toEqual({ code: null, messages: [] })
  })
})
