import { expect, it, onTestFinished } from 'vitest'
import { CONNECTIONS } from '../../main/outbox/channels/smtp.ts'
import { threadedSmtp } from '../../main/outbox/channels/threaded.ts'
import type { OutgoingMessage } from '../../shared/outgoing.ts'
import { aMailServer, smtpSetting } from '../helpers/smtp.ts'

const aMessage = (n: number): OutgoingMessage => ({
  type: 'message',
  key: `k-${n}`,
  to: { name: null, address: `r${n}@example.com` },
  subject: 'About your order',
  text: 'Hello',
  html: '<p>Hello</p>',
})
const running = new AbortController().signal

async function aThread() {
  const server = await aMailServer()
  const channel = threadedSmtp(smtpSetting(server.port), null, {})
  onTestFinished(async () => {
    await channel.close()
    await server.stop()
  })
  return { server, channel }
}

it('a thread sends over as many connections as the channel has, each message once and only after its mark', async () => {
  const { server, channel } = await aThread()
  const marked: number[] = []
  const endings = await Promise.all(
    Array.from({ length: 40 }, (_, n) =>
      channel.send(
        aMessage(n),
        async () => {
          expect(server.received.map(({ messageId }) => messageId)).not.toContain(`<k-${n}@example.org>`)
          marked.push(n)
        },
        running,
      ),
    ),
  )
  expect(endings.every(({ ending }) => ending === 'sent')).toBe(true)
  expect(marked.sort((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, n) => n))
  expect(new Set(server.received.map(({ messageId }) => messageId)).size).toBe(40)
  expect(server.connections).toBe(CONNECTIONS)
})

it('what stops the mark stops the message, with the same reason, and the others go on', async () => {
  const { server, channel } = await aThread()
  const reason = new Error('taken back')
  const stopped = channel.send(aMessage(1), () => Promise.reject(reason), running)
  await expect(stopped).rejects.toBe(reason)
  expect(await channel.send(aMessage(2), async () => {}, running)).toMatchObject({ ending: 'sent' })
  expect(server.received).toHaveLength(1)
})

it('a server that refuses, or is not there, is told as without a thread', async () => {
  const { server, channel } = await aThread()
  server.behave({ refuseRecipient: { code: 550, text: 'no such user' } })
  expect(await channel.send(aMessage(1), async () => {}, running)).toMatchObject({ ending: 'refused' })
  await server.stop()
  expect(await channel.send(aMessage(2), async () => {}, running)).toMatchObject({ ending: 'later', down: true })
})

it('closing the program before the mark leaves the message in line', async () => {
  const { server, channel } = await aThread()
  const stop = new AbortController()
  stop.abort()
  expect(await channel.send(aMessage(1), async () => {}, stop.signal)).toMatchObject({ ending: 'later' })
  expect(server.received).toEqual([])
})
