import { describe, expect, it } from 'vitest'
import { type CohortAsk, reviewCohort } from '../../../../main/measure/cohort/drill.ts'
import { cuped } from '../../../../main/measure/estimate/cuped.ts'
import { differenceOfShares } from '../../../../main/measure/estimate/difference.ts'
import { momentsOf } from '../../../../main/measure/estimate/moments.ts'
import { logRank, survival } from '../../../../main/measure/estimate/survival.ts'
import { reviewFigures } from '../../../../main/measure/figures/figures.ts'
import type { EffectDimension } from '../../../../shared/review/effect.ts'
import { DAY, HOUR } from '../../../../shared/trigger/duration.ts'
import { anIssue, aPlaybook, aTrigger, aWorkspace, NOON } from '../../../helpers/builders.ts'
import { aCache } from '../../../helpers/cache.ts'
import { addHistory, type HistoryShape } from '../../../helpers/review-history.ts'

const MOMENT = { now: NOON, wall: NOON }

function aHistory(shape: Partial<HistoryShape> = {}) {
  const cache = aCache()
  aWorkspace(cache.connection)
  addHistory(cache.connection, {
    ...{ accounts: 600, interventions: 2_500, days: 300, effects: [-0.12, 0, 0.1], seed: 5 },
    ...shape,
  })
  return { ...cache, db: cache.connection }
}

/** Each start whose window has closed, by plain SQL: the group, the arm, and whether a ticket followed. */
const STARTS = `SELECT i.account_id AS account, i.arm, i.playbook_id AS playbook, i.started_by AS specialist,
  s.category, a.plan, a.country, i.trigger_id AS "trigger",
  EXISTS (SELECT 1 FROM object o WHERE o.kind = 'ticket' AND o.account_id = i.account_id
    AND o.opened_at > i.exposed_at AND o.opened_at <= i.window_ends_at) AS contacted
  FROM intervention i JOIN issue s ON s.id = i.issue_id JOIN account a ON a.id = i.account_id
  WHERE i.window_ends_at <= ${NOON} AND i.recalled_at IS NULL`

interface Start {
  account: number
  arm: 'treatment' | 'control'
  contacted: 0 | 1
  [column: string]: unknown
}

/** The ratio of each account, made linear about the ratio of its arm, one number for each account. */
function linear(starts: readonly Start[]): number[] {
  const accounts = [...Map.groupBy(starts, ({ account }) => account).values()]
  const contacts = starts.filter(({ contacted }) => contacted).length
  const ratio = contacts / starts.length
  const each = starts.length / accounts.length
  return accounts.map(own => ratio + (own.filter(({ contacted }) => contacted).length - ratio * own.length) / each)
}

