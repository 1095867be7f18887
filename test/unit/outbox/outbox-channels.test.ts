import { describe, expect, it } from 'vitest'
import { setChannel } from '../../../main/outbox/channel-commands.ts'
import { type Channel, channelsOf, type Ending, type Reconciled } from '../../../main/outbox/channels/channel.ts'
import { createDrain } from '../../../main/outbox/drain.ts'
import { listOutbox, nextWake, outboxSummary, reconcileAtStart } from '../../../main/outbox/store.ts'
import { unwrap } from '../../../shared/result.ts'
import { HOUR, MINUTE, SECOND } from '../../../shared/trigger/duration.ts'
import { anAccount, anIssue, NOON } from '../../helpers/builders.ts'
import { aCache } from '../../helpers/cache.ts'
import { decideNow } from '../../helpers/decisions.ts'
import { aClock, SENT } from '../../helpers/outreach.ts'

const DOWN: Ending = { ending: 'later', why: 'The server is away.', afterMs: null, down: true }
const UNSURE: Ending = { ending: 'unsure', why: 'Lost.' }

interface Spoken extends Channel {
  /** Keys in the order in which they were sent. */
  keys: string[]
}

/** A channel by name that answers as a test says. */
function aNamed(name: string, answer: () => Ending | Promise<Ending>, more: Partial<Channel> = {}): Spoken {
  const keys: string[] = []
  return {
    keys,
    name,
    send: async (out, beforeCommit) => {
      const ending = answer()
      const known = ending instanceof Promise ? null : ending
      if (known?.ending === 'later' && known.down) return known
      await beforeCommit()
      keys.push(out.key)
      return ending
    },
    test: async () => ({ ok: true, message: '' }),
    close: async () => {},
    ...more,
  }
}

/** An outbox of `channel:recipient` messages, drained through some channels; preflight says what `leave` holds. */
function anOutbox(messages: readonly string[], ...channels: Channel[]) {
  const cache = aCache()
  const clock = aClock()
  const { connection, read, writer } = cache
  const issue = anIssue(connection, { account: anAccount(connection) })
  connection.pragma('foreign_keys = OFF')
  for (const [n, message] of messages.entries()) {
    const [channel = '', to = ''] = message.split(':')
    const payload = {
      type: 'message',
      key: `k${n}`,
      to: { name: null, address: to },
      subject: 's',
      text: 't',
      html: 'h',
    }
    connection
      .prepare(
        `INSERT INTO outbox (key, intervention_id, issue_id, account_id, lane, channel, recipient, payload, overrides,
           state, queued_at, not_before) VALUES (?, 'i', ?, 1, ?, ?, ?, ?, '[]', 'waiting', ?, ?)`,
      )
      .run(`k${n}`, issue, to, channel, to, JSON.stringify(payload), NOON, NOON)
  }
  const preflight = { leave: 'now' as 'now' | 'later' | 'refused', why: null as string | null }
  const registry = channelsOf(...channels)
  const drain = createDrain({
    writer,
    read,
    clock,
    random: () => 0,
    channels: registry,
    recheck: (_, items) => items.map(() => ({ ...preflight, atWall: clock.wall() + HOUR, keep: () => {} })),
  })
  return {
    ...cache,
    clock,
    preflight,
    drain: (eagerness?: 'everything' | 'due') => drain(new AbortController().signal, eagerness),
    wake: () => nextWake(read, registry.keyed()),
    rows: () => listOutbox(read, { offset: 0, limit: 99 }).reverse(),
    states: () =>
      listOutbox(read, { offset: 0, limit: 99 })
        .map(({ state }) => state)
        .reverse(),
  }
}

