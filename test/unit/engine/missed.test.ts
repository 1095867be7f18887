import { join } from 'node:path'
import Database from 'better-sqlite3'
import { beforeAll, describe, expect, it } from 'vitest'
import { systemDeps } from '../../../main/engine/engine.ts'
import { judgeMissed } from '../../../main/engine/learning/judge-missed.ts'
import { recallFiguresOf } from '../../../main/measure/door.ts'
import { starterTriggers } from '../../../main/signal/starter-triggers.ts'
import type { RecallFigures } from '../../../shared/review/missed.ts'
import { REPLAYING_TRIGGERS } from '../../../shared/review/missed-tasks.ts'
import { DAY } from '../../../shared/trigger/duration.ts'
import { anEngine } from '../../helpers/engine.ts'
import { run } from '../../helpers/evaluating.ts'
import { livedSample, putLivedSample } from '../../helpers/lived-sample.ts'
import { withTrigger } from '../../helpers/observed.ts'
import { ravenstackConfig, ravenstackFolder, WITHOUT_RAVENSTACK } from '../../helpers/ravenstack.ts'
import { aSyncedFolder } from '../../helpers/synced-folder.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'
import { until } from '../../helpers/until.ts'

beforeAll(() => void livedSample())

async function aSample() {
  const dir = tempFolder()
  putLivedSample(dir)
  return (await anEngine({ ...systemDeps, create: null, dir })).engine
}

/** Counted once more, in one statement each that shares nothing with the code. */
const TICKETS = `SELECT count(*) AS n FROM object t JOIN account a ON a.id = t.account_id AND a.merged_into IS NULL
  WHERE t.kind = 'ticket' AND t.opened_at BETWEEN ? AND ? AND ifnull(t.author_judged, ifnull(t.author, 'customer')) = 'customer'
    AND t.external_id NOT IN (SELECT ifnull(provider_id, '') FROM outbox WHERE account_id = t.account_id)`
const CANCELLATIONS = 'SELECT count(*) AS n FROM account WHERE churned_at BETWEEN ? AND ? AND merged_into IS NULL'
const HELD_OUT = `SELECT count(*) AS n FROM object t WHERE t.kind = 'ticket' AND t.opened_at BETWEEN ? AND ?
  AND EXISTS (SELECT 1 FROM intervention i WHERE i.account_id = t.account_id AND i.arm = 'control'
    AND i.recalled_at IS NULL AND i.exposed_at < t.opened_at AND t.opened_at <= i.window_ends_at)`

const sumOf = ({ endings }: RecallFigures) => Object.values(endings).reduce((sum, n) => sum + n, 0)

function counter(file: string) {
  const db = new Database(file, { readonly: true })
  return (sql: string, from: number, to: number) => db.prepare<[number, number], number>(sql).pluck().get(from, to) ?? 0
}

describe('on the sample', () => {
  it('every ticket and cancellation has exactly one cause: overall, by category, by week and row by row', async () => {
    const engine = await aSample()
    const now = engine.clock.now()
    const count = counter(join(engine.dir, 'workspace.db'))
    const replays = new Set<string>()
    /** Asks, and leaves once triggers are being replayed. */
    const askAndLeave = async (from: number) => {
      const leaving = new AbortController()
      const answer = engine.missed.figures({ from, to: now }, leaving.signal)
      const begun = () =>
        engine.tasks.list().filter(({ id, title }) => title.startsWith('Replaying') && !replays.has(id))
      await until(() => begun().length > 0)
      for (const { id } of begun()) replays.add(id)
      leaving.abort()
      return answer.catch((error: Error) => error.message)
    }
    const abandoned = askAndLeave(now - 60 * DAY)
    await until(() => replays.size > 0)
    const resumed = askAndLeave(0)
    expect(await abandoned, 'another period is asked about').toContain('The replay was cancelled.')
    for (const from of [0, now - 60 * DAY]) {
      const figures = await engine.missed.figures({ from, to: now })
      if (from === 0) expect(await resumed, 'goes on for one who left and came back').toEqual(figures)
      expect(figures.tickets).toBe(count(TICKETS, from, now - 1))
      expect(figures.cancellations).toBe(count(CANCELLATIONS, from, now - 1))
      expect(figures.all).toBe(figures.tickets + figures.cancellations)
      expect(sumOf(figures)).toBe(figures.all)
      expect(figures.categories.reduce((sum, { recall }) => sum + recall.n, 0)).toBe(figures.all)
      expect(figures.weeks.reduce((sum, { recall }) => sum + recall.n, 0)).toBe(figures.all)
      expect(figures.weeks.reduce((sum, { recall }) => sum + recall.k, 0)).toBe(figures.recall.k)
    }

    // The same engine goes on: it replays every trigger once, which takes longer than all the rest.
    const period = { from: 0, to: now }
    const { endings, replayed } = await engine.missed.figures(period)
    const rows = await engine.missed.tickets(period)
    for (const [ending, n] of Object.entries(endings)) expect(rows.filter(one => one.ending === ending)).toHaveLength(n)
    expect(Object.values(endings).filter(n => n > 0).length).toBeGreaterThanOrEqual(5)
    expect(replayed).toBeGreaterThan(0)
    const held = rows.filter(({ kind, ending }) => kind === 'ticket' && ending === 'held_out').length
    expect(held).toBeGreaterThan(0)
    expect(held).toBeLessThanOrEqual(count(HELD_OUT, 0, period.to))
  })
})

it('leaving a period does not cancel the one that was chosen in its place', async () => {
  const engine = await aSample()
  const to = engine.clock.now()
  const left = new AbortController()
  const first = engine.missed.figures({ from: to - 30 * DAY, to }, left.signal)
  const second = engine.missed.figures({ from: to - 60 * DAY, to })
  // Only work that is a task can be cancelled.
  await until(() => engine.tasks.list().some(({ title }) => title === REPLAYING_TRIGGERS))
  left.abort()
  expect((await second).all).toBeGreaterThan((await first).all)
})

it.skipIf(ravenstackFolder() === null)(
  ravenstackFolder() === null ? WITHOUT_RAVENSTACK : 'the causes of RavenStack’s tickets add up to all tickets',
  async () => {
    const folder = aSyncedFolder('ravenstack')
    try {
      await folder.sync(await ravenstackConfig(folder.dir))
      for (const trigger of starterTriggers()) withTrigger(folder.connection, trigger)
      const now = Date.parse('2024-12-31T00:00:00Z')
      const file = folder.connection.name
      await run({ ...folder, file }, now)
      const { troubles, watchedFrom } = judgeMissed(folder.read, {}, now)
      const figures = recallFiguresOf({ troubles, period: {}, now, watchedFrom })
      expect(figures.tickets).toBe(counter(file)(TICKETS, 0, now))
      expect(figures.cancellations).toBe(counter(file)(CANCELLATIONS, 0, now))
      expect(sumOf(figures)).toBe(figures.all)
      expect(figures.replayed).toBe(troubles.filter(({ at }) => at < (watchedFrom ?? 0)).length)
    } finally {
      folder.close()
    }
  },
)