describe('the effect of acting', () => {
  it.each(['category', 'trigger', 'playbook', 'plan', 'country', 'specialist'] as const)(
    'is counted by %s as plain SQL counts it, in both arms',
    dimension => {
      const { read, db } = aHistory()
      const rows = db
        .prepare(
          `SELECT "${dimension}" AS key, arm, count(*) AS starts, count(DISTINCT account) AS accounts,
             sum(contacted) AS contacts FROM (${STARTS}) WHERE "${dimension}" IS NOT NULL GROUP BY 1, 2 ORDER BY 1, 2`,
        )
        .all()
      const found = reviewFigures(read, {}, MOMENT)
        .effects.filter(effect => effect.dimension === dimension)
        .flatMap(({ key, assigned: { treated, control } }) =>
          Object.entries({ control, treatment: treated }).map(([arm, { starts, accounts, contacts }]) => ({
            ...{ key, arm, starts, accounts, contacts },
          })),
        )
      expect(found).toEqual(rows)
    },
  )

  it('has the variance of accounts, not of starts, because starts of one account resemble each other', () => {
    const { read, db } = aHistory()
    const starts = db.prepare<[], Start>(STARTS).all()
    const [a, b] = (['treatment', 'control'] as const).map(arm =>
      momentsOf(linear(starts.filter(start => start.arm === arm))),
    )
    const all = reviewFigures(read, {}, MOMENT).effects.find(({ dimension }) => dimension === 'all')
    const error = Math.sqrt((a?.variance ?? 0) / (a?.n ?? 1) + (b?.variance ?? 0) / (b?.n ?? 1))
    expect(all?.assigned.difference?.value).toBeCloseTo((a?.mean ?? 0) - (b?.mean ?? 0), 12)
    // Newcombe's interval on effective sizes is the plain one of that error, but for its asymmetry.
    const { low = 0, high = 0 } = all?.assigned.difference ?? {}
    expect((high - low) / 2 / 1.96).toBeCloseTo(error, 3)
  })

  it('is Newcombe’s difference where every account has one start', () => {
    const { read, db } = aHistory({ accounts: 900, interventions: 900 })
    db.exec(
      `UPDATE intervention SET recalled_at = 1 WHERE id NOT IN (SELECT min(id) FROM intervention GROUP BY account_id)`,
    )
    const count = (arm: string) =>
      db
        .prepare<[string], { k: number; n: number }>(
          `SELECT sum(contacted) AS k, count(*) AS n FROM (${STARTS}) WHERE arm = ?`,
        )
        .get(arm) ?? { k: 0, n: 0 }
    const expected = differenceOfShares(count('treatment'), count('control'))
    const found = reviewFigures(read, {}, MOMENT).effects[0]?.assigned.difference
    // n − 1 accounts instead of n: the third digit of the bounds.
    expect(found?.value).toBeCloseTo(expected?.value ?? 0, 12)
    expect(found?.low).toBeCloseTo(expected?.low ?? 0, 3)
    expect(found?.high).toBeCloseTo(expected?.high ?? 0, 3)
  })

  it('finds a helpful and a harmful playbook, and says of an idle one what is missing', () => {
    const { read } = aHistory({ accounts: 4_000, interventions: 9_000, heldOut: 0.4, base: 0.3 })
    const { effects, recommendations, headline } = reviewFigures(read, {}, MOMENT)
    const playbooks = effects.filter(({ dimension }) => dimension === 'playbook')
    expect(playbooks.map(({ conclusion }) => conclusion)).toEqual(['fewer', 'cannot_tell', 'more'])
    expect(playbooks[1]?.why).toBe('wide')
    expect(recommendations.map(({ playbookId, advice }) => [playbookId, advice])).toEqual([
      ['playbook-0', 'scale'],
      ['playbook-2', 'pause'],
    ])
    expect(headline).toMatch(
      /^Access playbooks caused [\d,]+ contacts \(.*\); Billing playbooks avoided .*cannot tell yet/,
    )
  })

  it('cannot be told without control accounts, nor with few of them, and says how many are missing', () => {
    const nobody = reviewFigures(aHistory({ heldOut: 0 }).read, {}, MOMENT).effects[0]
    expect(nobody).toMatchObject({ why: 'no_control', moreAccounts: null, conclusion: 'cannot_tell' })
    const onlyControl = reviewFigures(aHistory({ heldOut: 1 }).read, {}, MOMENT).effects[0]
    expect(onlyControl).toMatchObject({ why: 'no_treated', moreAccounts: null, conclusion: 'cannot_tell' })
    const few = reviewFigures(aHistory({ accounts: 200, heldOut: 0.05 }).read, {}, MOMENT).effects[0]
    const { treated, control } = few?.assigned ?? { treated: { accounts: 0 }, control: { accounts: 1 } }
    const accounts = treated.accounts + control.accounts
    expect(few).toMatchObject({ why: 'few', conclusion: 'cannot_tell', assigned: { sequence: null } })
    expect(few?.moreAccounts).toBe(Math.ceil((accounts * 30) / control.accounts) - accounts)
  })

  it('is larger and narrower among those who were, or would have been, written to', () => {
    const { read, db } = aHistory({ accounts: 4_000, interventions: 9_000, heldOut: 0.4, effects: [-0.15] })
    const [all] = reviewFigures(read, {}, MOMENT).effects
    const count = (arm: string) =>
      db
        .prepare(
          `SELECT count(*) FROM exposure WHERE arm = ? AND exposed_at IS NOT NULL AND assigned_at <= ${NOON - 14 * DAY}
             AND assigned_at >= (SELECT min(assigned_at) FROM exposure WHERE ghost = 1)`,
        )
        .pluck()
        .get(arm)
    expect([all?.ghost?.treated.starts, all?.ghost?.control.starts]).toEqual([count('treatment'), count('control')])
    expect(all?.ghost?.difference?.value).toBeLessThan(all?.assigned.difference?.value ?? -1)
    expect(all?.ghost?.difference?.low).toBeLessThan(-0.15)
    expect(all?.ghost?.difference?.high).toBeGreaterThan(-0.15)
  })

  it('leaves starts whose window is open out of the comparison, and counts them', () => {
    const { read, db } = aHistory()
    const open = db.prepare(`SELECT count(*) FROM intervention WHERE window_ends_at > ${NOON}`).pluck().get()
    expect(open).toBeGreaterThan(50)
    expect(reviewFigures(read, {}, MOMENT).effects[0]?.open).toBe(open)
  })

  it('tells two playbooks of one name apart', () => {
    const { read, db } = aHistory()
    for (const id of ['playbook-0', 'playbook-1']) aPlaybook(db, { id, name: 'Call them' })
    aPlaybook(db, { id: 'playbook-2', name: 'Write to them' })
    const labels = reviewFigures(read, {}, MOMENT)
      .effects.filter(({ dimension }) => dimension === 'playbook')
      .map(({ label }) => label)
    expect(labels).toEqual(['Call them (playbook-0)', 'Call them (playbook-1)', 'Write to them'])
  })

  it('is narrower once contacts of the time before are taken out, by what they explain', () => {
    const { read, db } = aHistory({ accounts: 2_000, interventions: 2_000, days: 60, heldOut: 0.5 })
    db.exec(
      `UPDATE intervention SET recalled_at = 1 WHERE id NOT IN (SELECT min(id) FROM intervention GROUP BY account_id)`,
    )
    const units = db
      .prepare<[], { arm: string; after: number; before: number }>(
        `SELECT i.arm, contacted AS after, (SELECT count(*) FROM object o WHERE o.account_id = i.account_id
           AND o.kind = 'ticket' AND o.opened_at < i.exposed_at AND o.opened_at >= i.exposed_at - ${90 * DAY}) AS before
         FROM (${STARTS}) q JOIN intervention i ON i.account_id = q.account AND i.recalled_at IS NULL`,
      )
      .all()
    const byHand = cuped(
      units.filter(({ arm }) => arm === 'treatment'),
      units.filter(({ arm }) => arm === 'control'),
    )
    const all = reviewFigures(read, {}, MOMENT).effects[0]
    expect(all?.adjusted?.value).toBeCloseTo(byHand.treated.mean - byHand.control.mean, 3)
    expect(all?.adjusted?.explained).toBeCloseTo(byHand.explained, 2)
    expect(all?.adjusted?.explained).toBeGreaterThan(0.01)
  })
})

