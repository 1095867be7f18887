import { describe, expect, it } from 'vitest'
import { recallMessage } from '../../../main/intervention/commands.ts'
import { listSuppressions } from '../../../main/intervention/guard/consent.ts'
import { guardrailsOf } from '../../../main/intervention/guard/settings.ts'
import { stopRun } from '../../../main/intervention/run/run-commands.ts'
import { backoff, CHANNEL_PACE, MESSAGE_PACE } from '../../../main/outbox/backoff.ts'
import type { Ending } from '../../../main/outbox/channels/channel.ts'
import { pause, retry, settle } from '../../../main/outbox/commands.ts'
import {
  dueLanes,
  laneHeads,
  listOutbox,
  nextWake,
  outboxSummary,
  reconcileAtStart,
} from '../../../main/outbox/store.ts'
import { unwrap } from '../../../shared/result.ts'
import { DAY, HOUR, MINUTE, SECOND } from '../../../shared/trigger/duration.ts'
import { CHECKS } from '../../../shared/vocabulary.ts'
import { aBigCache, expectThrough } from '../../helpers/big-cache.ts'
import { aReachableIssue, aTicket, aWorkspace, NOON } from '../../helpers/builders.ts'
import { decideNow } from '../../helpers/decisions.ts'
import { aChannel, aClock, aDrain, SENT, started } from '../../helpers/outreach.ts'
import { planOf } from '../../helpers/plans.ts'
import { aReadyCache } from '../../helpers/ready-cache.ts'

function anOutbox(guardrails = {}) {
  const cache = aReadyCache({ frequencyCap: { messages: 99, days: 7 }, ...guardrails })
  const clock = aClock()
  const queue = async (email?: string) => {
    const made = aReachableIssue(cache.connection, { contact: email === undefined ? {} : { email } })
    return { ...made, ...(await started(cache, made.issue, { at: clock.now() })) }
  }
  const states = () => listOutbox(cache.read, { offset: 0, limit: 100 }).map(({ state }) => state)
  return { ...cache, db: cache.connection, clock, queue, states }
}
const DOWN: Ending = { ending: 'later', why: 'The server is away.', afterMs: null, down: true }

