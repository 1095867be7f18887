import { describe, expect, it } from 'vitest'
import { commandsByName, undo } from '../../../main/cache/journal.ts'
import { confirmOutcome, outcomeCommands } from '../../../main/outcome/commands.ts'
import { type Followed, propose } from '../../../main/outcome/propose.ts'
import { type ConditionHolds, closeLoops, listOutcomes } from '../../../main/outcome/store.ts'
import { holdingOf } from '../../../main/signal/evaluate/holds.ts'
import { unwrap } from '../../../shared/result.ts'
import { DAY, HOUR } from '../../../shared/trigger/duration.ts'
import {
  anEvent,
  anIssue,
  aPlaybook,
  aReachableIssue,
  aTicket,
  aTrigger,
  aWorkspace,
  NOON,
} from '../../helpers/builders.ts'
import { aCache } from '../../helpers/cache.ts'
import { decideNow } from '../../helpers/decisions.ts'
import { started } from '../../helpers/outreach.ts'

const followed = (changes: Partial<Followed>): Followed => ({
  contactedAt: null,
  metricMetAt: null,
  churnedAt: null,
  windowEndsAt: NOON + 14 * DAY,
  ...changes,
})

describe('the proposed outcome', () => {
  it('bad news counts at once, the worse before the lesser', () => {
    expect(propose(followed({ contactedAt: NOON }), NOON)).toBe('contacted')
    expect(propose(followed({ contactedAt: NOON, churnedAt: NOON, metricMetAt: NOON }), NOON)).toBe('left')
  })

  it('good news counts when the window has closed', () => {
    const end = NOON + 14 * DAY
    expect(propose(followed({ metricMetAt: NOON }), end - 1)).toBeNull()
    expect(propose(followed({ metricMetAt: NOON }), end)).toBe('avoided')
    expect(propose(followed({}), end - 1)).toBeNull()
    expect(propose(followed({}), end)).toBe('quiet')
  })
})

/** An intervention whose message left at once, or is still waiting. */
async function anIntervention({ left = true } = {}) {
  const cache = aCache()
  aWorkspace(cache.connection)
  aPlaybook(cache.connection)
  aTrigger(cache.connection)
  const made = aReachableIssue(cache.connection)
  const { interventionId } = await started(cache, made.issue)
  const leave = (at: number) => cache.connection.prepare("UPDATE outbox SET state = 'sent', sent_at = ?").run(at)
  if (left) leave(NOON)
  const { writer, read } = cache
  const real: ConditionHolds = (condition, account, at) => holdingOf(read, condition, account, at)
  const close = (now: number, holds = real) => closeLoops({ writer, read, now, holds })
  const view = () => listOutcomes(read, { pending: false, offset: 0, limit: 1 })[0]
  const one = (sql: string) => cache.connection.prepare(sql).get()
  return { ...cache, db: cache.connection, ...made, interventionId, close, view, one, leave }
}

