import { describe, expect, it } from 'vitest'
import { createRetraining } from '../../../main/engine/learning/retraining.ts'
import { createTasks } from '../../../main/engine/open/tasks.ts'
import { DAY, HOUR } from '../../../shared/trigger/duration.ts'
import { aWorkspace, NOON } from '../../helpers/builders.ts'
import { aReadyCache } from '../../helpers/ready-cache.ts'
import { aTrainedBody, putTrained } from '../../helpers/trained-model.ts'

/** A console whose last model was trained at noon, on a horizon of seven days. Trainings end when they are told to. */
function aConsole({ outcomes = 1_000 } = {}) {
  const cache = aReadyCache()
  aWorkspace(cache.connection)
  putTrained(cache.connection, aTrainedBody())
  cache.connection.prepare('UPDATE model SET trained_at = ?').run(NOON)
  let [now, n] = [NOON, 0]
  const tasks = createTasks({ wall: () => now, ids: () => `t-${++n}`, onChange: () => {} })
  const trainings: { horizonDays: number; asked: AbortSignal; end: () => void }[] = []
  const looks: (() => void)[] = []
  const counted: number[] = []
  const retraining = createRetraining({
    ...{ read: cache.read, tasks, clock: { now: () => now, wall: () => now } },
    train: (horizonDays, asked) =>
      tasks.run('analyse', 'Training the model', () => {
        const { promise, resolve } = Promise.withResolvers<null>()
        asked.addEventListener('abort', () => resolve(null))
        trainings.push({ horizonDays, asked, end: () => resolve(null) })
        return promise
      }),
    outcomesSince: async since => {
      counted.push(since)
      return outcomes
    },
    every: look => {
      looks.push(look)
      return () => void looks.pop()
    },
  })
  const turn = async (at: number) => {
    now = at
    retraining.beginIfDue()
    // A count and the beginning of a task each take a turn of the loop.
    for (let turns = 0; turns < 5; turns++) await new Promise(resolve => setImmediate(resolve))
  }
  const lookAround = async () => {
    for (const look of [...looks]) look()
    for (let turns = 0; turns < 5; turns++) await new Promise(resolve => setImmediate(resolve))
  }
  return { ...cache, retraining, tasks, trainings, counted, turn, lookAround }
}

describe('automatic retraining', () => {
  it('begins a horizon after the last training, once enough outcomes have come since', async () => {
    const { turn, trainings, counted } = aConsole()
    await turn(NOON + 7 * DAY - HOUR)
    expect(trainings).toEqual([])
    await turn(NOON + 7 * DAY)
    expect(counted).toEqual([NOON])
    expect(trainings).toMatchObject([{ horizonDays: 7 }])
  })

  it('does not begin after too few, and counts once an hour', async () => {
    const { turn, trainings, counted } = aConsole({ outcomes: 10 })
    for (const at of [7 * DAY, 7 * DAY + HOUR - 1, 7 * DAY + HOUR]) await turn(NOON + at)
    expect(trainings).toEqual([])
    expect(counted).toHaveLength(2)
  })

  it('does not begin while it is turned off', async () => {
    const { turn, trainings, connection } = aConsole()
    connection.prepare('INSERT INTO setting VALUES (?, ?)').run('predict.retraining', '{"isOn":false}')
    await turn(NOON + 30 * DAY)
    expect(trainings).toEqual([])
  })

  it('waits while a person’s work runs, but not for an evaluation', async () => {
    const { turn, trainings, tasks } = aConsole()
    const { promise, resolve } = Promise.withResolvers<void>()
    const work = tasks.run('backtest', 'Back-test', () => promise)
    await turn(NOON + 8 * DAY)
    expect(trainings).toEqual([])
    resolve()
    await work
    void tasks.run('evaluate', 'Evaluating triggers', () => new Promise(() => {}))
    await turn(NOON + 8 * DAY + 1)
    expect(trainings).toHaveLength(1)
  })

  it('gives way to a person’s work, and is tried again an hour later', async () => {
    const { turn, trainings, tasks, lookAround } = aConsole()
    await turn(NOON + 8 * DAY)
    await lookAround()
    expect(trainings[0]?.asked.aborted).toBe(false)
    const { promise, resolve } = Promise.withResolvers<void>()
    const work = tasks.run('analyse', 'Judging a table', () => promise)
    await lookAround()
    expect(trainings[0]?.asked.aborted).toBe(true)
    resolve()
    await work
    await turn(NOON + 8 * DAY + HOUR)
    expect(trainings).toHaveLength(2)
  })

  it('gives way to a training that a person asks for', async () => {
    const { turn, trainings, tasks, lookAround } = aConsole()
    await turn(NOON + 8 * DAY)
    void tasks.run('analyse', 'Training the model', () => new Promise(() => {}))
    await lookAround()
    expect(trainings[0]?.asked.aborted).toBe(true)
  })

  it('is not begun again that day after a person cancelled it', async () => {
    const { turn, trainings, lookAround } = aConsole()
    await turn(NOON + 8 * DAY)
    trainings[0]?.end()
    await lookAround()
    await turn(NOON + 8 * DAY + 2 * HOUR)
    expect(trainings).toHaveLength(1)
    await turn(NOON + 9 * DAY)
    expect(trainings).toHaveLength(2)
  })

  it('is broken off when the console closes', async () => {
    const { turn, trainings, retraining } = aConsole()
    await turn(NOON + 8 * DAY)
    await retraining.close()
    expect(trainings[0]?.asked.aborted).toBe(true)
  })
})