describe('draining', () => {
  it('sends what waits, once, and says when it left', async () => {
    const box = anOutbox()
    await box.queue()
    const channel = aChannel(() => SENT)
    const drain = aDrain(box, channel, box.clock)
    expect(await drain()).toEqual({ sent: 1, later: 0, refused: 0, unsure: 0 })
    expect(await drain()).toEqual({ sent: 0, later: 0, refused: 0, unsure: 0 })
    expect(channel.left).toHaveLength(1)
    const item = listOutbox(box.read, { offset: 0, limit: 1 })[0]
    expect(item).toMatchObject({ state: 'sent', sentAt: NOON, providerId: 'p-1', attempts: 1, why: null })
    expect(box.db.prepare('SELECT ending, started_at FROM attempt').all()).toEqual([
      { ending: 'sent', started_at: NOON },
    ])
  })

  it('two drains at once are one', async () => {
    const box = anOutbox()
    await box.queue()
    const channel = aChannel(() => SENT)
    const drain = aDrain(box, channel, box.clock)
    await Promise.all([drain(), drain()])
    expect(channel.left).toHaveLength(1)
  })

  it('marks a message as leaving, on disk, before the channel may deliver it', async () => {
    const box = anOutbox()
    await box.queue()
    const seen: string[] = []
    const channel = aChannel(() => SENT)
    const send = channel.send
    channel.send = (message, beforeCommit, signal) => {
      seen.push(...box.states())
      return send(
        message,
        async () => {
          await beforeCommit()
          seen.push(...box.states())
        },
        signal,
      )
    }
    await aDrain(box, channel, box.clock)()
    expect(seen).toEqual(['waiting', 'sending'])
  })

  it('what waits behind another message says behind which', async () => {
    const box = anOutbox()
    await box.queue('one@example.com')
    await box.queue('one@example.com')
    await box.queue('two@example.com')
    const whys = () => listOutbox(box.read, { offset: 0, limit: 9 }).map(({ why }) => why)
    const subject = listOutbox(box.read, { offset: 0, limit: 9 })[2]?.subject
    expect(whys()).toEqual([null, `Waits behind “${subject}” to the same person.`, null])
    box.db.prepare("UPDATE outbox SET state = 'unsure', why = 'Cut off.' WHERE id = 1").run()
    expect(whys()[1]).toBe(`Waits behind “${subject}” to the same person, which may or may not have arrived.`)
  })

  it('a message of a run that was stopped does not leave, even when it is tried again', async () => {
    const box = anOutbox()
    const { interventionId } = await box.queue()
    box.db.prepare("UPDATE outbox SET state = 'refused'").run()
    unwrap(await decideNow(box.writer, stopRun, { interventionId, reason: 'customer called' }, { id: 'stop' }))
    unwrap(await decideNow(box.writer, retry, { id: 1, wallNow: NOON }, { id: 'again' }))
    const channel = aChannel(() => SENT)
    expect(await aDrain(box, channel, box.clock)()).toMatchObject({ sent: 0, refused: 1 })
    expect(listOutbox(box.read, { offset: 0, limit: 1 })[0]?.why).toBe(
      'The playbook run was stopped. Stopped by maya: customer called',
    )
  })

  it('a message that waits holds up its own lane only', async () => {
    const box = anOutbox()
    await box.queue('slow@example.com')
    await box.queue('slow@example.com')
    await box.queue('fast@example.com')
    const channel = aChannel(({ to }) =>
      to.address === 'slow@example.com' ? { ending: 'later', why: 'Busy.', afterMs: null } : SENT,
    )
    expect(await aDrain(box, channel, box.clock)()).toMatchObject({ sent: 1, later: 1 })
    expect(box.states()).toEqual(['sent', 'waiting', 'waiting'])
    expect(box.read.get(laneHeads('email', ['slow@example.com']))).toMatchObject({
      id: 1,
      notBefore: NOON + MINUTE / 2,
    })
  })

  it('a refused message makes room for the next one in its lane', async () => {
    const box = anOutbox()
    await box.queue('a@example.com')
    await box.queue('a@example.com')
    let n = 0
    const channel = aChannel(() => (n++ === 0 ? { ending: 'refused', why: 'No such mailbox.' } : SENT))
    expect(await aDrain(box, channel, box.clock)()).toMatchObject({ refused: 1, sent: 1 })
    expect(box.states()).toEqual(['sent', 'refused'])
  })

  it('an address that does not exist is not written to again, in the server’s words', async () => {
    const box = anOutbox()
    await box.queue('a@example.com')
    await box.queue('a@example.com')
    const channel = aChannel(() => ({ ending: 'refused', why: '550 5.1.1 no such user.', bounced: true }))
    expect(await aDrain(box, channel, box.clock)()).toMatchObject({ refused: 2 })
    expect(channel.left).toEqual([])
    expect(listSuppressions(box.read, 0, 10)).toMatchObject([
      { address: 'a@example.com', reason: 'bounced: 550 5.1.1 no such user' },
    ])
    const whys = box.connection.prepare('SELECT why FROM outbox ORDER BY id').pluck().all()
    expect(whys[1]).toContain('bounced: 550 5.1.1 no such user')
  })

  it('an unsure message holds its lane until a person says what became of it', async () => {
    const box = anOutbox()
    await box.queue('a@example.com')
    await box.queue('a@example.com')
    let n = 0
    const channel = aChannel(() => (n++ === 0 ? { ending: 'unsure', why: 'Lost.' } : SENT))
    const drain = aDrain(box, channel, box.clock)
    expect(await drain()).toMatchObject({ unsure: 1, sent: 0 })
    expect(await drain()).toMatchObject({ unsure: 0, sent: 0 })
    const settled = { id: 1, as: 'send_again' as const, wallNow: NOON }
    unwrap(await decideNow(box.writer, settle, settled, { id: 's-1' }))
    expect(await drain()).toMatchObject({ sent: 2 })
    expect(channel.left.map(({ key }) => key)).toHaveLength(2)
  })

  it.each(['taken back', 'stopped with its run'])('a message %s while the channel connects stays so', async how => {
    const box = anOutbox()
    const { interventionId, outboxId } = await box.queue()
    let tried = 0
    const channel = aChannel(async () => {
      if (tried++ > 0) return SENT
      const back =
        how === 'taken back'
          ? decideNow(box.writer, recallMessage, { id: outboxId ?? 0 }, { id: 'back' })
          : decideNow(box.writer, stopRun, { interventionId, reason: '' }, { id: 'back' })
      unwrap(await back)
      return DOWN
    })
    const drain = aDrain(box, channel, box.clock)
    await drain()
    expect(box.states()).toEqual(['cancelled'])
    box.clock.advance(HOUR)
    await drain()
    expect(channel.left).toHaveLength(0)
  })

  it('a channel that breaks after the mark leaves the message unsure, never waiting', async () => {
    const box = anOutbox()
    await box.queue()
    const channel = aChannel(() => SENT)
    channel.send = async (_message, beforeCommit) => {
      await beforeCommit()
      throw new Error('a bug of ours')
    }
    await expect(aDrain(box, channel, box.clock)()).rejects.toThrow('a bug of ours')
    expect(box.states()).toEqual(['unsure'])
  })

  it('an ending that the disk would not take is written before anything else is sent', async () => {
    const box = anOutbox()
    await box.queue('a@example.com')
    const channel = aChannel(() => SENT)
    const drain = aDrain(box, channel, box.clock)
    box.db.exec(
      "CREATE TEMP TRIGGER full BEFORE UPDATE ON main.outbox WHEN new.state = 'sent' BEGIN SELECT raise(ABORT, 'full'); END",
    )
    await expect(drain()).rejects.toThrow()
    expect(box.states()).toEqual(['sending'])
    box.db.exec('DROP TRIGGER full')
    await drain()
    expect(box.states()).toEqual(['sent'])
    expect(channel.left).toHaveLength(1)
  })
})