describe('closing the loop', () => {
  it('a ticket that our own message became at the helpdesk is no contact', async () => {
    const shop = await anIntervention()
    const ours = aTicket(shop.db, shop.account, NOON + HOUR)
    shop.db.prepare('UPDATE outbox SET provider_id = (SELECT external_id FROM object WHERE id = ?)').run(ours)
    await shop.close(NOON + DAY)
    expect(shop.view()).toMatchObject({ contactedAt: null })
    aTicket(shop.db, shop.account, NOON + 2 * DAY)
    await shop.close(NOON + 3 * DAY)
    expect(shop.view()).toMatchObject({ contactedAt: NOON + 2 * DAY })
  })

  it('a ticket after the decision is a contact; one before it is not', async () => {
    const shop = await anIntervention()
    aTicket(shop.db, shop.account, NOON - HOUR, NOON - 1)
    aTicket(shop.db, shop.account, NOON + 5 * DAY)
    await shop.close(NOON + 4 * DAY)
    expect(shop.view()).toMatchObject({ contactedAt: null, proposal: null })
    expect(await shop.close(NOON + 5 * DAY)).toEqual({ changed: 1 })
    expect(shop.view()).toMatchObject({ contactedAt: NOON + 5 * DAY, proposal: 'contacted' })
    expect(await shop.close(NOON + 6 * DAY)).toEqual({ changed: 0 })
  })

  it('what happens after the window is not counted', async () => {
    const shop = await anIntervention()
    aTicket(shop.db, shop.account, NOON + 14 * DAY + 1)
    anEvent(shop.db, shop.account, 'churn', NOON + 20 * DAY)
    await shop.close(NOON + 30 * DAY)
    expect(shop.view()).toMatchObject({ contactedAt: null, churnedAt: null, proposal: 'quiet' })
  })

  it('leaving is known from an event or from the account, whichever came first', async () => {
    const shop = await anIntervention()
    anEvent(shop.db, shop.account, 'churn', NOON + 3 * DAY)
    shop.db.prepare('UPDATE account SET churned_at = ?').run(NOON + 2 * DAY)
    await shop.close(NOON + 4 * DAY)
    expect(shop.view()).toMatchObject({ churnedAt: NOON + 2 * DAY, proposal: 'left' })
  })

  it('the success metric is met when it comes true within the window, and proposed at its end', async () => {
    const shop = await anIntervention()
    anEvent(shop.db, shop.account, 'feature_used', NOON + 2 * DAY)
    await shop.close(NOON + 3 * DAY)
    expect(shop.view()).toMatchObject({ metricMetAt: NOON + 3 * DAY, proposal: null })
    await shop.close(NOON + 14 * DAY)
    expect(shop.view()).toMatchObject({ metricMetAt: NOON + 3 * DAY, proposal: 'avoided' })
  })

  it('a window that closed unseen is looked at day by day', async () => {
    const shop = await anIntervention()
    anEvent(shop.db, shop.account, 'feature_used', NOON + 2 * DAY - 1)
    await shop.close(NOON + 300 * DAY)
    expect(shop.view()).toMatchObject({ metricMetAt: NOON + 2 * DAY, proposal: 'avoided' })
  })

  it('data that arrives late still counts', async () => {
    const shop = await anIntervention()
    await shop.close(NOON + 15 * DAY)
    expect(shop.view()?.proposal).toBe('quiet')
    aTicket(shop.db, shop.account, NOON + DAY)
    await shop.close(NOON + 16 * DAY)
    expect(shop.view()?.proposal).toBe('contacted')
  })

  it('nothing follows from a message that has not left, whatever happens meanwhile', async () => {
    const shop = await anIntervention({ left: false })
    const pending = () => listOutcomes(shop.read, { pending: true, offset: 0, limit: 9 }).length
    aTicket(shop.db, shop.account, NOON + DAY)
    anEvent(shop.db, shop.account, 'churn', NOON + 2 * DAY)
    await shop.close(NOON + 20 * DAY)
    expect(shop.view()).toMatchObject({ sentAt: null, contactedAt: null, churnedAt: null, proposal: null })
    expect(pending()).toBe(0)
    shop.leave(NOON + HOUR)
    await shop.close(NOON + 20 * DAY)
    expect(shop.view()).toMatchObject({ sentAt: NOON + HOUR, contactedAt: NOON + DAY, proposal: 'left' })
    expect(pending()).toBe(1)
  })

  it('a proposal from before this rule is withdrawn where nothing left', async () => {
    const shop = await anIntervention({ left: false })
    shop.db.prepare("UPDATE outcome SET proposal = 'quiet'").run()
    expect(await shop.close(NOON + 20 * DAY)).toEqual({ changed: 1 })
    expect(shop.view()?.proposal).toBeNull()
  })

  it('a held-out account is followed although nothing left', async () => {
    const shop = await anIntervention({ left: false })
    shop.db.prepare("UPDATE intervention SET arm = 'control'").run()
    aTicket(shop.db, shop.account, NOON + DAY)
    await shop.close(NOON + 2 * DAY)
    expect(shop.view()).toMatchObject({ contactedAt: NOON + DAY, proposal: 'contacted' })
  })

  it('a fix that was made is something that left', async () => {
    const shop = await anIntervention()
    shop.db.prepare("UPDATE outbox SET kind = 'action'").run()
    await shop.close(NOON + 15 * DAY)
    expect(shop.view()).toMatchObject({ sentAt: NOON, proposal: 'quiet' })
  })

  it('what a person judged is not touched again', async () => {
    const shop = await anIntervention()
    unwrap(
      await decideNow(
        shop.writer,
        confirmOutcome,
        { interventionId: shop.interventionId, outcome: 'quiet' },
        { id: 'o-1' },
      ),
    )
    aTicket(shop.db, shop.account, NOON + DAY)
    expect(await shop.close(NOON + 2 * DAY)).toEqual({ changed: 0 })
    expect(listOutcomes(shop.read, { pending: true, offset: 0, limit: 9 })).toEqual([])
  })
})

describe('confirming an outcome', () => {
  const commands = commandsByName(outcomeCommands)
  const confirm = (shop: Awaited<ReturnType<typeof anIntervention>>, outcome: 'avoided' | 'contacted', id: string) =>
    decideNow(shop.writer, confirmOutcome, { interventionId: shop.interventionId, outcome }, { id, at: NOON + DAY })
  const takeBack = (shop: Awaited<ReturnType<typeof anIntervention>>, id: string) =>
    shop.writer.write('user', tx => undo(tx, commands, { id: `u-${id}`, actor: 'maya', device: 't', at: NOON }, id))

  it('keeps who judged and when, and closes the issue', async () => {
    const shop = await anIntervention()
    unwrap(await confirm(shop, 'avoided', 'o-1'))
    expect(shop.view()).toMatchObject({ judged: 'avoided', judgedBy: 'maya', judgedAt: NOON + DAY })
    expect(shop.one('SELECT state, closed_because AS because FROM issue')).toEqual({
      state: 'closed',
      because: 'outcome:avoided',
    })
  })

  it('can be corrected, and each step can be taken back', async () => {
    const shop = await anIntervention()
    const before = shop.one('SELECT * FROM issue')
    unwrap(await confirm(shop, 'avoided', 'o-1'))
    const first = shop.one('SELECT * FROM issue')
    unwrap(await confirm(shop, 'contacted', 'o-2'))
    expect(shop.one('SELECT closed_because AS because FROM issue')).toEqual({ because: 'outcome:contacted' })
    await takeBack(shop, 'o-2')
    expect(shop.one('SELECT * FROM issue')).toEqual(first)
    await takeBack(shop, 'o-1')
    expect(shop.one('SELECT * FROM issue')).toEqual(before)
    expect(shop.view()).toMatchObject({ judged: null, judgedBy: null, judgedAt: null })
  })

  it('is not taken back over a newer issue of the same problem', async () => {
    const shop = await anIntervention()
    unwrap(await confirm(shop, 'avoided', 'o-1'))
    anIssue(shop.db, { account: shop.account, category: 'usage' })
    await expect(takeBack(shop, 'o-1')).rejects.toMatchObject({
      result: { error: { why: 'The problem came back and has a newer issue.' } },
    })
  })
})
