import { describe, expect, it } from 'vitest'
import { commandsByName } from '../../../main/cache/journal.ts'
import { AUTOPILOT, createAutopilot } from '../../../main/engine/acting/autopilot.ts'
import { createDecisions } from '../../../main/engine/open/decisions.ts'
import { interventionCommands } from '../../../main/intervention/commands.ts'
import { autopilotRows, setAutopilot } from '../../../main/intervention/start/autopilot-store.ts'
import { type HarmedAccount, harmEvidence, startsUntilNoticed } from '../../../main/intervention/start/harm-evidence.ts'
import { hashOfRule, stopRuleOf, stopRuleView } from '../../../main/intervention/start/stop-rule-store.ts'
import { DEFAULT_STOP_RULE, stopRuleText } from '../../../shared/intervention/stop-rule.ts'
import { unwrap } from '../../../shared/result.ts'
import { DAY, HOUR } from '../../../shared/trigger/duration.ts'
import { aReachableIssue, NOON } from '../../helpers/builders.ts'
import { chance } from '../../helpers/chance.ts'
import { aClock } from '../../helpers/outreach.ts'
import { aReadyCache } from '../../helpers/ready-cache.ts'

const treated = (share: number): HarmedAccount => ({ arm: 'treatment', share })
const held = (share: number): HarmedAccount => ({ arm: 'control', share })

describe('the evidence of harm', () => {
  it('is the likelihood ratio of the arms of those that contacted us', () => {
    // A third held out: of three treated and one held out, (4/5 ÷ 2/3)³ × (1/5 ÷ 1/3) for twice as many contacts.
    const four = [treated(1 / 3), treated(1 / 3), held(1 / 3), treated(1 / 3)]
    const afterTwo = (4 / 5 / (2 / 3)) ** 2
    expect(harmEvidence(four, [2])).toBeCloseTo(afterTwo, 12)
    expect(harmEvidence(four.slice(0, 2), [2])).toBeCloseTo(afterTwo, 12)
    const threeTimes = (6 / 7 / (2 / 3)) ** 2
    expect(harmEvidence(four, [2, 3])).toBeCloseTo((afterTwo + threeTimes) / 2, 12)
  })

  it('takes each account by the share that it was assigned with, and nothing from one that was not drawn', () => {
    const mixed = harmEvidence([treated(0.5), treated(0.1), treated(0), treated(1)], [2])
    expect(mixed).toBeCloseTo((2 / 3 / 0.5) * (1.8 / 1.9 / 0.9), 12)
    expect(harmEvidence([], [2])).toBe(1)
    expect(harmEvidence([held(0.5), held(0.5)], [2])).toBe(1)
  })

  it('is a martingale where there is no effect: every sequence together averages to 1', () => {
    const shares = [0.5, 0.05, 0.3, 0.3, 0.2, 0.9, 0.5, 0.1]
    const ratios = [1.25, 2, 5]
    let mean = 0
    for (let code = 0; code < 2 ** shares.length; code++) {
      const arms = shares.map((share, n) => ((code >> n) & 1 ? held(share) : treated(share)))
      const probability = arms.reduce((p, { arm, share }) => p * (arm === 'control' ? share : 1 - share), 1)
      // The last value itself, not the largest: by hand, from the densities.
      const last = ratios.map(r =>
        arms.reduce((e, { arm, share }) => {
          const ofTreated = ((1 - share) * r) / ((1 - share) * r + share)
          return e * (arm === 'control' ? (1 - ofTreated) / share : ofTreated / (1 - share))
        }, 1),
      )
      mean += probability * (last.reduce((sum, e) => sum + e, 0) / ratios.length)
      const most = harmEvidence(arms, ratios)
      expect(most).toBeGreaterThanOrEqual(last.reduce((sum, e) => sum + e, 0) / ratios.length - 1e-9)
    }
    expect(mean).toBeCloseTo(1, 10)
  })

  it('reaches its bound without harm in at most 5 of 100 lives, and soon where there is much', () => {
    const { uniform } = chance(14)
    const { ratios } = DEFAULT_STOP_RULE.eProcess
    const life = (ofTreated: number) =>
      Array.from({ length: 300 }, () => (uniform() < ofTreated ? treated(0.2) : held(0.2)))
    const stopped = (ofTreated: number) =>
      Array.from({ length: 1_000 }, () => harmEvidence(life(ofTreated), ratios) >= 20).filter(Boolean).length
    expect(stopped(0.8)).toBeLessThanOrEqual(50)
    // Treatment helps: treated accounts contact us two thirds as often.
    expect(stopped((0.8 * 2) / 3 / ((0.8 * 2) / 3 + 0.2))).toBeLessThanOrEqual(5)
    // Three times as often.
    expect(stopped(2.4 / 2.6)).toBeGreaterThan(950)
  })

  it('is expected after about as many starts as the information of a contact says', () => {
    // Half held out, twice as often: 2/3 ln(4/3) + 1/3 ln(2/3) = 0.0566 of ln 20 = 2.9957 a contact.
    expect(startsUntilNoticed(0.5, 2, 0.1, 0.05)).toBe(Math.ceil(2.995732 / 0.056633 / 0.15))
    expect(startsUntilNoticed(0.05, 1.5, 0.1, 0.05)).toBeGreaterThan(startsUntilNoticed(0.2, 1.5, 0.1, 0.05) ?? 0)
    for (const never of [startsUntilNoticed(0, 2, 0.1, 0.05), startsUntilNoticed(1, 2, 0.1, 0.05)])
      expect(never).toBeNull()
    expect(startsUntilNoticed(0.5, 2, 0, 0.05)).toBeNull()
  })
})

