import { describe, expect, it } from 'vitest'
import { armHealth, judgeArms } from '../../../main/measure/arms/arm-health.ts'
import { armRatio } from '../../../main/measure/arms/arm-ratio.ts'
import { ratioTest } from '../../../main/measure/estimate/ratio.ts'
import { DAY, HOUR } from '../../../shared/trigger/duration.ts'
import type { Arm } from '../../../shared/vocabulary.ts'
import { anEvent, aReachableIssue, aWorkspace, NOON } from '../../helpers/builders.ts'
import { aChannel, aClock, aDrain, SENT, started } from '../../helpers/outreach.ts'
import { aReadyCache } from '../../helpers/ready-cache.ts'

const day = (treatment: number, control: number) => ({ treatment, control })

describe('the ratio of the arms', () => {
  it('is judged as by the tests of one share where the share never changed', () => {
    const days = [day(440, 60), day(430, 70), day(420, 80)]
    const found = armRatio([{ share: 0.1, days }])
    expect(found).toMatchObject({ treatment: 1290, control: 210, expectedControl: 150 })
    expect(found.p).toBeCloseTo(ratioTest([1290, 210], [0.9, 0.1]), 14)
    const looks = days.map(({ treatment, control }) => [treatment, control])
    // Told unit by unit: each unit multiplies the factor by predictive ÷ planned probability.
    let [factor, most, a, b] = [1, 1, 90, 10]
    for (const [treatment = 0, control = 0] of looks) {
      for (let n = 0; n < treatment; n++) factor *= a++ / (a - 1 + b) / 0.9
      for (let n = 0; n < control; n++) factor *= b++ / (a + b - 1) / 0.1
      most = Math.max(most, factor)
    }
    expect(found.sequentialP).toBeCloseTo(1 / most, 10)
    expect(found.sequentialP).toBeLessThan(0.001)
  })

  it('is right for accounts that were assigned under several shares', () => {
    const found = armRatio([
      { share: 0.05, days: [day(950, 50)] },
      { share: 0.2, days: [day(800, 200)] },
    ])
    expect(found).toMatchObject({ p: 1, expectedControl: 250, sequentialP: 1 })
    // The same sums under one share would be far off.
    expect(ratioTest([1750, 250], [0.95, 0.05])).toBeLessThan(1e-20)
  })

  it('adds up what several shares say against it', () => {
    const wrong = { share: 0.5, days: [day(560, 440)] }
    const once = armRatio([wrong])
    const twice = armRatio([wrong, { share: 0, days: [day(10, 0)] }, { ...wrong, share: 0.5 }])
    expect(twice.sequentialP / once.sequentialP ** 2).toBeCloseTo(1, 10)
    expect(twice.p).toBeLessThan(once.p)
  })

  it('counts a single account, and an arm that nobody came to', () => {
    // χ² is (0 − ½)² / ¼, so 1, whose tail is 0.3173; and (5 − 2.5)² / 1.25, so 5, whose tail is 0.02535.
    expect(armRatio([{ share: 0.5, days: [day(1, 0)] }]).p).toBeCloseTo(0.3173105, 6)
    expect(armRatio([{ share: 0.5, days: [day(0, 5)] }]).p).toBeCloseTo(0.0253473, 6)
  })

  it('says nothing while nobody has come', () => {
    expect(armRatio([{ share: 0.5, days: [day(0, 0)] }])).toMatchObject({ p: 1, sequentialP: 1 })
  })

  it('says nothing where everybody or nobody is held out', () => {
    expect(armRatio([{ share: 0, days: [day(90, 0)] }])).toMatchObject({ p: 1, sequentialP: 1, control: 0 })
    expect(armRatio([])).toMatchObject({ p: 1, sequentialP: 1, expectedControl: 0 })
  })
})

