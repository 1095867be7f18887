import { describe, expect, it } from 'vitest'
import { startIntervention } from '../../../main/intervention/commands.ts'
import { armsOf, assignmentOf } from '../../../main/intervention/guard/arms/arms.ts'
import { isGhostDue, lookAtGhosts } from '../../../main/intervention/guard/arms/ghosts.ts'
import { moveInterventions } from '../../../main/intervention/move.ts'
import { recallIntervention } from '../../../main/intervention/start/recall.ts'
import type { Guardrails } from '../../../shared/model/guardrails.ts'
import { unwrap } from '../../../shared/result.ts'
import { DAY, HOUR } from '../../../shared/trigger/duration.ts'
import { anAccount, aReachableIssue, aTicket, aWorkspace, NOON } from '../../helpers/builders.ts'
import { decideNow } from '../../helpers/decisions.ts'
import { aChannel, aClock, aDrain, SENT, started } from '../../helpers/outreach.ts'
import { aReadyCache } from '../../helpers/ready-cache.ts'

const PLAYBOOK = 'usage-check-in'

function aShop(guardrails: Partial<Guardrails> = {}) {
  const cache = aReadyCache(guardrails)
  const exposure = (id: string) =>
    cache.connection.prepare('SELECT * FROM exposure WHERE intervention_id = ?').get(id) as Record<string, unknown>
  const look = async (at: number) => {
    let looked = 0
    while (isGhostDue(cache.read, at)) looked += await cache.writer.write('steady', tx => lookAtGhosts(tx, at))
    return looked
  }
  const person = (id: string, changes: object = {}) =>
    decideNow(
      cache.writer,
      startIntervention,
      { issueId: 0, playbookId: PLAYBOOK, overrides: [], wallNow: NOON, undoMs: 0, ...changes },
      { id },
    )
  return { ...cache, db: cache.connection, exposure, look, person }
}

describe('arms of a playbook', () => {
  const accounts = Array.from({ length: 4_000 }, (_, n) => ({ id: n + 1, uid: `files:${n}` }))

  it('keep about the planned share of the accounts that the holdout leaves', () => {
    const shop = aShop({ holdout: 0.1, playbookControls: { [PLAYBOOK]: 0.25 } })
    const armOf = armsOf(shop.read, accounts)
    const held = accounts.map(account => armOf(account, PLAYBOOK))
    const by = (group: string) => held.filter(({ heldBy }) => heldBy === group).length
    // 10 % of 4,000, and a quarter of the other 3,600, with five standard deviations on either side.
    expect(Math.abs(by('holdout') - 400)).toBeLessThan(95)
    expect(Math.abs(by('playbook') - 900)).toBeLessThan(130)
    expect(held[0]?.share).toBeCloseTo(0.325, 12)
    expect(accounts.every(account => armOf(account, 'another').heldBy !== 'playbook')).toBe(true)
  })

  it('refuse a message of that playbook alone, and say why', async () => {
    const shop = aShop({ playbookControls: { [PLAYBOOK]: 1 } })
    const { issue } = aReachableIssue(shop.db)
    expect((await started(shop, issue, { id: 'd-1' })).arm).toBe('control')
    const { because } = shop.db.prepare('SELECT because FROM unsent').get() as { because: string }
    expect(because).toContain('control group of this playbook')
    expect(shop.exposure('d-1')).toMatchObject({ arm: 'control', held_by: 'playbook', share: 1 })
  })

  it('stay as they were assigned, whatever becomes of the shares', async () => {
    const shop = aShop({ holdout: 0, playbookControls: {} })
    const { issue, account } = aReachableIssue(shop.db)
    await started(shop, issue, { id: 'd-1' })
    const uid = shop.db.prepare('SELECT uid FROM account WHERE id = ?').pluck().get(account) as string
    aWorkspace(shop.db, { holdout: 1, playbookControls: { [PLAYBOOK]: 1, other: 1 } })
    const treated = { arm: 'treatment', heldBy: null, share: 0 }
    expect(assignmentOf(shop.read, { id: account, uid }, PLAYBOOK)).toEqual(treated)
    // The holdout has passed it by, but another playbook may keep its own control group.
    expect(assignmentOf(shop.read, { id: account, uid }, 'other')).toMatchObject({ arm: 'control', heldBy: 'playbook' })
    const fresh = anAccount(shop.db)
    expect(assignmentOf(shop.read, { id: fresh, uid: 'x' }, PLAYBOOK).heldBy).toBe('holdout')
  })

  it('hold an account out of every playbook once the holdout has it', async () => {
    const shop = aShop({ holdout: 1 })
    const { issue, account } = aReachableIssue(shop.db)
    await started(shop, issue)
    aWorkspace(shop.db, { holdout: 0 })
    expect(assignmentOf(shop.read, { id: account, uid: 'x' }, 'other')).toEqual({
      arm: 'control',
      heldBy: 'holdout',
      share: 1,
    })
  })

  it('move with a merged account, whose first assignment counts', async () => {
    const shop = aShop({ holdout: 1 })
    const { issue, account } = aReachableIssue(shop.db)
    await started(shop, issue, { id: 'd-1' })
    const into = anAccount(shop.db)
    aWorkspace(shop.db, { holdout: 0 })
    await shop.writer.write('user', tx => void moveInterventions(tx, account, into))
    expect(assignmentOf(shop.read, { id: into, uid: 'y' }, PLAYBOOK).arm).toBe('control')
  })
})

