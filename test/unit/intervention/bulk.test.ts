import { describe, expect, it } from 'vitest'
import { commandsByName } from '../../../main/cache/journal.ts'
import { createBulk } from '../../../main/engine/acting/bulk.ts'
import { moveRuns } from '../../../main/engine/acting/running.ts'
import { createDecisions } from '../../../main/engine/open/decisions.ts'
import { createTasks } from '../../../main/engine/open/tasks.ts'
import { approve, interventionCommands, setGuardrails } from '../../../main/intervention/commands.ts'
import { listApprovals } from '../../../main/intervention/guard/approval-view.ts'
import { listUnsent } from '../../../main/intervention/guard/unsent/unsent.ts'
import { batchOf, startMany, startSome } from '../../../main/intervention/start/bulk.ts'
import { guardrailsSchema } from '../../../shared/model/guardrails.ts'
import { unwrap } from '../../../shared/result.ts'
import { DAY, SECOND } from '../../../shared/trigger/duration.ts'
import { aPlaybook, aReachableIssue, aSignal, aTicket, aTrigger, NOON } from '../../helpers/builders.ts'
import { decideNow } from '../../helpers/decisions.ts'
import { aChannel, aClock, aDrain, SENT } from '../../helpers/outreach.ts'
import { aReadyCache } from '../../helpers/ready-cache.ts'

const playbookId = 'usage-check-in'

function aShop(guardrails = {}) {
  const cache = aReadyCache(guardrails)
  const clock = aClock(NOON)
  let n = 0
  const ids = () => `id-${++n}`
  const next = () => ({ id: ids(), actor: 'maya', device: 'test', at: clock.now() })
  const decisions = createDecisions(cache.writer, commandsByName(interventionCommands), next)
  const tasks = createTasks({ wall: clock.wall, ids, onChange: () => {} })
  const bulk = createBulk({ ...cache, clock, tasks, decide: decisions.decide, closing: new AbortController().signal })
  const count = (sql: string) => cache.connection.prepare(`SELECT count(*) FROM ${sql}`).pluck().get() as number
  const channel = aChannel(() => SENT)
  const issues = (howMany: number) => Array.from({ length: howMany }, () => aReachableIssue(cache.connection))
  return { ...cache, clock, decisions, tasks, bulk, count, channel, issues, drain: aDrain(cache, channel, clock) }
}

