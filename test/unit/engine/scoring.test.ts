import { join } from 'node:path'
import Database from 'better-sqlite3'
import { beforeAll, describe, expect, it } from 'vitest'
import { query } from '../../../main/cache/db.ts'
import { type Engine, systemDeps } from '../../../main/engine/engine.ts'
import type { CategoryHead } from '../../../main/predict/learn/heads/category-head.ts'
import { sigmoid } from '../../../main/predict/learn/log-odds.ts'
import { DAY } from '../../../shared/trigger/duration.ts'
import { anEngine } from '../../helpers/engine.ts'
import { livedSample, putLivedSample } from '../../helpers/lived-sample.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'
import { aTrainedBody, oddsOfSignIns, putTrained } from '../../helpers/trained-model.ts'
import { until } from '../../helpers/until.ts'

beforeAll(() => void livedSample())

async function aSample(): Promise<Engine> {
  const dir = tempFolder()
  putLivedSample(dir)
  return (await anEngine({ ...systemDeps, create: null, dir })).engine
}

/** Makes a model of sign-ins the one in use, as a training does; its id. */
function choose(engine: Engine, intercept = -2): number {
  const file = new Database(join(engine.dir, 'workspace.db'))
  const id = putTrained(file, aTrainedBody({ intercept }))
  file.close()
  return id
}

interface Scored {
  id: number
  account: number
  risk: number
  low: number | null
  high: number | null
  model: string
  base: number
  factors: string
  state: string
  left: number | null
}

/** Issues that are not over and of which a signal holds: the others keep the score that they had last. */
const openIssues = (engine: Engine) =>
  engine.read.all(
    query<Scored>(
      `SELECT i.id, i.account_id AS account, i.state, i.risk, i.risk_low AS low, i.risk_high AS high, m.kind AS model, i.base,
         i.factors, a.churned_at AS left
       FROM issue i JOIN model m ON m.id = i.model_id JOIN account a ON a.id = i.account_id
       WHERE i.state <> 'closed' AND EXISTS (SELECT 1 FROM signal s WHERE s.issue_id = i.id AND s.cleared_at IS NULL)
       ORDER BY i.id`,
    ),
  )
const count = (engine: Engine, of: string) =>
  engine.read.get(query<{ n: number }>(`SELECT count(*) AS n FROM ${of}`))?.n

/** Sign-ins of an account in the 28 days before now. */
const signIns = (engine: Engine, account: number): number => {
  const now = engine.clock.now()
  const counted = query<{ n: number }>(
    "SELECT count(*) AS n FROM event WHERE account_id = ? AND kind = 'login' AND at > ? AND at <= ?",
    [account, now - 28 * DAY, now],
  )
  return engine.read.get(counted)?.n ?? 0
}

describe('issues', () => {
  it('are scored by base rates until a model is chosen, then by the risk of their account with its width', async () => {
    const engine = await aSample()
    await engine.evaluate(false)
    const before = openIssues(engine)
    expect(before.length).toBeGreaterThan(10)
    expect(new Set(before.map(({ model, low }) => [model, low].join()))).toEqual(new Set(['base-rate,']))
    choose(engine)
    await engine.evaluate(false)
    const after = openIssues(engine)
    for (const { account, risk, low, high, model, base, factors, left } of after) {
      if (left !== null) continue
      const expected = sigmoid(oddsOfSignIns(signIns(engine, account)))
      expect([model, risk]).toEqual(['learned', expect.closeTo(expected, 9)])
      expect([low, high]).toEqual([Math.min(0.1, risk), Math.max(0.2, risk)])
      const parts = (JSON.parse(factors) as { label: string; contribution: number }[]).map(one => one.contribution)
      expect(parts.reduce((sum, part) => sum + part, base)).toBeCloseTo(risk, 9)
    }
    expect(after.some(({ model }) => model === 'learned')).toBe(true)
  })

  it('keep a score only where it changes, and all of them are scored again by the next model', async () => {
    const engine = await aSample()
    choose(engine)
    await engine.evaluate(false)
    const [scores, standings] = [count(engine, 'score') ?? 0, count(engine, 'issue_score') ?? 0]
    const scoredAccounts = count(engine, 'account_risk') ?? 0
    expect(scores).toBe(scoredAccounts)
    expect(scores).toBeGreaterThan(10)
    await engine.evaluate(true)
    expect([count(engine, 'score'), count(engine, 'issue_score')]).toEqual([scores, standings])
    const next = choose(engine, -1)
    await engine.evaluate(false)
    expect(count(engine, 'score')).toBe(scores + scoredAccounts)
    expect(count(engine, `account_risk WHERE model_id = ${next}`)).toBe(scoredAccounts)
    for (const { account, risk, model } of openIssues(engine))
      if (model === 'learned') expect(risk).toBeCloseTo(sigmoid(oddsOfSignIns(signIns(engine, account), -1)), 9)
  })
})

