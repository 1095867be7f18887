import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Ending } from '../../../main/outbox/channels/channel.ts'
import { PRACTICE, practiceChannel } from '../../../main/outbox/channels/practice.ts'
import { smtpChannel } from '../../../main/outbox/channels/smtp.ts'
import type { OutgoingMessage } from '../../../shared/outbox/outgoing.ts'
import { simpleParser } from '../../helpers/mail.ts'
import { aMailServer, type Behaviour, type MailServer, smtpSetting } from '../../helpers/smtp.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'

const message: OutgoingMessage = {
  type: 'message',
  key: 'k-1',
  to: { name: 'Zoë "Z" <Müller>', address: 'zoe@example.com' },
  subject: 'Grüße, 你好 – and a subject that is long enough to be folded over more than one line of the header',
  text: 'Hello Zoë,\n\n.a line that begins with a dot\nbye',
  html: '<p>Hello Zoë,</p>',
}

async function aServer(login?: { user: string; pass: string }): Promise<MailServer> {
  const server = await aMailServer({ login })
  onTestFinished(() => server.stop())
  return server
}

/** Sends one message; says how it ended and how often it was marked as leaving. */
async function sending(server: MailServer, options: { user?: string; password?: string } = {}) {
  const channel = smtpChannel(smtpSetting(server.port, options.user), options.password ?? null)
  let marked = 0
  const commit = async () => {
    marked++
  }
  const ending = await channel.send(message, commit, new AbortController().signal)
  return { ending, marked }
}

describe('the SMTP channel', () => {
  it('delivers text and HTML of the same words, under an id made of the key', async () => {
    const server = await aServer()
    const { ending, marked } = await sending(server)
    expect(ending).toEqual({ ending: 'sent', providerId: '<k-1@example.org>' })
    expect(marked).toBe(1)
    const mail = simpleParser(server.received[0]?.raw ?? '')
    expect(mail).toMatchObject({
      messageId: '<k-1@example.org>',
      subject: message.subject,
      text: message.text,
      html: message.html,
    })
    expect(server.received[0]).toMatchObject({ from: 'support@example.org', to: ['zoe@example.com'] })
  })

  const answers: [string, Behaviour, Partial<Ending>][] = [
    ['4xx at the recipient', { refuseRecipient: { code: 450, text: 'busy' } }, { ending: 'later' }],
    ['4xx at the message', { refuseMessage: { code: 451, text: 'greylisted' } }, { ending: 'later' }],
    ['5xx at the recipient', { refuseRecipient: { code: 550, text: 'no such user' } }, { ending: 'refused' }],
    ['5xx at the message', { refuseMessage: { code: 554, text: 'spam' } }, { ending: 'refused' }],
    ['a loss before the message', { drop: 'before' }, { ending: 'later', down: true }],
    ['a loss after the message', { drop: 'after' }, { ending: 'unsure' }],
  ]
  it.each(answers)('%s ends as it must', async (_name, behaviour, expected) => {
    const server = await aServer()
    server.behave(behaviour)
    const { ending, marked } = await sending(server)
    expect(ending).toMatchObject(expected)
    expect('why' in ending && ending.why).toContain(`The mail server at 127.0.0.1:${server.port} `)
    expect(marked).toBe(1)
  })

  it('a server that is not there is later, and the message is never marked', async () => {
    const server = await aServer()
    await server.stop()
    const { ending, marked } = await sending(server)
    expect(ending).toEqual({
      ending: 'later',
      why: `The mail server at 127.0.0.1:${server.port} does not answer: nothing listens at this host and port.`,
      afterMs: null,
      down: true,
    })
    expect(marked).toBe(0)
  })

  it('a wrong password is told before anything is marked, and appears nowhere', async () => {
    const server = await aServer({ user: 'maya', pass: 'right' })
    const { ending, marked } = await sending(server, { user: 'maya', password: 'wr0ng-secret' })
    expect(ending).toMatchObject({ ending: 'later', down: true, why: expect.stringMatching(/refuses the sign-in\.$/) })
    expect(JSON.stringify(ending)).not.toContain('wr0ng-secret')
    expect(marked).toBe(0)
    expect((await sending(server, { user: 'maya', password: 'right' })).ending.ending).toBe('sent')
  })

  it('a server that hangs up at once, or speaks nonsense, is later', async () => {
    for (const greeting of [null, 'HTTP/1.1 400 Bad Request\r\n\r\n']) {
      const nonsense = createServer(socket => (greeting ? socket.end(greeting) : socket.destroy()))
      await new Promise<void>(resolve => nonsense.listen(0, '127.0.0.1', resolve))
      onTestFinished(() => void nonsense.close())
      const { port } = nonsense.address() as { port: number }
      const { ending, marked } = await sending({ port } as MailServer)
      expect(ending).toMatchObject({ ending: 'later', down: true })
      expect(marked).toBe(0)
    }
  })

  it('is not spoken to at a link-local address, unless it is allowed by name', async () => {
    const server = { ...smtpSetting(25), host: '169.254.169.254' }
    const { ok, message } = await smtpChannel(server, null).test()
    expect([ok, message]).toEqual([false, expect.stringContaining('link-local address')])
    expect(message).toContain('an admin can allow it')
  })

  it('closing the program before the mark leaves the message in line', async () => {
    const server = await aServer()
    const stop = new AbortController()
    stop.abort()
    const channel = smtpChannel(smtpSetting(server.port), null)
    const ending = await channel.send(message, async () => {}, stop.signal)
    expect(ending).toMatchObject({ ending: 'later' })
    expect(server.received).toEqual([])
  })

  it('what stops the mark stops the message', async () => {
    const server = await aServer()
    const channel = smtpChannel(smtpSetting(server.port), null)
    const refuse = async () => {
      throw new Error('taken back')
    }
    await expect(channel.send(message, refuse, new AbortController().signal)).rejects.toThrow('taken back')
    expect(server.received).toEqual([])
  })

  it('testing connects and signs in, and sends nothing', async () => {
    const server = await aServer({ user: 'maya', pass: 'right' })
    const good = await smtpChannel(smtpSetting(server.port, 'maya'), 'right').test()
    const bad = await smtpChannel(smtpSetting(server.port, 'maya'), 'wrong').test()
    const encrypted = await smtpChannel({ ...smtpSetting(server.port), security: 'starttls' }, null).test()
    expect(good).toEqual({ ok: true, message: expect.stringContaining('accepts the sign-in') })
    expect([bad.ok, encrypted.ok]).toEqual([false, false])
    expect(encrypted.message).toContain('offers no secure connection')
    expect(server.received).toEqual([])
  })
})

describe('the practice channel', () => {
  it('puts each message into a folder, once for each key', async () => {
    const dir = tempFolder()
    const channel = practiceChannel(dir)
    for (let n = 0; n < 2; n++) await channel.send(message, async () => {}, new AbortController().signal)
    expect(simpleParser(readFileSync(join(dir, PRACTICE, 'k-1.eml'), 'utf8')).subject).toBe(message.subject)
  })
})