describe('segments', () => {
  it('are named where their effect differs beyond chance, and not where it does not', () => {
    const same = reviewFigures(aHistory({ accounts: 3_000, interventions: 6_000 }).read, {}, MOMENT)
    expect(same.segmentsTested).toBeGreaterThan(8)
    expect(same.gaps).toEqual([])
    const { read, db } = aHistory({ accounts: 4_000, interventions: 5_000, heldOut: 0.4, effects: [-0.05] })
    // Treated accounts of one country all wrote in.
    db.exec(
      `INSERT INTO object (account_id, source_id, kind, external_id, state, opened_at)
       SELECT i.account_id, 1, 'ticket', 'x' || i.id, 'open', i.exposed_at + 1 FROM intervention i
         JOIN account a ON a.id = i.account_id WHERE a.country = 'FR' AND i.arm = 'treatment'`,
    )
    const { gaps, recommendations } = reviewFigures(read, {}, MOMENT)
    expect(gaps[0]).toMatchObject({ dimension: 'country', key: 'FR' })
    expect(gaps[0]?.gap.low).toBeGreaterThan(0.3)
    expect(recommendations).toMatchObject([{ advice: 'split', segment: 'FR' }])
  })
})

describe('the league', () => {
  it('draws the best playbook towards the others, and its total is the sum of what is drawn', () => {
    const { read } = aHistory({
      accounts: 3_000,
      interventions: 12_000,
      heldOut: 0.4,
      effects: [-0.1, -0.02, 0, -0.05],
    })
    const { league } = reviewFigures(read, {}, MOMENT)
    const best = league.rows[0]
    expect(best?.key).toBe('playbook-0')
    expect(Math.abs(best?.adjusted.value ?? 0)).toBeLessThan(Math.abs(best?.measured.value ?? 0))
    const sum = (of: 'measured' | 'adjusted') =>
      league.rows.reduce((total, row) => total - row[of].value * row.starts, 0)
    expect(league.naive?.value).toBeCloseTo(sum('measured'), 8)
    expect(league.adjusted?.value).toBeCloseTo(sum('adjusted'), 8)
    expect(league.adjusted?.low).toBeLessThan(sum('adjusted'))
  })
})