describe('issues of a category that the model tells apart', () => {
  it('have the risk of a ticket about it, others that of any ticket, and what was kept says both again', async () => {
    const engine = await aSample()
    const body = aTrainedBody()
    if (!body.model) throw new Error('no model')
    const [calm] = engine.read.all(
      query<{ category: string }>('SELECT category FROM issue GROUP BY 1 ORDER BY count(*) DESC'),
    )
    const category = calm?.category ?? ''
    // Half as much as any ticket in log odds, and 3 below; sign-ins weigh 0.2 less.
    const head: CategoryHead = {
      ...{ category, begin: { slope: 0.5, intercept: -3 }, terms: [0] },
      weights: { intercept: 0, weights: [-0.2], means: [20], scales: [10] },
      calibration: { is: 'line', slope: 1, intercept: 0 },
      ...{ widths: { scores: [], low: [0.001], high: [0.02] }, rows: 100, positives: 30 },
    }
    const oddsOf = (account: number) => {
      const seen = Math.min(Math.max((signIns(engine, account) - 20) / 10, -5), 5)
      return 0.5 * oddsOfSignIns(signIns(engine, account)) - 3 - 0.2 * seen
    }
    const file = new Database(join(engine.dir, 'workspace.db'))
    putTrained(file, { ...body, model: { ...body.model, heads: [head] } })
    file.close()
    await engine.evaluate(false)
    const about = new Map(
      engine.read
        .all(
          query<{ id: number; about: string | null; category: string }>(
            'SELECT id, risk_about AS about, category FROM issue',
          ),
        )
        .map(({ id, ...row }) => [id, row]),
    )
    const scored = openIssues(engine).filter(({ model }) => model === 'learned')
    for (const { id, account, risk, low, high, base, factors } of scored) {
      const is = about.get(id)
      expect(is?.about).toBe(is?.category === category ? category : null)
      const odds = is?.about ? oddsOf(account) : oddsOfSignIns(signIns(engine, account))
      expect(risk).toBeCloseTo(sigmoid(odds), 9)
      expect([low, high]).toEqual(
        is?.about ? [Math.min(0.001, risk), Math.max(0.02, risk)] : [Math.min(0.1, risk), Math.max(0.2, risk)],
      )
      const parts = (JSON.parse(factors) as { contribution: number }[]).map(({ contribution }) => contribution)
      expect(parts.reduce((sum, part) => sum + part, base)).toBeCloseTo(risk, 9)
    }
    expect(new Set(scored.map(({ id }) => about.get(id)?.about))).toEqual(new Set([category, null]))
    const own = scored.find(({ id }) => about.get(id)?.about === category)
    if (!own) throw new Error('no issue of the category')
    const why = await engine.models.why({ issueId: own.id })
    expect(why).toMatchObject({ about: category, from: 'kept', now: { low: own.low, high: own.high } })
    expect(why.now.logOdds).toBeCloseTo(oddsOf(own.account), 9)
    const sum = why.contributions.reduce((total, { logOdds }) => total + logOdds, why.base)
    expect(sum).toBeCloseTo(why.now.logOdds, 9)
    expect(engine.models.history({ issueId: own.id }).points.at(-1)).toMatchObject({ risk: own.risk, low: own.low })
    const [scores, standings] = [count(engine, 'score'), count(engine, 'issue_score')]
    await engine.evaluate(true)
    expect([count(engine, 'score'), count(engine, 'issue_score')]).toEqual([scores, standings])
  })
})

describe('why an issue stood where it stood', () => {
  it('is rebuilt from what was kept, and the difference between two moments adds up', async () => {
    const engine = await aSample()
    await engine.evaluate(false)
    const byRates = engine.clock.now()
    await until(() => engine.clock.now() > byRates)
    const first = choose(engine)
    await engine.evaluate(false)
    const byFirst = engine.clock.now()
    await until(() => engine.clock.now() > byFirst)
    const second = choose(engine, -1)
    await engine.evaluate(false)
    // What autopilot took up after that is seen by the next one.
    await engine.evaluate(false)
    const [one] = openIssues(engine).filter(({ model, state }) => model === 'learned' && state === 'open')
    if (!one) throw new Error('no issue was scored')
    const odds = (intercept: number) => oddsOfSignIns(signIns(engine, one.account), intercept)
    const now = await engine.models.why({ issueId: one.id, before: byFirst })
    expect(now).toMatchObject({ modelId: second, from: 'kept', horizonDays: 7 })
    expect(now.now.logOdds).toBeCloseTo(odds(-1), 9)
    expect(now.before).toMatchObject({ changes: [{ column: 'another way of scoring', logOdds: expect.closeTo(1, 9) }] })
    const then = await engine.models.why({ issueId: one.id, at: byFirst, before: byRates })
    expect(then.modelId).toBe(first)
    expect(then.now.logOdds).toBeCloseTo(odds(-2), 9)
    const before = then.before ?? null
    expect([before?.low, before?.high]).toEqual([null, null])
    const sum = before?.changes.reduce((total, { logOdds }) => total + logOdds, before.logOdds)
    expect(sum).toBeCloseTo(then.now.logOdds, 9)
    const queue = engine.read.all(
      query<{ id: number }>("SELECT id FROM issue WHERE state = 'open' ORDER BY priority DESC, id"),
    )
    const place = queue.findIndex(({ id }) => id === one.id)
    expect(now.standing).toMatchObject({ rank: place + 1, of: queue.length, state: 'open' })
    expect(now.standing?.triggers.length).toBeGreaterThan(0)
  })

  it('is refused in words before it was opened and where there is none', async () => {
    const engine = await aSample()
    await expect(engine.models.why({ issueId: 1, at: 1_000 })).rejects.toThrow('Nothing was kept of this issue')
    await expect(engine.models.why({ issueId: 999_999 })).rejects.toThrow('There is no issue 999999.')
  })
})
