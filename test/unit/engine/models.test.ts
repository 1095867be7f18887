import { join } from 'node:path'
import Database from 'better-sqlite3'
import { beforeAll, describe, expect, it } from 'vitest'
import { query } from '../../../main/cache/db.ts'
import { type Engine, systemDeps } from '../../../main/engine/engine.ts'
import { listCards } from '../../../main/predict/door.ts'
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

/** A model that knows nothing but sign-ins in 28 days, as if it had been chosen. */
function choose(engine: Engine): void {
  const file = new Database(join(engine.dir, 'workspace.db'))
  putTrained(file, aTrainedBody())
  file.close()
}

describe('training', () => {
  it('judges by later outcomes in a thread, as a task, and keeps the card', async () => {
    const engine = await aSample()
    const training = engine.models.train(7)
    await until(() => engine.tasks.list().some(({ title, done }) => title === 'Training the model' && done > 0))
    const card = await training
    expect(card?.learned.to).toBeLessThan(card?.judged.from ?? 0)
    expect(card?.judged.to).toBeLessThanOrEqual(engine.clock.now() - 7 * DAY)
    expect(listCards(engine.read)).toMatchObject([{ inUse: card?.chosen, card: { horizonDays: 7, why: card?.why } }])
  })

  it('says so where there is nothing to train on, and can be cancelled', async () => {
    const { engine: empty } = await anEngine()
    await expect(empty.models.train(7)).rejects.toThrow('There are too few outcomes to train on.')
    const engine = await aSample()
    const running = engine.models.train(7)
    await until(() =>
      engine.tasks.list().some(({ title, state }) => title === 'Training the model' && state === 'running'),
    )
    const [task] = engine.tasks.list().filter(({ title }) => title === 'Training the model')
    engine.tasks.cancel(task?.id ?? '')
    expect(await running).toBeNull()
    expect(listCards(engine.read)).toEqual([])
  })
})

describe('drift', () => {
  it('holds accounts of now against the spread that the model in use was trained on', async () => {
    const engine = await aSample()
    expect(await engine.models.drift()).toBeNull()
    const file = new Database(join(engine.dir, 'workspace.db'))
    // At the training, everybody had signed in less than once in four weeks.
    const spreads = [{ column: 'sign-ins', is: 'number' as const, edges: [0], shares: [0.95, 0.05, 0] }]
    const modelId = putTrained(file, { ...aTrainedBody(), spreads })
    file.close()
    const found = await engine.models.drift()
    expect(found).toMatchObject({ modelId, trainedAt: 0 })
    expect(found?.columns).toMatchObject([{ column: 'sign-ins', missing: { before: 0, now: 0 } }])
    expect(found?.columns[0]?.psi).toBeGreaterThan(1)
  })
})

describe('why', () => {
  it('is measured again as of both moments, and says what changed between them', async () => {
    const engine = await aSample()
    await expect(engine.models.why({ accountId: 1 })).rejects.toThrow('No trained model explains')
    choose(engine)
    const at = engine.clock.now()
    const before = at - 30 * DAY
    const logins = (account: number, moment: number) =>
      engine.read.get(
        query<{ n: number }>(
          "SELECT count(*) AS n FROM event WHERE account_id = ? AND kind = 'login' AND at > ? AND at <= ?",
          [account, moment - 28 * DAY, moment],
        ),
      )?.n
    const stays = engine.read.all(query<{ id: number }>('SELECT id FROM account WHERE churned_at IS NULL LIMIT 5'))
    for (const { id } of stays) {
      const found = await engine.models.why({ accountId: id, at, before })
      const own = found.contributions.find(({ column }) => column === 'sign-ins')
      expect(own?.value).toBe(logins(id, at))
      const z = oddsOfSignIns(logins(id, at) ?? 0)
      expect(found.now.logOdds).toBeCloseTo(z, 9)
      const changes = found.before?.changes ?? []
      const sum = changes.reduce((total, { logOdds }) => total + logOdds, 0)
      expect(sum).toBeCloseTo(z - (found.before?.logOdds ?? 0), 9)
      expect(changes.length).toBe(logins(id, at) === logins(id, before) ? 0 : 1)
    }
    await expect(engine.models.why({ accountId: 999_999 })).rejects.toThrow('There is no account 999999.')
  })
})
