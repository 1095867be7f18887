import { describe, expect, it } from 'vitest'
import { commandsByName, undo } from '../../../main/cache/journal.ts'
import {
  approve,
  decline,
  interventionCommands,
  recallMessage,
  savePlaybook,
  setRoles,
  startIntervention,
} from '../../../main/intervention/commands.ts'
import { listApprovals } from '../../../main/intervention/guard/approval-view.ts'
import { approvalReasons } from '../../../main/intervention/guard/approvals.ts'
import { listUnsent } from '../../../main/intervention/guard/unsent/unsent.ts'
import { getPlaybook } from '../../../main/intervention/playbook/playbooks.ts'
import { confirmOutcome } from '../../../main/outcome/commands.ts'
import { approvalRulesSchema } from '../../../shared/intervention/approval.ts'
import { unwrap } from '../../../shared/result.ts'
import { SECOND } from '../../../shared/trigger/duration.ts'
import { aPlaybook, aReachableIssue, aTrigger, aWorkspace, NOON } from '../../helpers/builders.ts'
import { aCache } from '../../helpers/cache.ts'
import { decideNow } from '../../helpers/decisions.ts'
import { aChannel, aClock, aDrain, SENT } from '../../helpers/outreach.ts'

const rules = approvalRulesSchema.parse({})
const calm = {
  together: 1,
  value: { minor: 900_000, currency: 'EUR' },
  playbook: { version: 1, approvedVersion: 1 },
  approvedBefore: false,
}

describe('a second person', () => {
  const reasons = (facts: Partial<typeof calm>, changes = {}) =>
    approvalReasons({ ...calm, ...facts }, { ...rules, ...changes }).map(({ reason }) => reason)

  it('is asked for bulk, for high value, and for what was never approved, and not otherwise', () => {
    expect(reasons({})).toEqual([])
    expect(reasons({ together: 25 })).toEqual([])
    expect(reasons({ together: 26 })).toEqual(['bulk'])
    expect(reasons({ playbook: { version: 3, approvedVersion: 2 } })).toEqual(['first_use'])
    expect(reasons({ playbook: { version: 3, approvedVersion: 2 } }, { firstUse: false })).toEqual([])
    const valueOver = { minor: 900_000, currency: 'EUR' }
    expect(reasons({}, { valueOver })).toEqual([])
    expect(reasons({ value: { minor: 900_001, currency: 'EUR' } }, { valueOver })).toEqual(['value'])
  })

  it('looks at a value in another currency, which cannot be compared', () => {
    const valueOver = { minor: 900_000, currency: 'EUR' }
    expect(reasons({ value: { minor: 1, currency: 'JPY' } }, { valueOver })).toEqual(['value'])
    expect(reasons({ value: { minor: 0, currency: 'JPY' } }, { valueOver })).toEqual([])
  })

  it('who has approved a run is not asked about each of its messages', () => {
    expect(reasons({ together: 99, approvedBefore: true })).toEqual([])
  })
})

/** A changed playbook that nobody has approved, and a message of it that waits. */
async function aRequest() {
  const cache = aCache()
  aWorkspace(cache.connection)
  aPlaybook(cache.connection)
  aTrigger(cache.connection)
  const stored = getPlaybook(cache.read, 'usage-check-in')
  if (!stored) throw new Error('no playbook')
  const say = { writer: cache.writer, read: cache.read }
  await decideNow(cache.writer, savePlaybook, { ...stored.playbook, name: 'Changed' }, { id: 'change' })
  const one = (sql: string, ...params: unknown[]) => cache.connection.prepare(sql).get(...params)
  const start = async (id: string) => {
    const { issue } = aReachableIssue(cache.connection)
    const args = { issueId: issue, playbookId: 'usage-check-in', overrides: [], wallNow: NOON, undoMs: 0 }
    const value = unwrap(await decideNow(cache.writer, startIntervention, args, { id }))
    if (value.outboxId === null) throw new Error('nothing was queued')
    return { outboxId: value.outboxId, issue }
  }
  const channel = aChannel(() => SENT)
  const clock = aClock(NOON)
  const drain = aDrain(cache, channel, clock)
  const answerArgs = (ids: number[]) => ({ ids, note: '', wallNow: NOON, undoMs: 10 * SECOND })
  return { ...cache, ...say, one, start, channel, clock, drain, answerArgs }
}

