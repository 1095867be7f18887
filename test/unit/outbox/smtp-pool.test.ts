import { expect, it, onTestFinished } from 'vitest'
import { smtpChannel } from '../../../main/outbox/channels/smtp.ts'
import type { OutgoingMessage } from '../../../shared/outbox/outgoing.ts'
import { aMailServer, smtpSetting } from '../../helpers/smtp.ts'

const aMessage = (n: number): OutgoingMessage => ({
  type: 'message',
  key: `k-${n}`,
  to: { name: null, address: `r${n}@example.com` },
  subject: 'About your order',
  text: 'Hello',
  html: '<p>Hello</p>',
})

async function aPool(most?: number) {
  const server = await aMailServer({ most })
  const channel = smtpChannel(smtpSetting(server.port), null)
  onTestFinished(async () => {
    await channel.close()
    await server.stop()
  })
  let marks = 0
  const commit = async () => {
    marks++
  }
  const send = (n: number) => channel.send(aMessage(n), commit, new AbortController().signal)
  return { server, channel, send, marks: () => marks }
}

it('one connection carries the messages of a drain', async () => {
  const { server, channel, send } = await aPool()
  expect(channel.ready?.()).toBe(false)
  for (let n = 0; n < 20; n++) expect(await send(n)).toMatchObject({ ending: 'sent' })
  expect(channel.ready?.()).toBe(true)
  expect(server.connections).toBe(1)
  expect(new Set(server.received.map(({ messageId }) => messageId)).size).toBe(20)
})

it('a connection outlives a message that was refused, and the next is not taken for its continuation', async () => {
  const { server, send } = await aPool()
  server.behave({ refuseRecipient: { code: 550, text: 'no such user' } })
  expect(await send(1)).toMatchObject({ ending: 'refused' })
  server.behave({ refuseMessage: { code: 451, text: 'greylisted' } })
  expect(await send(2)).toMatchObject({ ending: 'later' })
  server.behave({})
  expect(await send(3)).toMatchObject({ ending: 'sent' })
  expect(server.received.map(({ to }) => to)).toEqual([['r3@example.com']])
  expect(server.connections).toBe(1)
})

it.each([
  [{ refuseRecipient: { code: 550, text: '5.1.1 no such user' } }, true],
  [{ refuseRecipient: { code: 550, text: 'no such user' } }, true],
  [{ refuseMessage: { code: 550, text: '5.1.1 no such user' } }, true],
  [{ refuseRecipient: { code: 550, text: '5.7.1 blocked by policy' } }, undefined],
  [{ refuseMessage: { code: 550, text: 'looks like spam' } }, undefined],
  [{ refuseMessage: { code: 552, text: '5.3.4 too big' } }, undefined],
  [{ refuseRecipient: { code: 450, text: '4.1.1 try later' } }, undefined],
])('only an answer that the mailbox does not exist is a bounce: %j', async (behaviour, bounced) => {
  const { server, send } = await aPool()
  server.behave(behaviour)
  expect((await send(1)) as { bounced?: true }).toHaveProperty('ending', expect.stringMatching(/refused|later/))
  expect(((await send(2)) as { bounced?: true }).bounced).toBe(bounced)
})

it('a server that hung up on an idle connection is asked over a new one, and the message leaves once', async () => {
  const { server, send, marks } = await aPool()
  await send(1)
  server.hangUp()
  expect(await send(2)).toMatchObject({ ending: 'sent' })
  expect(server.received).toHaveLength(2)
  expect(marks()).toBe(2)
})

it('a connection is closed after a hundred messages', async () => {
  const { server, send } = await aPool()
  for (let n = 0; n < 101; n++) await send(n)
  expect(server.connections).toBe(2)
})

it('several recipients have a connection each', async () => {
  const { server, send } = await aPool()
  await Promise.all(Array.from({ length: 5 }, (_, n) => send(n)))
  expect(server.connections).toBe(5)
  expect(server.received).toHaveLength(5)
})

it('a server that takes few connections gets no more, and every message still leaves', async () => {
  const { server, send } = await aPool(2)
  const endings = await Promise.all(Array.from({ length: 10 }, (_, n) => send(n)))
  expect(endings.map(({ ending }) => ending)).toEqual(Array(10).fill('sent'))
  expect(server.received).toHaveLength(10)
})