describe('exposure', () => {
  it('begins when the message has passed its last check', async () => {
    const shop = aShop()
    const { issue } = aReachableIssue(shop.db)
    await started(shop, issue, { id: 'd-1' })
    expect(shop.exposure('d-1')).toMatchObject({
      arm: 'treatment',
      act: 'message',
      assigned_at: NOON,
      exposed_at: null,
    })
    const clock = aClock()
    clock.advance(HOUR)
    await aDrain(
      shop,
      aChannel(() => SENT),
      clock,
    )()
    expect(shop.exposure('d-1')).toMatchObject({ exposed_at: NOON + HOUR, ghost: 0 })
  })

  it('never begins for a message that is refused before it leaves', async () => {
    const shop = aShop()
    const { issue, account } = aReachableIssue(shop.db)
    await started(shop, issue, { id: 'd-1' })
    aTicket(shop.db, account, NOON - HOUR)
    await aDrain(
      shop,
      aChannel(() => SENT),
      aClock(),
    )()
    expect(shop.exposure('d-1')).toMatchObject({ exposed_at: null })
  })

  it('of a held-out account is a ghost once it passes every other check', async () => {
    const shop = aShop({ holdout: 1 })
    const { issue } = aReachableIssue(shop.db)
    await started(shop, issue, { id: 'd-1' })
    expect(shop.exposure('d-1')).toMatchObject({ ghost: 0, exposed_at: null, due_at: NOON })
    expect(await shop.look(NOON)).toBe(1)
    expect(shop.exposure('d-1')).toMatchObject({ arm: 'control', ghost: 1, exposed_at: NOON, due_at: null })
  })

  it('of a held-out account waits for the hour at which its message would have left', async () => {
    const shop = aShop({ holdout: 1, quietHours: { from: 11, to: 14 } })
    const { issue } = aReachableIssue(shop.db)
    await started(shop, issue, { id: 'd-1' })
    await shop.look(NOON)
    expect(shop.exposure('d-1')).toMatchObject({ ghost: 0, due_at: NOON + 2 * HOUR })
    expect(await shop.look(NOON + HOUR)).toBe(0)
    await shop.look(NOON + 2 * HOUR)
    expect(shop.exposure('d-1')).toMatchObject({ ghost: 1, exposed_at: NOON + 2 * HOUR })
  })

  it('of a held-out account never begins where its message would have been refused in the meantime', async () => {
    const shop = aShop({ holdout: 1, quietHours: { from: 11, to: 14 } })
    const { issue, account } = aReachableIssue(shop.db)
    await started(shop, issue, { id: 'd-1' })
    await shop.look(NOON)
    aTicket(shop.db, account, NOON + HOUR)
    await shop.look(NOON + 2 * HOUR)
    expect(shop.exposure('d-1')).toMatchObject({ ghost: 0, exposed_at: null, due_at: null })
  })

  it('of a held-out contact counts against its frequency cap as a message would', async () => {
    const shop = aShop({ holdout: 1, frequencyCap: { messages: 1, days: 7 } })
    const { account, issue } = aReachableIssue(shop.db)
    await started(shop, issue, { id: 'd-1' })
    await shop.look(NOON)
    shop.db.prepare("UPDATE issue SET state = 'closed' WHERE id = ?").run(issue)
    const next = aReachableIssue(shop.db)
    shop.db.prepare('UPDATE issue SET account_id = ? WHERE id = ?').run(account, next.issue)
    await started(shop, next.issue, { id: 'd-2', at: NOON + DAY })
    await shop.look(NOON + DAY)
    expect(shop.exposure('d-2')).toMatchObject({ ghost: 0, due_at: NOON + 7 * DAY })
  })

  it('of a start that is taken back is never looked at', async () => {
    const shop = aShop({ holdout: 1 })
    const { issue } = aReachableIssue(shop.db)
    await started(shop, issue, { id: 'd-1' })
    unwrap(await decideNow(shop.writer, recallIntervention, { interventionId: 'd-1' }, { id: 'd-2' }))
    expect(await shop.look(NOON)).toBe(0)
  })

  it('that a person forces stays in the analysis as assigned, with the reason', async () => {
    const shop = aShop({ holdout: 1 })
    const { issue } = aReachableIssue(shop.db)
    const overrides = [{ check: 'arm' as const, reason: 'They asked for a call.' }]
    unwrap(await shop.person('d-1', { issueId: issue, overrides }))
    await aDrain(
      shop,
      aChannel(() => SENT),
      aClock(),
    )()
    await shop.look(NOON)
    expect(shop.exposure('d-1')).toMatchObject({
      ...{ arm: 'control', held_by: 'holdout', override_reason: 'They asked for a call.' },
      ...{ exposed_at: NOON, ghost: 0, due_at: null },
    })
  })

  it('says where a second person had to release it, or would have had to', async () => {
    for (const holdout of [0, 1]) {
      const shop = aShop({ holdout, approvals: { bulkOver: 50, valueOver: null, firstUse: true } })
      const { issue } = aReachableIssue(shop.db)
      shop.db.prepare('UPDATE playbook SET approved_version = 0').run()
      await started(shop, issue, { id: 'd-1' })
      expect(shop.exposure('d-1')).toMatchObject({ approval: 1, exposed_at: null })
      await shop.look(NOON)
      expect(shop.exposure('d-1')).toMatchObject({ ghost: holdout })
    }
  })
})