describe('several channels', () => {
  it('a mail server that is away holds up no chat message, not even to the same person', async () => {
    const chat = aNamed('chat', () => SENT)
    const box = anOutbox(
      ['email:ada', 'chat:ada', 'email:bo', 'chat:bo'],
      aNamed('email', () => DOWN),
      chat,
    )
    expect(await box.drain()).toMatchObject({ sent: 2 })
    expect(box.states()).toEqual(['waiting', 'sent', 'waiting', 'sent'])
    expect(outboxSummary(box.read).troubles).toMatchObject([
      { channel: 'email', kind: 'away', why: 'The server is away.', waiting: 2 },
    ])
    expect(box.rows().map(({ why }) => why)).toEqual(['The server is away.', null, 'The server is away.', null])
  })

  it('a server that hangs holds up no other channel, not even what is queued meanwhile', async () => {
    let letGo = (_: Ending) => {}
    const hanging = new Promise<Ending>(resolve => {
      letGo = resolve
    })
    const hook = aNamed('hook', () => hanging)
    const email = aNamed('email', () => SENT)
    const box = anOutbox(['hook:a', 'hook:b', 'email:c'], hook, email)
    box.connection.prepare("UPDATE outbox SET not_before = ? WHERE channel = 'email'").run(NOON + MINUTE)
    const first = box.drain()
    while (hook.keys.length < 2) await new Promise(resolve => setImmediate(resolve))
    box.clock.advance(MINUTE)
    const second = box.drain('due')
    while (box.states()[2] !== 'sent') await new Promise(resolve => setImmediate(resolve))
    expect(box.states()).toEqual(['sending', 'sending', 'sent'])
    letGo(SENT)
    expect(await first).toMatchObject({ sent: 2 })
    expect(await second).toMatchObject({ sent: 1 })
    expect(hook.keys).toHaveLength(2)
  })

  it('a lost answer keeps the rest from being lost the same way: one message goes ahead later', async () => {
    let lost = true
    const people = Array.from({ length: 12 }, (_, n) => `hook:${n}`)
    const hook = aNamed('hook', () => (lost ? UNSURE : SENT), { lanes: 3 })
    const box = anOutbox(people, hook)
    const count = (state: string) => box.states().filter(each => each === state).length
    expect(await box.drain()).toMatchObject({ unsure: 3 })
    expect(count('waiting')).toBe(9)
    box.clock.advance(MINUTE)
    expect(await box.drain('due')).toMatchObject({ unsure: 1 })
    lost = false
    box.clock.advance(2 * MINUTE)
    expect(await box.drain('due')).toMatchObject({ sent: 8 })
    expect(outboxSummary(box.read).troubles).toEqual([])
    expect([count('unsure'), count('sent')]).toEqual([4, 8])
  })

  it('one that asked to be left alone is tried at once when it is another one now', async () => {
    let asks = true
    const hook = aNamed('hook', () => (asks ? { ...DOWN, afterMs: HOUR } : SENT))
    const box = anOutbox(['hook:a'], hook)
    await box.drain()
    asks = false
    expect(await box.drain()).toMatchObject({ sent: 0 })
    unwrap(await decideNow(box.writer, setChannel, { id: 'hook', values: {} }, { id: 'set' }))
    expect(await box.drain()).toMatchObject({ sent: 1 })
  })

  it('each backs off alone, and wakes alone', async () => {
    let asked = 0
    const email = aNamed('email', () => {
      asked++
      return DOWN
    })
    let chatUp = false
    const box = anOutbox(
      ['email:a', 'chat:a'],
      email,
      aNamed('chat', () => (chatUp ? SENT : DOWN)),
    )
    for (let n = 0; n < 6; n++) {
      await box.drain('due')
      box.clock.advance(2 * MINUTE)
    }
    asked = 0
    chatUp = true
    await box.drain('due')
    expect(asked).toBe(1)
    expect(box.states()).toEqual(['waiting', 'sent'])
    // Only e-mail is away now, and is left alone until its own time.
    await box.drain('due')
    expect(asked).toBe(1)
    expect(box.wake()).toBeGreaterThan(box.clock.wall())
  })

  it('a moment that a server named is respected even when a person is in a hurry', async () => {
    let answer: Ending = { ending: 'later', why: 'Too many requests.', afterMs: 30 * SECOND, down: true }
    const chat = aNamed('chat', () => answer)
    const box = anOutbox(['chat:a', 'chat:b'], chat)
    await box.drain()
    answer = SENT
    box.clock.advance(29 * SECOND)
    await box.drain()
    expect(chat.keys).toEqual([])
    expect(box.wake()).toBe(NOON + 30 * SECOND)
    box.clock.advance(SECOND)
    expect(await box.drain('due')).toMatchObject({ sent: 2 })
  })

  it('one that nobody has set up says so, and the others go on', async () => {
    const chat = aNamed('chat', () => SENT)
    const box = anOutbox(['fax:a', 'chat:a'], chat)
    expect(await box.drain()).toMatchObject({ sent: 1, later: 1 })
    expect(box.rows()[0]?.why).toMatch(/^No channel is called fax\./)
  })

  it('a payload that cannot be read is refused and stops nobody', async () => {
    const chat = aNamed('chat', () => SENT)
    const box = anOutbox(['chat:a', 'chat:b'], chat)
    box.connection.exec("UPDATE outbox SET payload = '{' WHERE id = 1")
    expect(await box.drain()).toMatchObject({ sent: 1, refused: 1 })
  })

  it('says who refused: preflight before anything left, or the provider', async () => {
    const box = anOutbox(
      ['chat:a', 'chat:b'],
      aNamed('chat', () => ({ ending: 'refused', why: 'No such person.' })),
    )
    await box.drain()
    expect(box.rows().map(({ refusedBy }) => refusedBy)).toEqual(['provider', 'provider'])
    // Retried, and now preflight says no.
    box.connection.exec("UPDATE outbox SET state = 'waiting', why = NULL WHERE id = 1")
    Object.assign(box.preflight, { leave: 'refused', why: 'A ticket is open.' })
    await box.drain()
    expect(box.rows().map(({ refusedBy }) => refusedBy)).toEqual(['preflight', 'provider'])
  })
})