describe('retention', () => {
  it('is the curve of accounts from their first start on, in the arm of that start', () => {
    const { read, db } = aHistory()
    const first = db
      .prepare<[], { arm: string; at: number; left: number | null }>(
        `SELECT arm, min(exposed_at) AS at, (SELECT churned_at FROM account WHERE id = i.account_id) AS left
         FROM intervention i GROUP BY account_id`,
      )
      .all()
    const watched = (arm: string) =>
      first
        .filter(one => one.arm === arm && (one.left === null || one.left > one.at))
        .map(({ at, left }) => ({ time: ((left ?? NOON) - at) / DAY, left: left !== null }))
    const { treated, control, logRankP, after } = reviewFigures(read, {}, MOMENT).retention
    expect([treated.accounts, control.accounts]).toEqual([watched('treatment').length, watched('control').length])
    expect(treated.steps.at(-1)?.share).toBeCloseTo(survival(watched('treatment')).at(-1)?.share ?? 0, 12)
    expect(logRankP).toBeCloseTo(logRank(watched('treatment'), watched('control'))?.p ?? 0, 12)
    expect(after.map(({ days }) => days)).toEqual([30, 60, 90])
    for (const { difference, treated: a, control: b } of after) {
      expect(difference.value).toBeCloseTo(a - b, 12)
      expect(difference.low).toBeLessThan(difference.value)
    }
  })
})

describe('an arm that nobody has left', () => {
  it('is as unsure as few accounts are', () => {
    const { read, db } = aHistory({ accounts: 120, interventions: 300, heldOut: 0.05 })
    db.exec(
      `UPDATE account SET churned_at = NULL
       WHERE id IN (SELECT account_id FROM intervention WHERE arm = 'control')`,
    )
    const { after, control } = reviewFigures(read, {}, MOMENT).retention
    expect(control.accounts).toBeLessThan(12)
    expect(control.steps.at(-1)?.share).toBe(1)
    expect(control.steps.at(-1)?.low).toBeLessThan(0.9)
    for (const { difference } of after) expect(difference.high).toBeGreaterThan(0)
  })
})

describe('tickets', () => {
  it('of each week are those of accounts that were active for all of it', () => {
    const { read, db } = aHistory()
    const { ticketWeeks } = reviewFigures(read, {}, MOMENT)
    const week = ticketWeeks[20]
    const active = `(a.churned_at IS NULL OR a.churned_at >= @to) AND a.signed_up_at <= @at`
    const ask = (sql: string) =>
      db
        .prepare(sql)
        .pluck()
        .get({ at: week?.at, to: (week?.at ?? 0) + 7 * DAY }) as number
    const first = `(SELECT arm FROM intervention i WHERE i.account_id = a.id ORDER BY exposed_at LIMIT 1)`
    const since = `(SELECT min(exposed_at) FROM intervention i WHERE i.account_id = a.id)`
    expect(week?.all.accounts).toBe(ask(`SELECT count(*) FROM account a WHERE ${active}`))
    expect(week?.all.tickets).toBe(
      ask(`SELECT count(*) FROM object o JOIN account a ON a.id = o.account_id
        WHERE o.opened_at >= @at AND o.opened_at < @to AND ${active}`),
    )
    expect(week?.treated.accounts).toBe(
      ask(`SELECT count(*) FROM account a WHERE ${active} AND ${first} = 'treatment' AND ${since} < @at`),
    )
    expect(week?.control.tickets).toBe(
      ask(`SELECT count(*) FROM object o JOIN account a ON a.id = o.account_id
        WHERE o.opened_at >= @at AND o.opened_at < @to AND ${active} AND ${first} = 'control' AND ${since} < @at`),
    )
  })

  it('took a median time that SQL finds as well', () => {
    const { read, db } = aHistory()
    const hours = db
      .prepare<[], number>(`SELECT (closed_at - opened_at) / ${HOUR}.0 FROM object ORDER BY 1`)
      .pluck()
      .all()
    const { theirs, ours } = reviewFigures(read, {}, MOMENT).resolution
    const half = hours.length / 2
    const middle = ((hours[Math.ceil(half) - 1] ?? 0) + (hours[Math.floor(half)] ?? 0)) / 2
    expect(theirs.n).toBe(hours.length)
    expect(theirs.median?.value).toBeCloseTo(middle, 10)
    expect(theirs.median?.low).toBeLessThan(middle)
    expect(ours.n).toBe(db.prepare("SELECT count(*) FROM outbox WHERE state = 'sent'").pluck().get())
  })
})