describe('the health of the arms', () => {
  const rows = (arm: Arm, accounts: number, changes: object = {}) => ({
    ...{ playbookId: 'p', version: 1, share: 0.5, arm, since: NOON, day: 1, accounts },
    ...changes,
  })
  const none = { control: 0, reached: [] }
  const checks = (health: ReturnType<typeof judgeArms>) => health.problems.map(({ check }) => check)

  it('has no problem while nothing is wrong', () => {
    const all = [rows('treatment', 500), rows('control', 500)]
    expect(judgeArms({ all, byPlaybook: all }, none).problems).toEqual([])
  })

  it('names a ratio that chance does not explain, for all and for the playbook', () => {
    const all = [rows('treatment', 800), rows('control', 500)]
    const { problems } = judgeArms({ all, byPlaybook: all }, none)
    expect(problems.map(({ check, playbookId }) => [check, playbookId])).toEqual([
      ['ratio', null],
      ['ratio', 'p'],
    ])
    expect(problems[0]?.what).toContain('500 of 1300')
  })

  it('says when a playbook and its share changed in the middle', () => {
    const later = { version: 2, share: 0.2, since: NOON + DAY, day: 2 }
    const byPlaybook = [
      ...[rows('treatment', 50), rows('control', 50)],
      ...[rows('treatment', 80, later), rows('control', 20, later)],
    ]
    const health = judgeArms({ all: [], byPlaybook }, none)
    expect(checks(health)).toEqual(['playbook_changed', 'share_changed'])
    expect(health.playbooks[0]?.versions).toEqual([
      { version: 1, since: NOON, treatment: 50, control: 50 },
      { version: 2, since: NOON + DAY, treatment: 80, control: 20 },
    ])
    expect(health.problems[1]?.what).toContain('50 % from 2024-07-03, 20 % from 2024-07-04')
  })

  it('counts each held-out account once, however often it was reached', () => {
    const by = (by: 'call' | 'override', accountId: number) => ({
      ...{ interventionId: `${by}${accountId}`, accountId, accountName: 'A', by, at: NOON },
    })
    const reached = [by('call', 1), by('override', 1), by('call', 2)]
    const { contamination, problems } = judgeArms({ all: [], byPlaybook: [] }, { control: 20, reached })
    expect(contamination).toMatchObject({ control: 20, reached: 2, by: { call: 2, override: 1, other_playbook: 0 } })
    expect(problems[0]?.what).toBe(
      '2 of 20 held-out accounts were reached within their window: 1 by an override, 2 by a call, a meeting or a chat.',
    )
    expect(judgeArms({ all: [], byPlaybook: [] }, { control: 41, reached }).problems).toEqual([])
  })

  it('is read from the starts of a period and from what reached held-out accounts in their window', async () => {
    const shop = aReadyCache({ playbookControls: { 'usage-check-in': 1 } })
    const db = shop.connection
    const held = aReachableIssue(db)
    await started(shop, held.issue, { id: 'held' })
    anEvent(db, held.account, 'call', NOON + HOUR)
    // After the window, and before the start: neither has reached anybody.
    anEvent(db, held.account, 'call', NOON - HOUR)
    anEvent(db, held.account, 'call', NOON + 20 * DAY)
    aWorkspace(db, {})
    const treated = aReachableIssue(db)
    await started(shop, treated.issue, { id: 'treated', at: NOON + DAY })
    const clock = aClock(NOON + DAY)
    await aDrain(
      shop,
      aChannel(() => SENT),
      clock,
    )()

    const health = armHealth(shop.read, {}, NOON + 2 * DAY)
    expect(health.ratio).toMatchObject({ treatment: 1, control: 1, expectedControl: 1 })
    expect(health.contamination).toMatchObject({ control: 1, reached: 1 })
    expect(health.contamination.examples).toMatchObject([{ interventionId: 'held', by: 'call', at: NOON + HOUR }])
    expect(checks(health)).toEqual(['contamination', 'share_changed'])
    expect(armHealth(shop.read, { from: NOON + HOUR }, NOON + 2 * DAY).contamination.control).toBe(0)
    expect(armHealth(shop.read, { to: NOON }, NOON + 2 * DAY).ratio).toMatchObject({ treatment: 0, control: 0 })
  })

  it('sees that another playbook wrote to an account that one playbook holds out', async () => {
    const shop = aReadyCache({ playbookControls: { 'usage-check-in': 1 } })
    const db = shop.connection
    const { issue, account } = aReachableIssue(db)
    await started(shop, issue, { id: 'held' })
    db.exec(`INSERT INTO intervention (id, issue_id, account_id, trigger_id, playbook_id, playbook_version, arm,
        exposed_at, window_ends_at, started_by) VALUES ('other', ${issue}, ${account}, 't', 'q', 1, 'treatment',
        ${NOON + HOUR}, ${NOON + DAY}, 'maya');
      INSERT INTO exposure (intervention_id, account_id, issue_id, trigger_id, playbook_id, playbook_version, arm, share,
        origin, actor, assigned_at, act, exposed_at) VALUES ('other', ${account}, ${issue}, 't', 'q', 1, 'treatment', 0,
        'person', 'maya', ${NOON + HOUR}, 'message', ${NOON + 2 * HOUR})`)
    const { contamination } = armHealth(shop.read, {}, NOON + DAY)
    expect(contamination.examples).toMatchObject([
      { interventionId: 'held', by: 'other_playbook', at: NOON + 2 * HOUR },
    ])
  })
})
