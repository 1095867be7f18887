import { describe, expect, it } from 'vitest'
import { commandsByName } from '../../../main/cache/journal.ts'
import { moveRuns } from '../../../main/engine/acting/running.ts'
import { createDecisions } from '../../../main/engine/open/decisions.ts'
import { interventionCommands, recallMessage, startIntervention } from '../../../main/intervention/commands.ts'
import { acceptUnsent } from '../../../main/intervention/guard/unsent/accept.ts'
import { countUnsent, listUnsent } from '../../../main/intervention/guard/unsent/unsent.ts'
import { retry, settle } from '../../../main/outbox/commands.ts'
import { unwrap } from '../../../shared/result.ts'
import { DAY } from '../../../shared/trigger/duration.ts'
import { aReachableIssue, aTicket, NOON } from '../../helpers/builders.ts'
import { decideNow } from '../../helpers/decisions.ts'
import { aChannel, aClock, aDrain, SENT, started } from '../../helpers/outreach.ts'
import { aReadyCache } from '../../helpers/ready-cache.ts'

function aShop(guardrails = {}) {
  const cache = aReadyCache(guardrails)
  let n = 0
  const next = () => ({ id: `d-${++n}`, actor: 'maya', device: 'test', at: NOON })
  const decisions = createDecisions(cache.writer, commandsByName(interventionCommands), next)
  const unsent = (filter = {}) => listUnsent(cache.read, { offset: 0, limit: 99, ...filter })
  return { ...cache, decisions, unsent }
}

const args = (issueId: number) => ({
  issueId,
  playbookId: 'usage-check-in',
  overrides: [],
  wallNow: NOON,
  undoMs: 0,
})