describe('the return', () => {
  it('rests on contacts avoided, accounts kept, revenue and minutes that plain SQL finds as well', () => {
    const { read, db } = aHistory({ accounts: 3_000, interventions: 8_000, heldOut: 0.4, effects: [-0.12] })
    const { roi, effects, retention } = reviewFigures(read, {}, MOMENT)
    const ask = (sql: string) => db.prepare(sql).pluck().get() as number
    const share = (arm: string) => ask(`SELECT avg(contacted) FROM (${STARTS}) WHERE arm = '${arm}'`)
    const closed = ask(`SELECT count(*) FROM (${STARTS}) WHERE arm = 'treatment'`)
    const avoided = (share('control') - share('treatment')) * closed
    expect(avoided).toBeGreaterThan(100)
    // A sequence is centred on the difference, whatever its width.
    expect(roi.avoided?.value).toBeCloseTo(avoided, 6)
    expect([roi.avoided?.low, roi.avoided?.high]).toEqual([
      -(effects[0]?.assigned.sequence?.high ?? 0) * closed,
      -(effects[0]?.assigned.sequence?.low ?? 0) * closed,
    ])
    const treated = `(SELECT DISTINCT account_id FROM intervention WHERE arm = 'treatment')`
    expect(roi.monthlyMinor).toBe(Math.round(ask(`SELECT avg(mrr_minor) FROM account WHERE id IN ${treated}`)))
    expect(roi.minutes).toBe(
      ask(`SELECT sum(s.minutes) FROM intervention i JOIN issue s ON s.id = i.issue_id WHERE i.arm = 'treatment'`),
    )
    const last = retention.after.at(-1)?.difference.value ?? 0
    expect(roi.kept?.value).toBeCloseTo(last * retention.treated.accounts, 9)
  })

  it('says where one treated account pays more than all others together, and only there', () => {
    const { read, db } = aHistory()
    const dominantShare = () => reviewFigures(read, {}, MOMENT).roi.dominantShare
    expect(dominantShare()).toBeNull()
    const treated = `SELECT DISTINCT account_id FROM intervention WHERE arm = 'treatment'`
    db.exec(`UPDATE account SET mrr_minor = 1000000000 WHERE id = (${treated} LIMIT 1)`)
    const share = db
      .prepare(`SELECT max(mrr_minor) * 1.0 / sum(mrr_minor) FROM account WHERE id IN (${treated})`)
      .pluck()
    expect(dominantShare()).toBeCloseTo(share.get() as number, 12)
    expect(dominantShare()).toBeGreaterThan(0.9)
  })

  it('says nothing of contacts avoided while one cannot tell', () => {
    expect(reviewFigures(aHistory({ heldOut: 0 }).read, {}, MOMENT).roi).toMatchObject({ avoided: null, kept: null })
  })
})

describe('contacts that we caused', () => {
  it('are counted among treated starts from which something left, by playbook, as plain SQL counts them', () => {
    const { read, db } = aHistory()
    // Every seventh start, in both arms and whether or not anything left: only messages can have caused a contact.
    db.exec(`UPDATE outcome SET induced_at = 1 WHERE CAST(substr(intervention_id, 2) AS INTEGER) % 7 = 0`)
    const expected = db
      .prepare(
        `SELECT i.playbook_id AS playbookId, sum(c.induced_at IS NOT NULL) AS k, count(*) AS n
         FROM intervention i JOIN outcome c ON c.intervention_id = i.id
         WHERE i.arm = 'treatment' AND EXISTS (SELECT 1 FROM outbox o WHERE o.intervention_id = i.id AND o.state = 'sent')
         GROUP BY 1 ORDER BY k DESC, 1`,
      )
      .all()
    const found = reviewFigures(read, {}, MOMENT).induced
    expect(found.map(({ playbookId, induced: { k, n } }) => ({ playbookId, k, n }))).toEqual(expected)
    expect(found[0]?.induced.low).toBeLessThan(found[0]?.induced.value ?? 0)
  })
})

