import { describe, expect, it, onTestFinished } from 'vitest'
import { smtpChannel } from '../../main/outbox/channels/smtp.ts'
import { settle } from '../../main/outbox/commands.ts'
import { listOutbox, nextWake, outboxSummary } from '../../main/outbox/store.ts'
import { unwrap } from '../../shared/result.ts'
import { MINUTE } from '../../shared/trigger/duration.ts'
import { aPlaybook, aReachableIssue, aTrigger, aWorkspace, NOON } from '../helpers/builders.ts'
import { aCache, type TestCache } from '../helpers/cache.ts'
import { startChild } from '../helpers/child.ts'
import { decideNow } from '../helpers/decisions.ts'
import { aClock, aDrain, started } from '../helpers/outreach.ts'
import { aMailServer, type MailServer, smtpSetting } from '../helpers/smtp.ts'

const outbox = (cache: TestCache) => listOutbox(cache.read, { offset: 0, limit: 200 })

/** A workspace with one queued message, and a server that is up. */
async function aQueuedMessage(): Promise<{ cache: TestCache; server: MailServer; key: string }> {
  const server = await aMailServer()
  onTestFinished(() => server.stop())
  const cache = aCache()
  aWorkspace(cache.connection)
  aPlaybook(cache.connection)
  aTrigger(cache.connection)
  await started(cache, aReachableIssue(cache.connection).issue)
  return { cache, server, key: outbox(cache)[0]?.key ?? '' }
}

const drainChild = (cache: TestCache, server: MailServer, stopAt = '') =>
  startChild('drain-child', [cache.dir, String(server.port), stopAt])

/** Runs the child to its end; what it says it did. */
async function drained(cache: TestCache, server: MailServer): Promise<unknown> {
  return JSON.parse((await drainChild(cache, server).line()) ?? 'null')
}

describe('killing the process that sends', () => {
  it('between queueing and sending: the message leaves once after the restart', async () => {
    const { cache, server, key } = await aQueuedMessage()
    const child = drainChild(cache, server, 'queued')
    expect(await child.line()).toBe('queued')
    await child.kill()
    expect(outbox(cache)).toMatchObject([{ state: 'waiting', attempts: 0 }])
    expect(await drained(cache, server)).toMatchObject({ sent: 1 })
    expect(await drained(cache, server)).toMatchObject({ sent: 0 })
    expect(server.received.map(({ messageId }) => messageId)).toEqual([`<${key}@example.org>`])
  })

  it('after the mark, before a byte left: nobody can know, so it is unsure and not sent again blindly', async () => {
    const { cache, server, key } = await aQueuedMessage()
    const child = drainChild(cache, server, 'marked')
    expect(await child.line()).toBe('marked')
    await child.kill()
    expect(outbox(cache)).toMatchObject([{ state: 'sending', attempts: 1 }])
    expect(await drained(cache, server)).toEqual({ sent: 0, later: 0, refused: 0, unsure: 0 })
    expect(server.received).toEqual([])
    expect(outbox(cache)).toMatchObject([
      { state: 'unsure', why: expect.stringContaining('may or may not have been sent') },
    ])
    // A person looks at the recipient's mailbox and lets it go.
    unwrap(await decideNow(cache.writer, settle, { id: 1, as: 'send_again', wallNow: NOON }, { id: 's-1' }))
    expect(await drained(cache, server)).toMatchObject({ sent: 1 })
    expect(server.received.map(({ messageId }) => messageId)).toEqual([`<${key}@example.org>`])
  })

  it('while the server holds the message: it arrived, is shown as unsure, and does not arrive twice', async () => {
    const { cache, server } = await aQueuedMessage()
    let arrived: () => void = () => {}
    const inHand = new Promise<void>(resolve => {
      arrived = resolve
    })
    server.behave({
      hold: () => {
        arrived()
        return new Promise(() => {})
      },
    })
    const child = drainChild(cache, server)
    await inHand
    await child.kill()
    server.behave({})
    expect(await drained(cache, server)).toEqual({ sent: 0, later: 0, refused: 0, unsure: 0 })
    expect(outbox(cache)).toMatchObject([{ state: 'unsure' }])
    expect(cache.connection.prepare('SELECT n, ending FROM attempt').all()).toEqual([{ n: 1, ending: 'unsure' }])
    unwrap(await decideNow(cache.writer, settle, { id: 1, as: 'sent', wallNow: NOON }, { id: 's-1' }))
    expect(await drained(cache, server)).toMatchObject({ sent: 0 })
    expect(server.received).toHaveLength(1)
  })

  it('at any moment of a run over many messages: none is lost, none arrives twice', async () => {
    const { cache, server } = await aQueuedMessage()
    const total = 64
    for (let n = 1; n < total; n++) await started(cache, aReachableIssue(cache.connection).issue)
    for (let round = 1; round <= 4; round++) {
      const before = server.received.length
      let arrived: () => void = () => {}
      const enough = new Promise<void>(resolve => {
        arrived = resolve
      })
      server.behave({
        hold: async () => {
          if (server.received.length >= before + round) arrived()
        },
      })
      const child = drainChild(cache, server)
      await enough
      await child.kill()
    }
    server.behave({})
    await drained(cache, server)
    const states = outbox(cache).map(({ state }) => state)
    expect(states.every(state => state === 'sent' || state === 'unsure')).toBe(true)
    const arrived = server.received.map(({ messageId }) => messageId)
    expect(new Set(arrived).size).toBe(arrived.length)
    const known = outbox(cache).filter(({ state }) => state === 'sent')
    expect(known.every(({ key }) => arrived.includes(`<${key}@example.org>`))).toBe(true)
    expect(outbox(cache)).toHaveLength(total)
  })
})

describe('a mail server that is down', () => {
  it('messages wait, say why and since when, and leave in order when it is back', async () => {
    const { cache, server } = await aQueuedMessage()
    const clock = aClock()
    const drain = aDrain(cache, smtpChannel(smtpSetting(server.port), null), clock)
    await server.stop()
    expect(await drain()).toMatchObject({ sent: 0, later: 1 })
    clock.advance(30 * MINUTE)
    expect(await drain()).toMatchObject({ sent: 0, later: 1 })
    const why = `The mail server at 127.0.0.1:${server.port} does not answer: nothing listens at this host and port.`
    expect(outboxSummary(cache.read)).toMatchObject({
      counts: { waiting: 1 },
      oldestWaitingAt: NOON,
      trouble: { since: NOON, why },
    })
    expect(outbox(cache)[0]).toMatchObject({ why, awaySince: NOON })
    await server.start()
    clock.advance(MINUTE)
    expect(nextWake(cache.read)).toBeLessThanOrEqual(clock.wall())
    expect(await drain()).toMatchObject({ sent: 1 })
    expect(outboxSummary(cache.read)).toMatchObject({ counts: { waiting: 0, sent: 1 }, trouble: null })
    expect(server.received).toHaveLength(1)
  })

  it('a connection lost after the whole message is unsure, and stays so', async () => {
    const { cache, server } = await aQueuedMessage()
    server.behave({ drop: 'after' })
    const drain = aDrain(cache, smtpChannel(smtpSetting(server.port), null), aClock())
    expect(await drain()).toMatchObject({ unsure: 1 })
    server.behave({})
    expect(await drain()).toMatchObject({ sent: 0 })
    expect(server.received).toHaveLength(1)
  })
})