describe('a channel that is away', () => {
  it('is asked by one message, and everything that waits says why and since when', async () => {
    const box = anOutbox()
    for (const name of ['a', 'b', 'c']) await box.queue(`${name}@example.com`)
    let asked = 0
    let up = false
    const channel = aChannel(() => {
      asked++
      return up ? SENT : DOWN
    })
    const drain = aDrain(box, channel, box.clock)
    await drain()
    box.clock.advance(5 * MINUTE)
    asked = 0
    expect(await drain()).toMatchObject({ later: 1 })
    expect(asked).toBe(1)
    expect(outboxSummary(box.read)).toMatchObject({
      counts: { waiting: 3, sent: 0 },
      oldestWaitingAt: NOON,
      trouble: { since: NOON, why: 'The server is away.' },
    })
    const rows = listOutbox(box.read, { offset: 0, limit: 9 })
    expect(rows.map(({ why, awaySince }) => [why, awaySince])).toEqual(rows.map(() => ['The server is away.', NOON]))
    expect(nextWake(box.read)).toBeGreaterThan(box.clock.wall())
    up = true
    expect(await drain()).toMatchObject({ sent: 3 })
    expect(outboxSummary(box.read).trouble).toBeNull()
    expect(nextWake(box.read)).toBeNull()
  })

  it('without a mail server messages wait and say so', async () => {
    const box = anOutbox()
    await box.queue()
    expect(await aDrain(box, null, box.clock)()).toMatchObject({ later: 1 })
    expect(outboxSummary(box.read).troubles).toMatchObject([
      { kind: 'not_ready', why: expect.stringContaining('No mail server is set yet'), waiting: 1 },
    ])
    expect(box.states()).toEqual(['waiting'])
  })

  it('a server that puts one message off for days is given up', async () => {
    const box = anOutbox()
    await box.queue()
    const drain = aDrain(
      box,
      aChannel(() => ({ ending: 'later', why: 'Greylisted.', afterMs: null })),
      box.clock,
    )
    await drain()
    expect(box.states()).toEqual(['waiting'])
    box.clock.advance(6 * DAY)
    await drain()
    expect(listOutbox(box.read, { offset: 0, limit: 1 })[0]).toMatchObject({
      state: 'refused',
      why: 'Given up after 2 attempts. Greylisted.',
    })
  })
})

describe('preflight before a message leaves', () => {
  it('refuses when the condition cleared while it waited', async () => {
    const box = anOutbox()
    const { issue } = await box.queue()
    box.clock.advance(DAY)
    box.db.prepare('UPDATE signal SET cleared_at = ? WHERE issue_id = ?').run(NOON + HOUR, issue)
    const channel = aChannel(() => SENT)
    expect(await aDrain(box, channel, box.clock)()).toMatchObject({ refused: 1, sent: 0 })
    const item = listOutbox(box.read, { offset: 0, limit: 1 })[0]
    expect(item?.why).toBe('Refused while waiting: The condition cleared on 3 Jul.')
    expect(box.db.prepare("SELECT json_array_length(answers) FROM verdict WHERE stage = 'send'").pluck().get()).toBe(
      CHECKS.length,
    )
  })

  it('refuses when the customer has opened a ticket in the very moment of connecting', async () => {
    const box = anOutbox()
    const { account } = await box.queue()
    const channel = aChannel(() => {
      aTicket(box.db, account, NOON)
      return SENT
    })
    expect(await aDrain(box, channel, box.clock)()).toMatchObject({ refused: 1, sent: 0 })
    expect(channel.left).toEqual([])
  })

  it('waits through quiet hours that began while it waited', async () => {
    const box = anOutbox({ quietHours: { from: 20, to: 8 } })
    await box.queue()
    box.clock.advance(9 * HOUR)
    const drain = aDrain(
      box,
      aChannel(() => SENT),
      box.clock,
    )
    expect(await drain()).toMatchObject({ later: 1 })
    expect(nextWake(box.read)).toBe(Date.UTC(2024, 6, 4, 8))
    box.clock.advance(11 * HOUR)
    expect(await drain()).toMatchObject({ sent: 1 })
  })

  it('two messages at the cap do not wait for each other', async () => {
    const box = anOutbox()
    await box.queue('a@example.com')
    await box.queue('a@example.com')
    aWorkspace(box.db, { frequencyCap: { messages: 1, days: 7 } })
    expect(guardrailsOf(box.read).frequencyCap.messages).toBe(1)
    expect(
      await aDrain(
        box,
        aChannel(() => SENT),
        box.clock,
      )(),
    ).toMatchObject({ sent: 1, later: 1 })
  })

  it('stays as a person left it who took it back while the channel connected', async () => {
    const box = anOutbox()
    const { outboxId } = await box.queue()
    const channel = aChannel(async () => {
      unwrap(await decideNow(box.writer, recallMessage, { id: outboxId ?? 0 }, { id: 'r-1' }))
      return SENT
    })
    // Nothing refused it, and the ledger keeps the person's word.
    expect(await aDrain(box, channel, box.clock)()).toEqual({ sent: 0, later: 0, refused: 0, unsure: 0 })
    expect(channel.left).toEqual([])
    expect(box.states()).toEqual(['cancelled'])
    expect(box.db.prepare('SELECT ended, stage FROM unsent').all()).toEqual([{ ended: 'recalled', stage: 'wait' }])
  })
})