const triggerId = 'usage-down'
const PLAYBOOK = 'usage-check-in'

function aShop() {
  const cache = aReadyCache({ playbookControls: { [PLAYBOOK]: 0.5 } })
  const clock = aClock(NOON)
  let n = 0
  const decisionsOf = (actor: string) =>
    createDecisions(cache.writer, commandsByName(interventionCommands), () => ({
      ...{ id: `d-${++n}`, actor, device: 'test', at: clock.now() },
    }))
  const person = decisionsOf('maya')
  const leading = { is: true }
  const autopilot = createAutopilot({ ...cache, clock, decide: decisionsOf(AUTOPILOT).decide, leads: () => leading.is })
  const turnOn = (rule = DEFAULT_STOP_RULE, ruleHash?: string) =>
    person.decide(setAutopilot, {
      ...{ triggerId, enabled: true, dailyCap: 500, rule },
      ...(ruleHash !== undefined && { ruleHash }),
    })
  const rules = () => cache.connection.prepare('SELECT * FROM stop_rule ORDER BY fixed_at, id').all()
  const view = () => stopRuleView(cache.read, triggerId, PLAYBOOK, clock.now())
  const row = () => cache.read.all(autopilotRows)[0]
  /** As a sync would: everybody is exposed, and those of an arm contact us. */
  const live = (arm: 'treatment' | 'control', column = 'contacted_at') => {
    const at = clock.now()
    cache.connection.prepare('UPDATE exposure SET exposed_at = ? WHERE exposed_at IS NULL').run(at)
    cache.connection
      .prepare(`UPDATE outcome SET ${column} = ? WHERE intervention_id IN (SELECT id FROM intervention WHERE arm = ?)`)
      .run(at + 1, arm)
    clock.advance(HOUR)
  }
  return { ...cache, clock, person, autopilot, leading, turnOn, rules, view, row, live }
}