describe('a message that needs approval', () => {
  it('is held with its reasons, does not leave, and does not hold up its lane', async () => {
    const shop = await aRequest()
    const { outboxId } = await shop.start('d-1')
    expect(shop.one('SELECT state FROM outbox WHERE id = ?', outboxId)).toEqual({ state: 'held' })
    expect(listApprovals(shop.read, { answered: false, offset: 0, limit: 9 })).toMatchObject([
      { outboxId, askedBy: 'maya', needs: [{ reason: 'first_use', fact: expect.stringContaining('Version 2') }] },
    ])
    await shop.drain()
    expect(shop.channel.left).toEqual([])
  })

  it('leaves after approval and the time to take that back; the version asks nobody again', async () => {
    const shop = await aRequest()
    const { outboxId } = await shop.start('d-1')
    unwrap(await decideNow(shop.writer, approve, shop.answerArgs([outboxId]), { id: 'yes' }))
    expect(shop.one('SELECT approved_version AS v FROM playbook')).toEqual({ v: 2 })
    await shop.drain()
    expect(shop.channel.left).toHaveLength(0)
    shop.clock.advance(10 * SECOND)
    await shop.drain()
    expect(shop.channel.left).toHaveLength(1)
    const next = await shop.start('d-2')
    expect(shop.one('SELECT state FROM outbox WHERE id = ?', next.outboxId)).toEqual({ state: 'waiting' })
  })

  it('an approval can be taken back while nothing has left, and then asks again', async () => {
    const shop = await aRequest()
    const { outboxId } = await shop.start('d-1')
    unwrap(await decideNow(shop.writer, approve, shop.answerArgs([outboxId]), { id: 'yes' }))
    const back = (id: string) =>
      shop.writer.write('user', tx =>
        undo(tx, commandsByName(interventionCommands), { id, actor: 'maya', device: 'test', at: NOON }, 'yes'),
      )
    unwrap(await back('no'))
    expect(shop.one('SELECT state FROM outbox')).toEqual({ state: 'held' })
    expect(shop.one('SELECT approved_version AS v FROM playbook')).toEqual({ v: 1 })
    expect(listApprovals(shop.read, { answered: false, offset: 0, limit: 9 })).toHaveLength(1)
  })

  it('declined never leaves, is written down with who and why, and gives its issue back', async () => {
    const shop = await aRequest()
    const { outboxId, issue } = await shop.start('d-1')
    unwrap(await decideNow(shop.writer, decline, { ids: [outboxId], note: 'too blunt' }, { id: 'no' }))
    expect(shop.one('SELECT state, why FROM outbox')).toEqual({
      state: 'cancelled',
      why: 'maya declined it: too blunt',
    })
    expect(shop.one('SELECT state FROM issue WHERE id = ?', issue)).toEqual({ state: 'open' })
    expect(listUnsent(shop.read, { offset: 0, limit: 9 })).toMatchObject([
      { ended: 'declined', interventionId: 'd-1', because: [{ check: null, fact: 'maya declined it: too blunt' }] },
    ])
    const twice = await decideNow(shop.writer, approve, shop.answerArgs([outboxId]), { id: 'late' })
    expect(twice).toMatchObject({ ok: false, error: { kind: 'conflict' } })
  })

  it.each([
    ['declined', 'maya declined it.'],
    ['recalled', 'Recalled.'],
  ])('%s after the outcome was judged, it is written down too, and the judgement stays', async (ended, fact) => {
    const shop = await aRequest()
    const { outboxId } = await shop.start('d-1')
    unwrap(
      await decideNow(shop.writer, confirmOutcome, { interventionId: 'd-1', outcome: 'false_positive' }, { id: 'j' }),
    )
    unwrap(
      ended === 'declined'
        ? await decideNow(shop.writer, decline, { ids: [outboxId], note: '' }, { id: 'no' })
        : await decideNow(shop.writer, recallMessage, { id: outboxId }, { id: 'no' }),
    )
    expect(shop.one('SELECT state FROM outbox')).toEqual({ state: 'cancelled' })
    expect(listUnsent(shop.read, { offset: 0, limit: 9 })).toMatchObject([{ ended, because: [{ fact }] }])
    expect(shop.one('SELECT judged FROM outcome')).toEqual({ judged: 'false_positive' })
    expect(shop.one('SELECT state FROM intervention')).toEqual({ state: 'stopped' })
  })

  it('is answered by a second person where there is one, and by a lead or an admin only', async () => {
    const shop = await aRequest()
    const { outboxId } = await shop.start('d-1')
    const team = { maya: ['lead' as const, 'admin' as const], lea: ['lead' as const], sam: ['specialist' as const] }
    unwrap(await decideNow(shop.writer, setRoles, team, { id: 'team' }))
    const ask = (actor: string, n: number) =>
      decideNow(shop.writer, approve, shop.answerArgs([outboxId]), { id: `a-${n}`, actor })
    expect(await ask('maya', 1)).toMatchObject({
      ok: false,
      error: { why: 'You asked for this approval, so you cannot give it.' },
    })
    expect(await ask('sam', 2)).toMatchObject({
      ok: false,
      error: { why: expect.stringContaining('lead or an admin') },
    })
    expect((await ask('lea', 3)).ok).toBe(true)
  })
})

describe('overriding', () => {
  it('takes the role that the check asks for', async () => {
    const shop = await aRequest()
    unwrap(
      await decideNow(shop.writer, setRoles, { lea: ['admin'] as const, maya: ['specialist'] as const }, { id: 't' }),
    )
    const { issue } = aReachableIssue(shop.connection)
    const cap = { issueId: issue, playbookId: 'usage-check-in', wallNow: NOON, undoMs: 0 }
    const start = (check: 'frequency_cap' | 'open_ticket' | 'approval', id: string, actor: string) =>
      decideNow(shop.writer, startIntervention, { ...cap, overrides: [{ check, reason: 'they asked' }] }, { id, actor })
    expect(await start('frequency_cap', 'o-1', 'maya')).toMatchObject({
      ok: false,
      error: { why: 'Only a lead or an admin may override the check “frequency cap”.' },
    })
    expect(await start('approval', 'o-2', 'lea')).toMatchObject({ ok: false, error: { kind: 'refused' } })
    expect((await start('open_ticket', 'o-3', 'maya')).ok).toBe(true)
  })

  it('roles are changed by an admin, and somebody must stay one', async () => {
    const shop = await aRequest()
    const give = (roles: Parameters<typeof setRoles.apply>[1], id: string, actor: string) =>
      decideNow(shop.writer, setRoles, roles, { id, actor })
    expect(await give({ maya: ['lead'] }, 'r-1', 'maya')).toMatchObject({ ok: false, error: { kind: 'invalid' } })
    unwrap(await give({ maya: ['admin'], sam: ['specialist'] }, 'r-2', 'maya'))
    expect(await give({ sam: ['admin'] }, 'r-3', 'sam')).toMatchObject({ ok: false, error: { kind: 'refused' } })
  })
})