describe('the ledger of what did not leave', () => {
  it('answers for a start that preflight refused, although nothing else is left of it', async () => {
    const shop = aShop()
    const { issue, account } = aReachableIssue(shop.connection, { contact: { email: 'ada@example.com' } })
    aTicket(shop.connection, account, NOON - 10 * DAY)
    expect(await shop.decisions.decide(startIntervention, args(issue))).toMatchObject({ ok: false })
    expect(shop.unsent()).toMatchObject([
      {
        stage: 'compose',
        ended: 'refused',
        interventionId: null,
        accountId: account,
        recipient: 'ada@example.com',
        actor: 'maya',
        because: [{ check: 'open_ticket', fact: expect.stringContaining('answer in the ticket') }],
      },
    ])
    expect(shop.connection.prepare('SELECT count(*) AS n FROM journal').get()).toEqual({ n: 0 })
  })

  it('lists no more what was accepted as gone, until that is undone', async () => {
    const shop = aShop({ holdout: 1 })
    await started(shop, aReachableIssue(shop.connection).issue)
    const accept = (upTo: number, check?: 'consent' | 'arm') =>
      shop.decisions.decide(acceptUnsent, { upTo, ...(check ? { check } : {}) })
    expect(await accept(NOON - DAY)).toMatchObject({ ok: false })
    expect(await accept(NOON, 'consent')).toMatchObject({ ok: false })
    const accepted = unwrap(await accept(NOON, 'arm'))
    expect(accepted.value).toEqual({ accepted: 1 })
    expect(shop.unsent()).toEqual([])
    expect(countUnsent(shop.read, {})).toMatchObject({ total: 0, checks: [] })
    unwrap(await shop.decisions.undo(accepted.journalId))
    expect(shop.unsent()).toHaveLength(1)
  })

  it('says who was held out', async () => {
    const shop = aShop({ holdout: 1 })
    await started(shop, aReachableIssue(shop.connection).issue)
    expect(shop.unsent()).toMatchObject([{ ended: 'held_out', because: [{ check: 'arm' }] }])
  })

  it('says what was taken back by a person', async () => {
    const shop = aShop()
    const { outboxId } = await started(shop, aReachableIssue(shop.connection).issue)
    unwrap(await decideNow(shop.writer, recallMessage, { id: outboxId ?? 0 }, { id: 'back' }))
    expect(shop.unsent()).toMatchObject([{ ended: 'recalled', stage: 'wait', because: [{ fact: 'Recalled.' }] }])
  })

  it('says what preflight stopped at the door, until it is put back in line and leaves', async () => {
    const shop = aShop()
    const { issue, account } = aReachableIssue(shop.connection)
    const { outboxId } = await started(shop, issue)
    const ticket = aTicket(shop.connection, account, NOON - 10 * DAY)
    const drain = aDrain(
      shop,
      aChannel(() => SENT),
      aClock(NOON),
    )
    await drain()
    expect(shop.unsent()).toMatchObject([{ stage: 'send', ended: 'refused', because: [{ check: 'open_ticket' }] }])
    shop.connection.prepare('UPDATE object SET closed_at = ? WHERE id = ?').run(NOON - 9 * DAY, ticket)
    unwrap(await decideNow(shop.writer, retry, { id: outboxId ?? 0, wallNow: NOON }, { id: 'again' }))
    await drain()
    expect(shop.unsent()).toEqual([])
    expect(countUnsent(shop.read, {}).total).toBe(0)
  })

  it('says what the mail server turned down, once the run has seen it', async () => {
    const shop = aShop()
    await started(shop, aReachableIssue(shop.connection).issue)
    const clock = aClock(NOON)
    await aDrain(
      shop,
      aChannel(() => ({ ending: 'refused', why: 'No such mailbox.' })),
      clock,
    )()
    await moveRuns({ ...shop, clock })
    await moveRuns({ ...shop, clock })
    expect(shop.unsent()).toMatchObject([
      { stage: 'send', ended: 'refused', because: [{ check: null, fact: 'No such mailbox.' }] },
    ])
  })

  it('says what a person gave up after its sending was cut off', async () => {
    const shop = aShop()
    const { outboxId } = await started(shop, aReachableIssue(shop.connection).issue)
    const clock = aClock(NOON)
    await aDrain(
      shop,
      aChannel(() => ({ ending: 'unsure', why: 'Lost.' })),
      clock,
    )()
    const answer = { id: outboxId ?? 0, as: 'cancel' as const, wallNow: NOON }
    unwrap(await decideNow(shop.writer, settle, answer, { id: 'settled' }))
    await moveRuns({ ...shop, clock })
    await moveRuns({ ...shop, clock })
    expect(shop.unsent()).toMatchObject([{ ended: 'recalled', because: [{ fact: 'Given up by a person.' }] }])
  })

  it('is found by account, ending and check, and counted', async () => {
    const shop = aShop()
    const issues = [1, 2, 3].map(() => aReachableIssue(shop.connection))
    for (const { account } of issues.slice(0, 2)) aTicket(shop.connection, account, NOON - 10 * DAY)
    for (const { issue } of issues) await shop.decisions.decide(startIntervention, args(issue))
    const [first, , third] = issues
    await shop.decisions.decide(startIntervention, args(third?.issue ?? 0))
    expect(shop.unsent({ accountId: first?.account })).toHaveLength(1)
    expect(shop.unsent({ check: 'duplicate' })).toMatchObject([{ accountId: third?.account }])
    expect(shop.unsent({ ended: 'recalled' })).toEqual([])
    const counts = countUnsent(shop.read, {})
    expect(counts).toMatchObject({ total: 3, endings: { refused: 3 } })
    expect(counts.checks).toEqual([
      { check: 'open_ticket', n: 2 },
      { check: 'duplicate', n: 1 },
    ])
  })
  it('is found and counted by when it was decided', async () => {
    const shop = aShop()
    const days = [1, 2, 3]
    for (const n of days) {
      const { issue, account } = aReachableIssue(shop.connection)
      aTicket(shop.connection, account, NOON - 10 * DAY)
      await shop.decisions.decide(startIntervention, args(issue))
      shop.connection.prepare('UPDATE unsent SET at = ? WHERE account_id = ?').run(NOON - n * DAY, account)
    }
    const ages = (period: object) => shop.unsent(period).map(({ at }) => (NOON - at) / DAY)
    expect(ages({})).toEqual([1, 2, 3])
    expect(ages({ from: NOON - 2 * DAY })).toEqual([1, 2])
    expect(ages({ to: NOON - 2 * DAY })).toEqual([3])
    expect(ages({ from: NOON - 2 * DAY, to: NOON - DAY, check: 'open_ticket' })).toEqual([2])
    expect(countUnsent(shop.read, { from: NOON - 2 * DAY, to: NOON - DAY })).toMatchObject({
      total: 1,
      checks: [{ check: 'open_ticket', n: 1 }],
    })
  })
})
