import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import type { SenderSetting } from '../../../main/outbox/channels/sender.ts'
import { smtpChannel } from '../../../main/outbox/channels/smtp.ts'
import type { SmtpSetting } from '../../../shared/model/smtp.ts'
import type { OutgoingMessage } from '../../../shared/outbox/outgoing.ts'
import { aCertificate, type Certificate } from '../../helpers/certificate.ts'
import { aMailServer, type MailServer, smtpSetting } from '../../helpers/smtp.ts'

const message: OutgoingMessage = {
  type: 'message',
  key: 'k-1',
  to: { name: 'Zoe', address: 'zoe@example.com' },
  subject: 'About your order',
  text: 'Hello',
  html: '<p>Hello</p>',
}
let certificate: Certificate
beforeAll(() => {
  certificate = aCertificate()
})

async function encrypting(from: 'start' | 'starttls', login?: { user: string; pass: string }): Promise<MailServer> {
  const server = await aMailServer({ login, tls: { ...certificate, from } })
  onTestFinished(() => server.stop())
  return server
}

function sending(server: MailServer, setting: Partial<SmtpSetting>, sender: SenderSetting, password = '') {
  const channel = smtpChannel({ ...smtpSetting(server.port), host: 'localhost', ...setting }, password, sender)
  onTestFinished(() => channel.close())
  return channel.send(message, async () => {}, new AbortController().signal)
}

describe.each([
  { from: 'starttls' as const, security: 'starttls' as const },
  { from: 'start' as const, security: 'tls' as const },
])('a mail server that encrypts by $security', ({ from, security }) => {
  it('is trusted when its certificate is, and signing in happens encrypted', async () => {
    const server = await encrypting(from, { user: 'maya', pass: 'right' })
    const ending = await sending(server, { security, user: 'maya' }, { certificate: certificate.cert }, 'right')
    expect(ending).toMatchObject({ ending: 'sent' })
    expect(server.received).toHaveLength(1)
    expect(server.received[0]?.raw).toContain('Subject: About your order')
  })

  it('is refused when nobody vouches for its certificate, before a word of the message', async () => {
    const server = await encrypting(from)
    const ending = await sending(server, { security }, {})
    expect(ending).toMatchObject({ ending: 'later', down: true })
    expect('why' in ending && ending.why).toMatch(/self-signed certificate/)
    expect(server.received).toEqual([])
  })

  it('is refused when its certificate is for another name, or is too old', async () => {
    for (const [other, why] of [
      [aCertificate('mail.example.net'), /certificate for another name/],
      [aCertificate('localhost', Date.now() - 30 * 86_400_000), /expired certificate/],
    ] as const) {
      const server = await aMailServer({ tls: { ...other, from } })
      onTestFinished(() => server.stop())
      const ending = await sending(server, { security }, { certificate: other.cert })
      expect('why' in ending && ending.why).toMatch(why)
      expect(server.received).toEqual([])
    }
  })
})

it('a server that offers no encryption gets nothing when encryption was asked for', async () => {
  const server = await aMailServer()
  onTestFinished(() => server.stop())
  expect(await sending(server, { security: 'starttls' }, {})).toMatchObject({ ending: 'later', down: true })
  expect(await sending(server, { security: 'tls' }, {})).toMatchObject({ ending: 'later', down: true })
  expect(server.received).toEqual([])
})