describe('planning for many', () => {
  it('says how many go, wait, are refused and why, with the accounts, and writes nothing', async () => {
    const shop = aShop({ frequencyCap: { messages: 1, days: 7 } })
    const { connection } = shop
    const go = shop.issues(3)
    const busy = shop.issues(2)
    for (const { account } of busy) aTicket(connection, account, NOON - 10 * DAY)
    const talked = aReachableIssue(connection)
    aTicket(connection, talked.account, NOON - 9 * DAY, NOON - DAY)
    const twin = { contact: { email: 'shared@example.com' } }
    const twins = [aReachableIssue(connection, twin), aReachableIssue(connection, twin)]
    const nobody = aReachableIssue(connection, { contact: { email: null } })
    const issueIds = [...go, ...busy, talked, ...twins, nobody].map(({ issue }) => issue)
    const before = shop.count('sqlite_schema') + shop.count('intervention') + shop.count('unsent')
    const summary = unwrap(await shop.bulk.plan({ playbookId, issueIds: [...issueIds, 9_999] }))
    expect(summary).toMatchObject({ now: 4, later: 2, held: 0, heldOut: 0, refused: 3, gone: 1, more: false })
    expect(summary).toMatchObject({ laterFrom: NOON + 2 * DAY, laterTo: NOON + 7 * DAY })
    expect(summary.obstacles.map(({ check, status, n }) => [check, status, n])).toEqual([
      ['open_ticket', 'refuse', 2],
      ['recent_contact', 'wait', 1],
      ['frequency_cap', 'wait', 1],
      ['address', 'refuse', 1],
    ])
    expect(summary.obstacles[0]?.examples).toMatchObject(busy.map(({ account }) => ({ accountId: account })))
    expect(shop.count('sqlite_schema') + shop.count('intervention') + shop.count('unsent')).toBe(before)
  })

  it('gives each issue its own playbook where none is named, and sums up by playbook', async () => {
    const shop = aShop()
    const other = aPlaybook(shop.connection, { id: 'first-use-help' })
    const usual = shop.issues(2).map(({ issue }) => issue)
    const { issue: own } = aReachableIssue(shop.connection, { issue: { playbook: other } })
    const plan = unwrap(await shop.bulk.plan({ issueIds: [own, ...usual] }))
    expect(plan).toMatchObject({ playbookId: null, now: 3, unfit: 0 })
    expect(plan.byPlaybook.map(one => [one.playbookId, one.issueIds, one.starts])).toEqual([
      [playbookId, usual, 2],
      [other, [own], 1],
    ])
    const [first, ...others] = plan.byPlaybook
    const done = unwrap(
      await shop.bulk.startMany({ playbookId: first?.playbookId ?? '', issueIds: first?.issueIds ?? [], others }),
    )
    expect(done).toMatchObject({ started: 3, refused: 0 })
    expect(shop.count(`intervention WHERE playbook_id = '${other}' AND issue_id = ${own}`)).toBe(1)
    expect(shop.count(`intervention WHERE playbook_id = '${playbookId}'`)).toBe(2)
    unwrap(await shop.decisions.undo(done.journalId))
    await shop.bulk.settle()
    expect(shop.count('intervention WHERE recalled_at IS NULL')).toBe(0)
  })

  it('takes words of a person’s own, and a reason for the night, for one playbook only', async () => {
    const shop = aShop()
    const [{ issue } = { issue: 0 }] = shop.issues(1)
    const inQuietHours = 'The service is down'
    const words = { subject: 'Hello', body: 'We know.' }
    expect(await shop.bulk.plan({ issueIds: [issue], inQuietHours })).toMatchObject({ ok: false })
    expect(await shop.bulk.plan({ issueIds: [issue], words })).toMatchObject({ ok: false })
    const other = { playbookId: aPlaybook(shop.connection, { id: 'first-use-help' }), issueIds: [issue] }
    const both = { playbookId, issueIds: [issue], others: [other], words }
    expect(await shop.bulk.startMany(both)).toMatchObject({ ok: false })
    expect(shop.count('intervention')).toBe(0)
  })

  it('finds the open issues of a trigger or a category, and holds out and asks as a start would', async () => {
    const shop = aShop({ approvals: { bulkOver: 2 } })
    shop.issues(3)
    aReachableIssue(shop.connection, { issue: { category: 'billing' } })
    aReachableIssue(shop.connection, { issue: { state: 'closed' } })
    expect(unwrap(await shop.bulk.plan({ playbookId, category: 'usage' }))).toMatchObject({ held: 3, now: 0 })
    const all = unwrap(await shop.bulk.plan({ playbookId, triggerId: 'usage-down' }))
    expect(all.issueIds).toHaveLength(4)
    expect(unwrap(await shop.bulk.plan({ playbookId, triggerId: 'another' })).issueIds).toEqual([])
  })

  it('says for how many the playbook was not written', async () => {
    const shop = aShop()
    const issueIds = shop.issues(3).map(({ issue }) => issue)
    expect(unwrap(await shop.bulk.plan({ playbookId, issueIds }))).toMatchObject({ unfit: 0, writtenFor: [] })
    aPlaybook(shop.connection, { id: 'outage-notice' })
    aTrigger(shop.connection, { id: 'outage', title: 'The installation fails', playbook: 'outage-notice' })
    aSignal(shop.connection, issueIds[0] ?? 0, { trigger: 'outage' })
    const plan = unwrap(await shop.bulk.plan({ playbookId: 'outage-notice', issueIds }))
    expect(plan).toMatchObject({ unfit: 2, writtenFor: ['The installation fails'] })
  })

  it('says that fixes wait for a person, and looks at the message that follows one that is not set up', async () => {
    const shop = aShop()
    const fix = { type: 'resolution' as const, action: 'app.unlock_account', params: {} }
    const say = { type: 'outreach' as const, channel: 'email' as const, topic: 'security', subject: 'News' }
    const worked = { if: 'resolution_worked' as const, do: [{ ...say, body: 'Done, {{ account.plan }}.' }] }
    const steps = [
      { ...fix, worked: 'continue' as const },
      { type: 'branch' as const, cases: [worked], else: [{ ...say, body: 'Hello' }] },
    ]
    aPlaybook(shop.connection, { steps })
    const [one, other] = [aReachableIssue(shop.connection), aReachableIssue(shop.connection)]
    shop.connection.prepare('UPDATE account SET plan = NULL').run()
    shop.connection.prepare("INSERT INTO consent VALUES (?, 'security', 0, ?, NULL)").run(other.contact, NOON)
    const issueIds = [one.issue, other.issue]
    expect(unwrap(await shop.bulk.plan({ playbookId, issueIds }))).toMatchObject({ now: 1, refused: 1 })
    const setting = JSON.stringify({ channel: 'app', title: 'Unlock the account', autoApprove: false })
    shop.connection.prepare("INSERT INTO setting (key, value) VALUES ('action:app.unlock_account', ?)").run(setting)
    const planned = unwrap(await shop.bulk.plan({ playbookId, issueIds }))
    expect(planned).toMatchObject({ now: 0, held: 2, obstacles: [{ check: 'approval', status: 'wait', n: 2 }] })
    expect(unwrap(await shop.bulk.startMany({ playbookId, issueIds }))).toMatchObject({ started: 0, held: 2 })
  })

  it('counts a message that cannot be made as refused, and says why', async () => {
    const shop = aShop()
    const step = {
      type: 'outreach' as const,
      channel: 'email' as const,
      topic: 'service',
      subject: 'About {{ account.plan }}',
    }
    aPlaybook(shop.connection, { steps: [{ ...step, body: 'Hello' }] })
    const { issue, account } = aReachableIssue(shop.connection)
    shop.connection.prepare('UPDATE account SET plan = NULL WHERE id = ?').run(account)
    const summary = unwrap(await shop.bulk.plan({ playbookId, issueIds: [issue] }))
    expect(summary).toMatchObject({ now: 0, refused: 1, obstacles: [{ check: null, n: 1 }] })
    expect(summary.obstacles[0]?.examples[0]?.fact).toMatch(/account\.plan is missing/)
  })
})