describe('the work of the team', () => {
  it('reaches as far into the queue as its hours, and an hour more is worth the next hour', () => {
    const { read, db } = aHistory({ interventions: 10 })
    // 1 h for 900, then half an hour for 90, by priority.
    for (const [priority, minutes, value] of [
      [9, 60, 10_000],
      [5, 30, 1_000],
    ] as const)
      db.prepare('UPDATE issue SET priority = ?, minutes = ?, value_minor = ? WHERE id = ?').run(
        ...[priority, minutes, value, anIssue(db)],
      )
    expect(reviewFigures(read, {}, MOMENT).reach).toEqual({
      ...{ currency: 'EUR', minutes: 90, valueMinor: 990, hours: [900, 990], unpriced: 0 },
    })
  })

  it('is counted for each person, and waiting issues by age', () => {
    const { read, db } = aHistory({ interventions: 40 })
    const id = anIssue(db, { openedAt: NOON - 5 * DAY })
    db.prepare("UPDATE issue SET claimed_by = 'maya' WHERE id = ?").run(id)
    anIssue(db, { openedAt: NOON - 40 * DAY })
    const { workload, ageing } = reviewFigures(read, {}, MOMENT)
    const started = db.prepare('SELECT count(*) FROM intervention WHERE started_by = ?').pluck().get('maya')
    expect(workload.find(({ actor }) => actor === 'maya')).toMatchObject({ claimed: 1, claimedMinutes: 8, started })
    expect(ageing.queue).toEqual([{ state: 'open', oldestAt: NOON - 40 * DAY, buckets: [0, 0, 1, 0, 0, 1] }])
  })

  it('names the trigger of what was dismissed, and why', () => {
    const { read, db } = aHistory({ interventions: 1 })
    aTrigger(db)
    for (const because of ['false_positive', 'known', 'resolved'])
      db.prepare(
        `INSERT INTO signal (account_id, trigger_id, trigger_version, fired_at, evidence, issue_id)
         SELECT account_id, 'usage-down', 1, 0, '{}', id FROM issue WHERE id = ?`,
      ).run(anIssue(db, { state: 'closed', closedBecause: because, closedAt: NOON }))
    expect(reviewFigures(read, {}, MOMENT).dismissed[0]).toMatchObject({
      label: 'Use has dropped',
      closed: 3,
      reasons: { false_positive: 1, known: 1, not_worth_it: 0 },
      falsePositives: { k: 1, n: 3 },
    })
  })
})

describe('every figure', () => {
  it('opens exactly the starts that it counts, in every group', () => {
    const { read } = aHistory({ interventions: 800 })
    const { effects } = reviewFigures(read, {}, MOMENT)
    const name: Partial<Record<EffectDimension, keyof CohortAsk>> = {
      ...{ category: 'category', trigger: 'triggerId', playbook: 'playbookId', plan: 'plan', size: 'size' },
      ...{ country: 'country', specialist: 'specialist' },
    }
    for (const { dimension, key, assigned, open } of effects) {
      const group = name[dimension]
      const opened = (figure: CohortAsk['figure']) =>
        reviewCohort(read, { figure, ...(group ? { [group]: key } : {}), offset: 0, limit: 2_000 }, NOON).length
      expect({
        group: [dimension, key],
        treated: opened('treated'),
        control: opened('control'),
        contacts: [opened('treated_contacts'), opened('control_contacts')],
        open: opened('open'),
      }).toEqual({
        group: [dimension, key],
        treated: assigned.treated.starts,
        control: assigned.control.starts,
        contacts: [assigned.treated.contacts, assigned.control.contacts],
        open,
      })
    }
  })

  it('opens the accounts that left', () => {
    const { read } = aHistory({ interventions: 800 })
    const { treated, control } = reviewFigures(read, {}, MOMENT).retention
    const left = reviewCohort(read, { figure: 'left', offset: 0, limit: 2_000 }, NOON)
    expect(left.length).toBe(treated.left + control.left)
  })
})
