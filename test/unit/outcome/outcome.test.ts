import { describe, expect, it } from 'vitest'
import { commandsByName, undo } from '../../../main/cache/journal.ts'
import { confirmOutcome, outcomeCommands } from '../../../main/outcome/commands.ts'
import { listOutcomes } from '../../../main/outcome/list-outcomes.ts'
import { type Followed, isReopened, propose } from '../../../main/outcome/propose.ts'
import { type ConditionHolds, closeLoops } from '../../../main/outcome/store.ts'
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
import { aChannel, aClock, aDrain, SENT, started } from '../../helpers/outreach.ts'

const followed = (changes: Partial<Followed>): Followed => ({
  arm: 'treatment',
  sentAt: NOON - HOUR,
  unreachable: false,
  clearedBeforeAt: null,
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

describe('the proposed outcome of a message', () => {
  const end = NOON + 14 * DAY

  it('came too late for those who had contacted us before it left, if its window is open or not', () => {
    expect(propose(followed({ contactedAt: NOON - HOUR }), NOON)).toBe('too_late')
    expect(propose(followed({ contactedAt: NOON - HOUR + 1 }), NOON)).toBe('contacted')
    expect(propose(followed({ arm: 'control', sentAt: null, contactedAt: NOON - HOUR }), NOON)).toBe('contacted')
  })

  it('was needless where the trouble was over before it left', () => {
    expect(propose(followed({ clearedBeforeAt: NOON - DAY, metricMetAt: NOON }), end)).toBe('needless')
    expect(propose(followed({ clearedBeforeAt: NOON - DAY, contactedAt: NOON }), end)).toBe('contacted')
  })

  it('was unreachable where the receiving side refused it, and nothing while it waits', () => {
    expect(propose(followed({ sentAt: null, unreachable: true }), NOON)).toBe('unreachable')
    expect(propose(followed({ sentAt: null, contactedAt: NOON }), end)).toBeNull()
    expect(propose(followed({ arm: 'control', sentAt: null }), end)).toBe('quiet')
  })
})

describe('a late fact', () => {
  it('reopens what a person judged, unless it says the same', () => {
    expect(isReopened({ proposal: 'quiet', judged: 'avoided' }, 'contacted', false)).toBe(true)
    expect(isReopened({ proposal: 'quiet', judged: 'contacted' }, 'contacted', true)).toBe(false)
  })

  it('is none where a person only disagreed, or a window closed', () => {
    expect(isReopened({ proposal: 'quiet', judged: 'contacted' }, 'quiet', true)).toBe(false)
    expect(isReopened({ proposal: null, judged: 'contacted' }, 'quiet', true)).toBe(false)
    expect(isReopened({ proposal: null, judged: 'avoided' }, 'left', true)).toBe(true)
    expect(isReopened({ proposal: null, judged: null }, 'left', true)).toBe(false)
    expect(isReopened({ proposal: 'quiet', judged: null }, null, true)).toBe(false)
  })

  it('reopens a proposal only once its window is over: until then news are expected', () => {
    expect(isReopened({ proposal: 'contacted', judged: null }, 'left', false)).toBe(false)
    expect(isReopened({ proposal: 'quiet', judged: null }, 'contacted', true)).toBe(true)
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
  const close = (now: number, holds = real) => {
    // As a sync and the evaluation after it do.
    cache.connection.exec('INSERT INTO dirty SELECT id FROM account; DELETE FROM dirty')
    return closeLoops({ writer, read, now, holds })
  }
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

  it('a ticket that is told to be about another category is no contact; one that is told late changes what was said', async () => {
    const shop = await anIntervention()
    const ticket = aTicket(shop.db, shop.account, NOON + DAY)
    await shop.close(NOON + 2 * DAY)
    expect(shop.view()).toMatchObject({ contactedAt: NOON + DAY, proposal: 'contacted' })
    const tell = (category: string | null) => {
      const told = shop.db.prepare(
        `INSERT INTO ticket_topic (object_id, category, told_by) VALUES (?, ?, 'tag')
         ON CONFLICT DO UPDATE SET category = excluded.category`,
      )
      told.run(ticket, category)
      return closeLoops({ ...shop, now: NOON + 2 * DAY, holds: () => ({ holds: false, until: null }) })
    }
    expect(await tell('billing')).toEqual({ changed: 1 })
    expect(shop.view()).toMatchObject({ category: 'usage', contactedAt: null, proposal: null })
    expect(await tell('usage')).toEqual({ changed: 1 })
    expect(shop.view()).toMatchObject({ contactedAt: NOON + DAY })
    await tell('other')
    expect(shop.view()).toMatchObject({ contactedAt: null })
    await tell(null)
    expect(shop.view()).toMatchObject({ contactedAt: NOON + DAY })
  })

  it('a ticket that the helpdesk itself says is about another category is no contact, unless its topic says otherwise', async () => {
    const shop = await anIntervention()
    const ticket = aTicket(shop.db, shop.account, NOON + DAY)
    const named = (category: string) => {
      shop.db.prepare("UPDATE object SET properties = json_object('category', ?) WHERE id = ?").run(category, ticket)
      shop.db.exec('UPDATE outcome_due SET at = 0')
      return closeLoops({ ...shop, now: NOON + 2 * DAY, holds: () => ({ holds: false, until: null }) })
    }
    await named('Billing')
    expect(shop.view()).toMatchObject({ category: 'usage', contactedAt: null })
    await named('Usage')
    expect(shop.view()).toMatchObject({ contactedAt: NOON + DAY })
    await named('Something of their own')
    expect(shop.view()).toMatchObject({ contactedAt: NOON + DAY })
    shop.db.prepare("INSERT INTO ticket_topic (object_id, category, told_by) VALUES (?, 'usage', 'tag')").run(ticket)
    await named('Billing')
    expect(shop.view()).toMatchObject({ contactedAt: NOON + DAY })
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

  it('a contact about our message is told apart from one about the trouble', async () => {
    const shop = await anIntervention()
    const reply = aTicket(shop.db, shop.account, NOON + HOUR)
    shop.db
      .prepare(`UPDATE object SET properties = json_object('in_reply_to', (SELECT key FROM outbox)) WHERE id = ?`)
      .run(reply)
    await shop.close(NOON + 14 * DAY)
    const apart = { contactedAt: null, inducedAt: NOON + HOUR, inducedBy: 'reply', proposal: 'quiet' }
    expect(shop.view()).toMatchObject(apart)
    aTicket(shop.db, shop.account, NOON + 2 * HOUR)
    await shop.close(NOON + 14 * DAY)
    expect(shop.view()).toMatchObject({ ...apart, contactedAt: NOON + 2 * HOUR, proposal: 'contacted' })
  })

  it('a contact about the message of another intervention belongs to neither', async () => {
    const shop = await anIntervention()
    const other = anIssue(shop.db, { account: shop.account, category: 'billing' })
    shop.db.exec(`INSERT INTO intervention (id, issue_id, account_id, trigger_id, playbook_id, playbook_version, arm,
        exposed_at, window_ends_at, started_by) VALUES ('other', ${other}, ${shop.account}, 't', 'p', 1, 'treatment',
        ${NOON}, ${NOON + DAY}, 'maya');
      INSERT INTO outbox (key, intervention_id, issue_id, account_id, lane, channel, recipient, payload, overrides, state,
        queued_at, not_before, sent_at) VALUES ('${'cd'.repeat(16)}', 'other', ${other}, ${shop.account}, 'a', 'email',
        'a', '{"subject":"Another matter"}', '[]', 'sent', ${NOON}, ${NOON}, ${NOON})`)
    const ticket = aTicket(shop.db, shop.account, NOON + HOUR)
    shop.db.prepare(`UPDATE object SET properties = '{"subject":"Re: Another matter"}' WHERE id = ?`).run(ticket)
    await shop.close(NOON + DAY)
    expect(shop.view()).toMatchObject({ contactedAt: null, inducedAt: null })
  })

  it('a message that the receiving side refused is proposed as unreachable', async () => {
    const shop = await anIntervention({ left: false })
    await shop.close(NOON + DAY)
    expect(shop.view()).toMatchObject({ proposal: null })
    shop.db.prepare("UPDATE outbox SET state = 'refused', attempts = 1").run()
    await shop.close(NOON + DAY)
    expect(shop.view()).toMatchObject({ proposal: 'unreachable' })
  })

  it('a message that a check refused before it left is not', async () => {
    const shop = await anIntervention({ left: false })
    shop.db.prepare('UPDATE signal SET cleared_at = ?').run(NOON)
    await aDrain(
      shop,
      aChannel(() => SENT),
      aClock(NOON + HOUR),
    )()
    expect(shop.one('SELECT state FROM outbox')).toEqual({ state: 'refused' })
    await shop.close(NOON + DAY)
    expect(shop.view()).toMatchObject({ proposal: null })
  })

  it('a trouble that was over before the message left is proposed as needless', async () => {
    const shop = await anIntervention()
    shop.db.prepare('UPDATE signal SET cleared_at = ?').run(NOON - 1)
    await shop.close(NOON + DAY)
    expect(shop.view()).toMatchObject({ proposal: null })
    await shop.close(NOON + 14 * DAY)
    expect(shop.view()).toMatchObject({ proposal: 'needless' })
  })

  it('a late ticket reopens what a person confirmed, says so, and brings the issue back', async () => {
    const shop = await anIntervention()
    await shop.close(NOON + 14 * DAY)
    const judged = { interventionId: shop.interventionId, outcome: 'quiet' as const }
    unwrap(await decideNow(shop.writer, confirmOutcome, judged, { id: 'j-1', at: NOON + 14 * DAY }))
    expect(await shop.close(NOON + 15 * DAY)).toEqual({ changed: 0 })
    aTicket(shop.db, shop.account, NOON + 3 * DAY)
    await shop.close(NOON + 15 * DAY)
    const reopened = { judged: 'quiet', proposal: 'contacted', reopenedAt: NOON + 15 * DAY, reopenedFrom: 'quiet' }
    expect(shop.view()).toMatchObject(reopened)
    expect(shop.one('SELECT state, closed_because FROM issue')).toEqual({ state: 'acting', closed_because: null })
    expect(listOutcomes(shop.read, { pending: true, offset: 0, limit: 9 })).toMatchObject([reopened])

    const corrected = { interventionId: shop.interventionId, outcome: 'contacted' as const }
    unwrap(await decideNow(shop.writer, confirmOutcome, corrected, { id: 'j-2', at: NOON + 16 * DAY }))
    expect(shop.view()).toMatchObject({ judged: 'contacted', reopenedAt: null, reopenedFrom: null })
    expect(shop.one('SELECT state FROM issue')).toEqual({ state: 'closed' })
    expect(await shop.close(NOON + 17 * DAY)).toEqual({ changed: 0 })
    const taken = { id: 'u-1', actor: 'maya', device: 't', at: NOON }
    await shop.writer.write('user', tx => undo(tx, commandsByName(outcomeCommands), taken, 'j-2'))
    expect(shop.view()).toMatchObject(reopened)
  })

  it('a fact that comes later than a month after the judgement reopens nothing', async () => {
    const shop = await anIntervention()
    await shop.close(NOON + 14 * DAY)
    const judged = { interventionId: shop.interventionId, outcome: 'quiet' as const }
    unwrap(await decideNow(shop.writer, confirmOutcome, judged, { id: 'j-1', at: NOON + 14 * DAY }))
    aTicket(shop.db, shop.account, NOON + 3 * DAY)
    expect(await shop.close(NOON + 44 * DAY + 1)).toEqual({ changed: 0 })
    expect(await shop.close(NOON + 44 * DAY)).toEqual({ changed: 1 })
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

  it('what a person judged stays, whatever comes later', async () => {
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
    await shop.close(NOON + 2 * DAY)
    expect(shop.view()).toMatchObject({ judged: 'quiet', judgedBy: 'maya' })
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