describe('decisions about the outbox', () => {
  it('pausing holds everything', async () => {
    const box = anOutbox()
    await box.queue()
    const drain = aDrain(
      box,
      aChannel(() => SENT),
      box.clock,
    )
    await decideNow(box.writer, pause, { paused: true }, { id: 'p-1' })
    expect(await drain()).toMatchObject({ sent: 0 })
    expect(outboxSummary(box.read).paused).toBe(true)
    await decideNow(box.writer, pause, { paused: false }, { id: 'p-2' })
    expect(await drain()).toMatchObject({ sent: 1 })
  })

  it('a crash turns what was in flight into unsure, and only a person decides', async () => {
    const box = anOutbox()
    for (const name of ['a', 'b', 'c']) await box.queue(`${name}@example.com`)
    box.db.exec("UPDATE outbox SET state = 'sending'")
    await reconcileAtStart({ writer: box.writer, now: NOON })
    expect(box.states()).toEqual(['unsure', 'unsure', 'unsure'])
    const as = ['sent', 'send_again', 'cancel'] as const
    for (const [n, what] of as.entries())
      unwrap(
        await decideNow(box.writer, settle, { id: n + 1, as: what, wallNow: NOON }, { id: `s-${n}`, at: NOON + 5 }),
      )
    expect(box.states()).toEqual(['cancelled', 'waiting', 'sent'])
    expect(listOutbox(box.read, { state: 'sent', offset: 0, limit: 9 })[0]?.sentAt).toBe(NOON + 5)
  })

  it('only a refused message can be retried, only an unsure one settled', async () => {
    const box = anOutbox()
    await box.queue()
    const tried = await decideNow(box.writer, retry, { id: 1, wallNow: NOON }, { id: 'r-1' })
    expect(!tried.ok && tried.error.why).toBe('The message is waiting, not refused.')
    expect((await decideNow(box.writer, settle, { id: 1, as: 'sent', wallNow: NOON }, { id: 'r-2' })).ok).toBe(false)
    box.db.exec("UPDATE outbox SET state = 'refused'")
    unwrap(await decideNow(box.writer, retry, { id: 1, wallNow: NOON + 1 }, { id: 'r-3' }))
    expect(box.states()).toEqual(['waiting'])
  })
})

describe('back-off', () => {
  it('doubles up to its limit, with half of it by chance, and never below the hint', () => {
    expect([1, 2, 3, 99].map(n => backoff(n, CHANNEL_PACE, 0))).toEqual([SECOND, 2 * SECOND, 4 * SECOND, 30 * SECOND])
    expect(backoff(1, CHANNEL_PACE, 0.999)).toBeLessThanOrEqual(2 * SECOND)
    expect(backoff(99, MESSAGE_PACE, 1)).toBe(HOUR)
    expect(backoff(1, MESSAGE_PACE, 0, 2 * HOUR)).toBe(2 * HOUR)
  })
})

it('lanes are found through their index', () => {
  expectThrough(dueLanes(NOON), 'outbox_waiting')
  // Each head is then looked up by its id, not searched for among all that waits.
  for (const db of Object.values(aBigCache()))
    expect(planOf(db, dueLanes(NOON).sql)).toContain('SEARCH o USING INTEGER PRIMARY KEY (rowid=?)')
  expectThrough(laneHeads('email', ['a']), 'outbox_waiting (lane=?)')
})
