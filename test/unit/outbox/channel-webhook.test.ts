import { createHmac } from 'node:crypto'
import { describe, expect, it, onTestFinished } from 'vitest'
import { signatureOf, webhookChannel } from '../../../main/outbox/channels/webhook.ts'
import { HOUR } from '../../../shared/trigger/duration.ts'
import { aNastyMessage, delivered } from '../../helpers/api-channel.ts'
import { NOON } from '../../helpers/builders.ts'
import { type Answering, aLoopbackServer, json } from '../../helpers/loopback.ts'

const SECRET = `whsec_${Buffer.from('a secret of twenty-four b').toString('base64')}`

async function aReceiver(answer: Answering = (_ask, res) => json(res, {}), remembersHours = 0) {
  const server = await aLoopbackServer(answer)
  const channel = webhookChannel({
    setting: { url: `${server.url}/hook`, remembersHours },
    secret: SECRET,
    allowedHosts: [server.host],
    wall: () => NOON + 1_234,
  })
  onTestFinished(async () => {
    await channel.close()
    await server.stop()
  })
  return { server, channel }
}

/** What a receiver does (https://www.standardwebhooks.com), written without our own code. */
function accepted({ headers, body }: { headers: Record<string, unknown>; body: string }): boolean {
  const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`
  const key = Buffer.from('a secret of twenty-four b')
  return headers['webhook-signature'] === `v1,${createHmac('sha256', key).update(signed).digest('base64')}`
}

describe('the webhook', () => {
  it('posts the message, signed over id, time and body', async () => {
    const { server, channel } = await aReceiver()
    const message = aNastyMessage()
    expect(await delivered(channel, message)).toEqual({ ending: { ending: 'sent', providerId: null }, marked: 1 })
    const ask = server.asked[0] ?? { headers: {}, body: '' }
    expect(accepted(ask)).toBe(true)
    expect(ask.headers).toMatchObject({
      'webhook-id': 'k-1',
      'webhook-timestamp': String(Math.floor(NOON / 1_000) + 1),
    })
    const { type: _type, ...data } = message
    expect(JSON.parse(ask.body)).toEqual({ type: 'message.created', timestamp: '2024-07-03T12:00:01.000Z', data })
  })

  it('cannot be changed or sent again at another time without its signature falling', async () => {
    const { server, channel } = await aReceiver()
    await delivered(channel, aNastyMessage())
    const ask: Parameters<typeof accepted>[0] = server.asked[0] ?? { headers: {}, body: '' }
    expect(accepted({ ...ask, body: `${ask.body} ` })).toBe(false)
    for (const name of ['webhook-id', 'webhook-timestamp'])
      expect(accepted({ ...ask, headers: { ...ask.headers, [name]: `${ask.headers[name]}0` } })).toBe(false)
  })

  it('signs as the specification’s own example does', () => {
    const signature = signatureOf(
      'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
      'msg_p5jXN8AQM9LWM0D4loKWxJek',
      1614265330,
      '{"test": 2432232314}',
    )
    expect(signature).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=')
  })

  it('repeats nothing unless its receiver promised to take an id once', async () => {
    expect((await aReceiver()).channel.repeatableFor).toBe(0)
    expect((await aReceiver(undefined, 24)).channel.repeatableFor).toBe(24 * HOUR)
  })

  it('is unsure when the answer is lost', async () => {
    const { channel } = await aReceiver((_ask, _res, socket) => socket.destroy())
    expect((await delivered(channel, aNastyMessage())).ending).toMatchObject({ ending: 'unsure' })
  })

  it('answers a test without a message', async () => {
    const { server, channel } = await aReceiver()
    expect(await channel.test()).toEqual({ ok: true, message: 'The webhook answers.' })
    expect(JSON.parse(server.asked[0]?.body ?? '')).toMatchObject({ type: 'test', data: {} })
  })
})