describe('what may or may not have left', () => {
  it('is found out by its key where the provider can be asked, after it has had time to settle', async () => {
    const answers: Reconciled[] = [{ found: 'sent', providerId: 'p-9' }, { found: 'not_sent' }]
    const chat = aNamed('chat', () => SENT, {
      reconcile: async () => answers.shift() ?? { found: 'unknown' },
      settles: MINUTE,
    })
    const box = anOutbox(['chat:a', 'chat:b'], chat)
    box.connection.exec(`UPDATE outbox SET state = 'sending', attempts = 1;
      INSERT INTO attempt (outbox_id, n, started_at) SELECT id, 1, ${NOON} FROM outbox`)
    await reconcileAtStart({ writer: box.writer, now: NOON })
    expect(box.states()).toEqual(['unsure', 'unsure'])
    await box.drain()
    expect([answers.length, box.wake()]).toEqual([2, NOON + MINUTE])
    box.clock.advance(MINUTE)
    expect(await box.drain()).toMatchObject({ sent: 1 })
    expect(box.states()).toEqual(['sent', 'sent'])
    expect(box.rows()[0]).toMatchObject({ providerId: 'p-9', why: null })
    // The first had arrived; only the other left again.
    expect(chat.keys).toEqual(['k1'])
  })

  it('is repeated under its key while the provider promises to deliver it once, and no longer', async () => {
    const chat = aNamed('chat', () => UNSURE, { repeatableFor: 2 * HOUR })
    const box = anOutbox(['chat:a'], chat)
    await box.drain()
    box.clock.advance(MINUTE)
    await box.drain()
    expect(chat.keys).toEqual(['k0', 'k0'])
    box.clock.advance(2 * HOUR)
    await box.drain()
    expect(chat.keys).toEqual(['k0', 'k0'])
    expect(box.rows()[0]).toMatchObject({
      state: 'unsure',
      why: expect.stringContaining('may or may not have been sent'),
    })
    // From here on it waits for a person, and wakes nobody.
    expect(box.wake()).toBeNull()
  })

  it('is not repeated when preflight would not let it leave any more', async () => {
    const chat = aNamed('chat', () => UNSURE, { repeatableFor: 2 * HOUR })
    const box = anOutbox(['chat:a'], chat)
    await box.drain()
    Object.assign(box.preflight, { leave: 'refused', why: 'A ticket is open.' })
    box.clock.advance(MINUTE)
    await box.drain()
    expect(chat.keys).toEqual(['k0'])
    expect(box.rows()[0]).toMatchObject({
      state: 'unsure',
      why: 'The message may have left. Forestall did not repeat it: A ticket is open.',
    })
    expect(box.wake()).toBeNull()
  })

  it('stays unsure while its repetition is put off, so that it is never sent after the promise has ended', async () => {
    const answers: Ending[] = [UNSURE, { ending: 'later', why: 'Busy.', afterMs: 3 * HOUR }]
    const chat = aNamed('chat', () => answers.shift() ?? SENT, { repeatableFor: 2 * HOUR })
    const box = anOutbox(['chat:a'], chat)
    await box.drain()
    box.clock.advance(MINUTE)
    await box.drain()
    expect(box.states()).toEqual(['unsure'])
    box.clock.advance(4 * HOUR)
    await box.drain()
    expect(chat.keys).toEqual(['k0', 'k0'])
    expect(box.states()).toEqual(['unsure'])
  })

  it('is shown to a person on a channel that knows no keys, and wakes nobody', async () => {
    const email = aNamed('email', () => UNSURE)
    const box = anOutbox(['email:a'], email)
    await box.drain()
    box.clock.advance(HOUR)
    await box.drain()
    expect(email.keys).toEqual(['k0'])
    expect(box.wake()).toBeNull()
  })
})

it('on a clock that stands still a message says that its hour will not come', () => {
  const box = anOutbox(['email:a'])
  box.connection.exec("UPDATE outbox SET why = 'Quiet until 08:00 in Lisbon.'")
  const page = { offset: 0, limit: 9 }
  expect(listOutbox(box.read, page, true)[0]?.why).toBe(
    'Quiet until 08:00 in Lisbon. This workspace’s clock does not move, so the message waits until somebody moves it.',
  )
  expect(listOutbox(box.read, page)[0]?.why).toBe('Quiet until 08:00 in Lisbon.')
})
