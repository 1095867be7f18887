import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, it } from 'vitest'
import { DATABASE } from '../../main/cache/open.ts'
import { DAY, HOUR } from '../../shared/duration.ts'
import { aReachableIssue, aTrigger, NOON } from '../helpers/builders.ts'
import { aWorkspace } from '../helpers/called-workspace.ts'

const AT_NIGHT = NOON + 11 * HOUR
const EARLIER = NOON - 60 * DAY

/** A workspace whose clock stands still, with one account that could be written to. */
async function aStillWorkspace(at: number) {
  const { dir, call } = await aWorkspace()
  await call.workspace.setGuardrails({ holdout: 0, quietHours: { from: 20, to: 8 }, undoSeconds: 0 })
  await call.workspace.setClock({ mode: 'fixed', at })
  const db = new Database(join(dir, DATABASE))
  aTrigger(db)
  const { issue } = aReachableIssue(db, { contact: { email: 'ada@example.com', timeZone: 'UTC' } })
  db.close()
  const start = () => call.intervention.start({ issueId: issue, playbookId: 'usage-check-in' })
  const waiting = async () => (await call.outbox.list({ state: 'waiting' }))[0]
  return { call, issue, start, waiting }
}

it('a message that waits for an hour is due again once the clock is moved', async () => {
  const { call, start, waiting } = await aStillWorkspace(AT_NIGHT)
  await start()
  const held = await waiting()
  expect(held?.why).toMatch(/08:00.*clock stands still/)
  expect(held?.notBefore).toBeGreaterThan(Date.now())
  await call.workspace.setClock({ mode: 'fixed', at: AT_NIGHT + 12 * HOUR })
  expect((await waiting())?.notBefore).toBeLessThanOrEqual(Date.now())
})

it('an issue that still holds can be started after the clock was turned back to before it was found', async () => {
  const { call, issue, start } = await aStillWorkspace(NOON)
  const openedAt = async () => (await call.issue.get({ id: issue })).row.openedAt
  expect(await openedAt()).toBeGreaterThan(EARLIER)
  await call.workspace.setClock({ mode: 'fixed', at: EARLIER })
  expect(await openedAt()).toBe(EARLIER)
  expect(await start()).toMatchObject({ arm: 'treatment' })
})
