import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mimeOf } from '../../../main/outbox/channels/mime.ts'
import type { OutgoingMessage } from '../../../shared/outbox/outgoing.ts'

const FROM = { name: 'Example Support', address: 'support@example.org' }
const SENDER = {
  complaintAddress: 'abuse@example.org',
  unsubscribeUrl: 'https://example.org/off?who={address}&key={key}',
}
/** Every header that a message of ours may have, each once; names are the same in any case. */
const ALLOWED = new Set([
  ...['cfbl-address', 'cfbl-feedback-id', 'list-unsubscribe', 'list-unsubscribe-post'],
  ...['from', 'to', 'subject', 'date', 'message-id'],
  ...['mime-version', 'content-type', 'content-transfer-encoding'],
])

/** Words of the world: anything, with what ends a header line more often than by chance. */
const nasty = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('\r\n', '\n', '\r', 'Bcc: spy@example.net', '\0', '"', '<', '>', ',', '=?utf-8?Q?'),
    ),
  )
  .map(parts => parts.join(''))

const headersOf = (raw: string): string[] =>
  (raw.split('\r\n\r\n')[0] ?? '').split(/\r\n(?![ \t])/).map(line => line.slice(0, line.indexOf(':')).toLowerCase())

const unfolded = (raw: string): string => (raw.split('\r\n\r\n')[0] ?? '').replace(/\r\n[ \t]+/g, ' ')

const aMessage = (changes: Partial<OutgoingMessage>): OutgoingMessage => ({
  type: 'message',
  key: 'k-1',
  to: { name: null, address: 'zoe@example.com' },
  subject: 'About your order',
  text: 'Hello',
  html: '<p>Hello</p>',
  ...changes,
})

function expectOurs(raw: string): void {
  const names = headersOf(raw)
  expect(names.filter(name => !ALLOWED.has(name))).toEqual([])
  expect(new Set(names).size).toBe(names.length)
}

describe('a message on the wire', () => {
  it('has the headers that it must have, whatever its words are', async () => {
    await fc.assert(
      fc.asyncProperty(nasty, nasty, nasty, async (name, subject, text) => {
        const out = aMessage({ to: { name, address: 'zoe@example.com' }, subject, text })
        const raw = (await mimeOf(out, FROM, SENDER)).toString('latin1')
        expectOurs(raw)
        expect(unfolded(raw)).toMatch(/^To: (.* )?<?zoe@example\.com>?$/m)
      }),
      { numRuns: 200 },
    )
  })

  it('has no header and no recipient more, whatever its address is', async () => {
    await fc.assert(
      fc.asyncProperty(nasty, async address => {
        const raw = (await mimeOf(aMessage({ to: { name: null, address } }), FROM, SENDER)).toString('latin1')
        expectOurs(raw)
      }),
      { numRuns: 200 },
    )
  })

  it('offers unsubscribing by one click, to the address it went to and no other', async () => {
    const out = aMessage({ to: { name: null, address: 'a+b&who=c@example.com' } })
    const raw = (await mimeOf(out, FROM, SENDER)).toString('latin1')
    expect(raw).toContain('List-Unsubscribe: <https://example.org/off?who=a%2Bb%26who%3Dc%40example.com&key=k-1>\r\n')
    expect(raw).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n')
    expect(raw).toMatch(/^CFBL-Address: abuse@example\.org; report=arf\r$/im)
    expect(headersOf((await mimeOf(out, FROM)).toString('latin1'))).not.toContain('list-unsubscribe')
  })
})