describe('the stop rule of autopilot', () => {
  it('is fixed with its hash before the first message, in the journal too', async () => {
    const shop = aShop()
    const hash = hashOfRule(triggerId, DEFAULT_STOP_RULE)
    unwrap(await shop.turnOn(DEFAULT_STOP_RULE, hash))
    aReachableIssue(shop.connection, { issue: { openedAt: NOON } })
    await shop.autopilot.run()
    expect(shop.rules()).toMatchObject([{ id: 'd-1', hash, fixed_by: 'maya', fixed_at: NOON, replaced_at: null }])
    const journal = shop.connection.prepare('SELECT command, args FROM journal ORDER BY seq').all() as {
      command: string
      args: string
    }[]
    expect(journal.map(({ command }) => command)).toEqual(['autopilot.set', 'autopilot.start'])
    expect(JSON.parse(journal[0]?.args ?? '')).toMatchObject({ rule: DEFAULT_STOP_RULE, ruleHash: hash })
    expect(shop.view()).toMatchObject({ hash, fixedAt: NOON, replaced: 0, evidence: 1, stopsAt: 20 })
  })

  it('is refused where it is not the one that its hash stands for', async () => {
    const shop = aShop()
    const other = { ...DEFAULT_STOP_RULE, bound: 0.1 }
    const asked = await shop.turnOn(other, hashOfRule(triggerId, DEFAULT_STOP_RULE))
    expect(asked).toMatchObject({ ok: false, error: { kind: 'conflict' } })
    expect(shop.rules()).toEqual([])
    expect(stopRuleText('a', other)).not.toBe(stopRuleText('b', other))
  })

  it('stays while autopilot is turned off and on, and is replaced, never edited, by another', async () => {
    const shop = aShop()
    unwrap(await shop.turnOn())
    unwrap(await shop.person.decide(setAutopilot, { triggerId, enabled: false, dailyCap: 5, rule: DEFAULT_STOP_RULE }))
    unwrap(await shop.turnOn())
    const [first] = shop.rules()
    shop.clock.advance(DAY)
    unwrap(await shop.turnOn({ ...DEFAULT_STOP_RULE, metric: 'contact_or_churn' }))
    expect(shop.rules()).toMatchObject([{ ...(first as object), replaced_at: NOON + DAY }, { replaced_at: null }])
    expect(stopRuleOf(shop.read, triggerId)?.parsed.metric).toBe('contact_or_churn')
    expect(shop.view()).toMatchObject({ replaced: 1, fixedAt: NOON + DAY })
  })

  it('stops autopilot automatically once treated accounts contact us too often, and only a new rule lets it go on', async () => {
    const shop = aShop()
    unwrap(await shop.turnOn())
    for (let n = 0; n < 60; n++) aReachableIssue(shop.connection, { issue: { openedAt: NOON } })
    await shop.autopilot.run()
    shop.live('treatment')
    const harm = shop.view()
    expect(harm?.treated.n).toBe(harm?.treated.harmed)
    expect(harm?.control.harmed).toBe(0)
    expect(harm?.evidence).toBeGreaterThan(20)
    await shop.autopilot.run()
    expect(shop.row()).toMatchObject({ stoppedBecause: expect.stringMatching(/stop rule has found harm.*bound 20\.0/) })

    unwrap(await shop.turnOn())
    expect(shop.rules()).toHaveLength(2)
    expect(shop.view()).toMatchObject({ replaced: 1, evidence: 1, treated: { n: 0, harmed: 0 } })
    await shop.autopilot.run()
    expect(shop.row()?.stoppedAt).toBeNull()
  })

  it('stops autopilot in a process that does not lead, such as a sync from the command line, which starts nothing', async () => {
    const shop = aShop()
    const started = () => shop.connection.prepare('SELECT count(*) FROM intervention').pluck().get()
    unwrap(await shop.turnOn())
    for (let n = 0; n < 60; n++) aReachableIssue(shop.connection, { issue: { openedAt: NOON } })
    shop.leading.is = false
    await shop.autopilot.run()
    expect(started()).toBe(0)
    shop.leading.is = true
    await shop.autopilot.run()
    expect(started()).toBe(60)
    shop.live('treatment')
    shop.leading.is = false
    await shop.autopilot.run()
    expect(shop.row()).toMatchObject({ stoppedBecause: expect.stringContaining('stop rule has found harm') })
  })

  it('counts contacts about our own message as harm, and leaving where it says so', async () => {
    for (const [column, metric, found] of [
      ['induced_at', 'contact', true],
      ['churned_at', 'contact', false],
      ['churned_at', 'contact_or_churn', true],
    ] as const) {
      const shop = aShop()
      unwrap(await shop.turnOn({ ...DEFAULT_STOP_RULE, metric }))
      for (let n = 0; n < 20; n++) aReachableIssue(shop.connection, { issue: { openedAt: NOON } })
      await shop.autopilot.run()
      shop.live('treatment', column)
      expect((shop.view()?.treated.harmed ?? 0) > 0).toBe(found)
    }
  })

  it('lets autopilot go on where held-out accounts contact us', async () => {
    const shop = aShop()
    unwrap(await shop.turnOn())
    for (let n = 0; n < 60; n++) aReachableIssue(shop.connection, { issue: { openedAt: NOON } })
    await shop.autopilot.run()
    shop.live('control')
    await shop.autopilot.run()
    expect(shop.row()?.stoppedAt).toBeNull()
    expect(shop.view()).toMatchObject({ evidence: 1, treated: { harmed: 0 } })
  })

  it('is asked for where autopilot was on before there were rules', async () => {
    const shop = aShop()
    unwrap(await shop.turnOn())
    shop.connection.prepare('DELETE FROM stop_rule').run()
    await shop.autopilot.run()
    expect(shop.row()).toMatchObject({ stoppedBecause: 'No stop rule is fixed. Turn autopilot on again to fix one.' })
    expect(shop.view()).toBeNull()
  })
})
