import { describe, expect, it } from 'vitest'
import { query } from '../../../main/cache/db.ts'
import { modelsInUse, usedModels } from '../../../main/issue/fold/models.ts'
import { trainBaseRates } from '../../../main/predict/base-rates.ts'
import { modelName, nameOfModel } from '../../../main/predict/model-name.ts'
import { forgetModels, keepModel } from '../../../main/predict/models.ts'
import { DAY } from '../../../shared/trigger/duration.ts'
import { aCache, type TestCache } from '../../helpers/cache.ts'
import { issues, run } from '../../helpers/evaluating.ts'
import { anAccount, anEvent, anObject, atLeast, NOON, withTrigger } from '../../helpers/observed.ts'

const models = (cache: TestCache) =>
  cache.read.all(
    query<{ id: number; trainedAt: number; body: string }>(
      'SELECT id, trained_at AS trainedAt, body FROM model ORDER BY id',
    ),
  )

const keep = (cache: TestCache, body: string) =>
  keepModel(cache, { kind: 'trained', version: 3, trainedAt: NOON, body })

describe('base rates', () => {
  it('are kept with what they were counted from, and as a new model only when they differ', async () => {
    const cache = aCache()
    withTrigger(cache.connection, { window: '14d', prior: { risk: 0.5, weight: 10 } })
    await trainBaseRates({ ...cache, now: NOON - DAY })
    await trainBaseRates({ ...cache, now: NOON })
    withTrigger(cache.connection, { id: 'second', window: '30d', prior: { risk: 0.2, weight: 5 } })
    await trainBaseRates({ ...cache, now: NOON })
    const [first, second, ...more] = models(cache)
    expect(more).toEqual([])
    expect(first?.trainedAt).toBe(NOON - DAY)
    expect(Object.values(JSON.parse(first?.body ?? '').triggers)).toEqual([
      { window: '14d', base: 0.1, rate: { k: 0, n: 0, prior: { risk: 0.5, weight: 10 } } },
    ])
    expect(JSON.parse(second?.body ?? '').triggers.second).toMatchObject({ window: '30d' })
  })

  it('know nothing of signals of other triggers', async () => {
    const cache = aCache()
    withTrigger(cache.connection, { id: 'weak', prior: { risk: 0.2, weight: 1 } })
    withTrigger(cache.connection, { id: 'strong', prior: { risk: 0.6, weight: 1 } })
    const score = await trainBaseRates({ ...cache, now: NOON })
    const held = (triggerId: string) => ({ triggerId, label: triggerId })
    expect(score([held('gone')])).toBeNull()
    expect(score([held('weak'), held('gone'), held('strong')])).toMatchObject({
      leading: 'strong',
      factors: [{ label: 'strong' }, { label: 'weak' }],
      modelId: 1,
    })
  })

  it('are called stated priors until they rest on a firing', () => {
    const cache = aCache()
    expect(nameOfModel({ kind: 'base-rate', version: 1 }, 0)).toBe('stated prior (version 1)')
    expect(nameOfModel({ kind: 'base-rate', version: 1 }, 1)).toBe('base rate of 1 past firing (version 1)')
    expect(nameOfModel({ kind: 'trained', version: 3 }, 20)).toBe('trained model (version 3)')
    expect(modelName(cache.read, 99, 0)).toBe('none')
  })
})

describe('an issue', () => {
  it('keeps the model that its score was computed by while newer ones come to the same', async () => {
    const cache = aCache()
    withTrigger(cache.connection, { when: atLeast(1, 'payment_failed', '90d'), window: '14d' })
    withTrigger(cache.connection, { id: 'other', when: atLeast(1, 'nothing', '1d'), window: '30d' })
    const account = anAccount(cache.connection)
    anEvent(cache.connection, { account, kind: 'payment_failed', at: NOON - DAY })
    await run(cache, NOON)
    const known = issues(cache)
    withTrigger(cache.connection, { id: 'third', when: atLeast(1, 'nothing', '1d'), window: '7d' })
    expect(await run(cache, NOON + DAY)).toMatchObject({ rescored: 0 })
    expect(models(cache)).toHaveLength(2)
    expect(modelsInUse(cache.read)).toEqual([1])
    expect(issues(cache)).toEqual(known)
    // Trouble that followed the first firing changes its trigger's rate, and so the risk.
    anObject(cache.connection, { account, kind: 'ticket', openedAt: NOON + 2 * DAY })
    expect(await run(cache, NOON + 20 * DAY)).toMatchObject({ rescored: 1 })
    expect(modelsInUse(cache.read)).toEqual([3])
  })
})

describe('old models', () => {
  it('are told from those in use by steps in an index, not by reading every issue', () => {
    const steps = aCache().read.explain(usedModels)
    expect(steps.filter(step => step.includes('issue'))).toEqual(
      steps.filter(step => step.includes('USING COVERING INDEX issue_model')),
    )
    expect(steps.join()).toContain('issue_model')
  })

  it('are forgotten unless something was scored by them or they have only just been made', async () => {
    const cache = aCache()
    const ids: number[] = []
    for (let i = 0; i < 25; i++) ids.push(await keep(cache, `{"n":${i}}`))
    await forgetModels(cache, [ids[1] ?? 0])
    expect(models(cache).map(({ id }) => id)).toEqual([ids[1], ...ids.slice(5)])
  })
})