describe('starting many', () => {
  it('comes to what was planned: one decision, every refusal written down', async () => {
    const shop = aShop()
    const all = shop.issues(12)
    for (const { account } of all.slice(0, 2)) aTicket(shop.connection, account, NOON - 10 * DAY)
    const issueIds = all.map(({ issue }) => issue)
    const planned = unwrap(await shop.bulk.plan({ playbookId, issueIds }))
    const made = unwrap(await shop.bulk.startMany({ playbookId, issueIds }))
    expect(made).toMatchObject({ started: planned.now, refused: planned.refused, held: 0, heldOut: 0 })
    expect(shop.count('journal')).toBe(1)
    expect(shop.count(`intervention WHERE origin = 'bulk' AND batch_id = '${made.batchId}'`)).toBe(10)
    expect(listUnsent(shop.read, { offset: 0, limit: 9 }).map(({ because }) => because[0]?.check)).toEqual([
      'open_ticket',
      'open_ticket',
    ])
  })

  it('lets nothing leave while it is made or inside the time to take it back', async () => {
    const shop = aShop()
    const issueIds = shop.issues(20).map(({ issue }) => issue)
    const args = { playbookId, issueIds, wallNow: NOON, undoMs: 10 * SECOND }
    const decided = unwrap(await shop.decisions.decide(startMany, args))
    await shop.writer.write('user', tx => startSome(tx, decided.journalId, 8))
    shop.clock.advance(60 * SECOND)
    await shop.drain()
    expect(shop.channel.left).toHaveLength(0)
    await shop.bulk.settle()
    expect(batchOf(shop.read, decided.journalId)).toMatchObject({ state: 'done', started: 20 })
    shop.clock.advance(9 * SECOND)
    await shop.drain()
    expect(shop.channel.left).toHaveLength(0)
    shop.clock.advance(SECOND)
    await shop.drain()
    expect(shop.channel.left).toHaveLength(20)
  })

  it('goes on with what was decided before decisions named issues by uids', async () => {
    const shop = aShop()
    const issueIds = shop.issues(3).map(({ issue }) => issue)
    const args = { playbookId, issueIds, wallNow: NOON, undoMs: 0 }
    const { journalId } = unwrap(await shop.decisions.decide(startMany, args))
    shop.connection.prepare('UPDATE journal SET version = 1, args = ?').run(JSON.stringify(args))
    await shop.bulk.settle()
    expect(batchOf(shop.read, journalId)).toMatchObject({ state: 'done', started: 3 })
  })

  it('counts an issue that this computer does not have as refused', async () => {
    const shop = aShop()
    const issueIds = shop.issues(3).map(({ issue }) => issue)
    const args = { playbookId, issueIds, wallNow: NOON, undoMs: 0 }
    const { journalId } = unwrap(await shop.decisions.decide(startMany, args))
    shop.connection.prepare("UPDATE issue SET uid = 'another' WHERE id = ?").run(issueIds[1])
    await shop.bulk.settle()
    expect(batchOf(shop.read, journalId)).toMatchObject({ state: 'done', started: 2, refused: 1 })
  })

  it('undone takes back what has not left and nothing else', async () => {
    const shop = aShop()
    const issueIds = shop.issues(9).map(({ issue }) => issue)
    const { journalId, batchId } = unwrap(await shop.bulk.startMany({ playbookId, issueIds }))
    const first = shop.connection.prepare('SELECT min(id) FROM outbox').pluck().get()
    shop.connection.prepare("UPDATE outbox SET state = 'sent', sent_at = ? WHERE id = ?").run(NOON, first)
    unwrap(await shop.decisions.undo(journalId))
    await shop.bulk.settle()
    expect(batchOf(shop.read, batchId)?.state).toBe('undone')
    expect(shop.count("outbox WHERE state = 'cancelled'")).toBe(8)
    expect(shop.count("issue WHERE state = 'open'")).toBe(8)
    shop.clock.advance(DAY)
    await shop.drain()
    expect(shop.channel.left).toHaveLength(0)
    expect(await shop.decisions.undo(journalId)).toMatchObject({ ok: false })
  })

  it('undone stops a run of which a message has left while the next one waits', async () => {
    const shop = aShop()
    const step = {
      type: 'outreach' as const,
      channel: 'email' as const,
      topic: 'service',
      subject: 'News',
      body: 'Hello',
    }
    aPlaybook(shop.connection, { steps: [step, { ...step, subject: 'More news' }] })
    const [one, other] = shop.issues(2).map(({ issue }) => issue)
    const { journalId } = unwrap(await shop.bulk.startMany({ playbookId, issueIds: [one ?? 0, other ?? 0] }))
    shop.connection.prepare("UPDATE outbox SET state = 'sent', sent_at = ? WHERE issue_id = ?").run(NOON, one)
    await moveRuns(shop)
    unwrap(await shop.decisions.undo(journalId))
    await shop.bulk.settle()
    expect(shop.count("outbox WHERE state = 'held'")).toBe(0)
    expect(shop.count("outbox WHERE state = 'cancelled'")).toBe(2)
    expect(shop.count("intervention WHERE state = 'stopped'")).toBe(2)
    shop.clock.advance(DAY)
    await moveRuns(shop)
    await shop.drain()
    expect(shop.channel.left).toHaveLength(0)
  })

  it('broken off stops starting; what was started stays and leaves', async () => {
    const shop = aShop()
    const issueIds = shop.issues(30).map(({ issue }) => issue)
    const making = shop.bulk.startMany({ playbookId, issueIds })
    while (!shop.tasks.list().some(task => task.kind === 'outreach' && task.done > 0)) await new Promise(setImmediate)
    for (const task of shop.tasks.list()) shop.tasks.cancel(task.id)
    const made = unwrap(await making)
    expect(made.started).toBeLessThan(30)
    expect(batchOf(shop.read, made.batchId)?.state).toBe('cancelled')
    shop.clock.advance(DAY)
    await shop.drain()
    expect(shop.channel.left).toHaveLength(made.started)
  })

  it('holds a large batch for a second person, whose approval releases it at once', async () => {
    const shop = aShop()
    await decideNow(shop.writer, setGuardrails, guardrailsSchema.parse({ holdout: 0, approvals: { bulkOver: 3 } }), {
      id: 'g',
    })
    const issueIds = shop.issues(4).map(({ issue }) => issue)
    expect(unwrap(await shop.bulk.startMany({ playbookId, issueIds }))).toMatchObject({ held: 4, started: 0 })
    shop.clock.advance(DAY / 12)
    await shop.drain()
    expect(shop.channel.left).toHaveLength(0)
    const ids = listApprovals(shop.read, { answered: false, offset: 0, limit: 9 }).map(({ outboxId }) => outboxId)
    const args = { ids, note: '', wallNow: shop.clock.wall(), undoMs: 0 }
    unwrap(await decideNow(shop.writer, approve, args, { id: 'yes', at: shop.clock.now() }))
    await shop.drain()
    expect(shop.channel.left).toHaveLength(4)
  })
})
