import Database from 'better-sqlite3'
import { expect, it, onTestFinished } from 'vitest'
import { setAutopilot } from '../../../main/intervention/start/autopilot-store.ts'
import { DEFAULT_STOP_RULE } from '../../../shared/intervention/stop-rule.ts'
import { unwrap } from '../../../shared/result.ts'
import { aReachableIssue, NOON } from '../../helpers/builders.ts'
import { anEngine } from '../../helpers/engine.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'

/** An engine in a workspace at noon, and a second connection that observes for it. */
async function atNoon() {
  const dir = tempFolder()
  const { engine } = await anEngine({ dir, wall: () => NOON, random: () => 0 })
  const db = new Database(`${dir}/workspace.db`)
  onTestFinished(() => {
    db.close()
  })
  return { engine, dir, db, count: (sql: string) => db.prepare(`SELECT count(*) FROM ${sql}`).pluck().get() as number }
}

it('starts what autopilot is on for after each evaluation, in the process that leads', async () => {
  const { engine, db, count } = await atNoon()
  unwrap(
    await engine.decide(setAutopilot, {
      ...{ triggerId: 'usage-down', enabled: true, dailyCap: 5 },
      rule: DEFAULT_STOP_RULE,
    }),
  )
  // New triggers are looked at for everybody; what was observed by hand comes after that.
  await engine.evaluate(false)
  aReachableIssue(db, { issue: { openedAt: NOON } })
  await engine.evaluate(false)
  expect(count('intervention')).toBe(0)
  // Only the leading process sends.
  unwrap(await engine.delivery.drain())
  await engine.evaluate(false)
  expect(count("intervention WHERE origin = 'autopilot' AND started_by = 'autopilot'")).toBe(1)
})

it('an undo takes a whole batch back before it answers', async () => {
  const { engine, db, count } = await atNoon()
  const issueIds = Array.from({ length: 30 }, () => aReachableIssue(db).issue)
  const made = unwrap(await engine.bulk.startMany({ playbookId: 'usage-check-in', issueIds }))
  expect(made.started + made.held + made.heldOut).toBe(30)
  expect(count("issue WHERE state = 'acting'")).toBe(30)
  unwrap(await engine.undo(undefined))
  expect(count("issue WHERE state = 'open'")).toBe(30)
  expect(count("outbox WHERE state <> 'cancelled'")).toBe(0)
})
