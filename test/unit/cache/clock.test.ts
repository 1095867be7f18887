import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { undo } from '../../../main/cache/journal.ts'
import { DATABASE } from '../../../main/cache/open.ts'
import { commands } from '../../../main/engine/commands.ts'
import { seed } from '../../../main/engine/open/seed.ts'
import { clockSettingOf, setClock } from '../../../main/engine/open/workspace.ts'
import type { ClockSetting } from '../../../shared/model/workspace.ts'
import { unwrap } from '../../../shared/result.ts'
import { DAY, HOUR } from '../../../shared/trigger/duration.ts'
import { aReachableIssue, aTrigger, NOON } from '../../helpers/builders.ts'
import { aCache } from '../../helpers/cache.ts'
import { aWorkspace } from '../../helpers/called-workspace.ts'
import { decideNow } from '../../helpers/decisions.ts'

const AT_NIGHT = NOON + 11 * HOUR
const SAMPLE_SHOP = { seed: 1, accounts: 10, days: 30 }
const EARLIER = NOON - 60 * DAY
const isSound = () => expect.fail('the file is not damaged')

/** A workspace whose clock stands still, with one account that could be written to. */
async function aStillWorkspace(at: number) {
  const { dir, call } = await aWorkspace()
  await call.workspace.setGuardrails({ holdout: 0, quietHours: { from: 20, to: 8 }, undoSeconds: 0 })
  await call.workspace.setClock({ mode: 'fixed', at })
  const db = new Database(join(dir, DATABASE))
  aTrigger(db)
  // A source that tells of use, so that no use is known and not merely unheard of.
  db.prepare("INSERT INTO stream_kind VALUES (1, 'usage', 'event', 'feature_used')").run()
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
  expect(held?.why).toMatch(/08:00.*clock does not move/)
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

it('what was started in a time that the clock was set back behind stays, and is said each time', async () => {
  const { call, issue, start, waiting } = await aStillWorkspace(NOON)
  const later = async (at: number) => (await call.workspace.setClock({ mode: 'fixed', at })).begunLater
  expect(await later(NOON - DAY)).toBe(0)
  await later(NOON)
  await start()
  expect(await later(NOON + DAY)).toBe(0)
  expect(await later(NOON - DAY)).toBe(1)
  expect((await call.issue.get({ id: issue })).row.state).toBe('acting')
  // Recalled, it is as if it had never been, and the issue can be acted on at that moment.
  await call.outbox.recall({ id: (await waiting())?.id ?? 0 })
  expect(await later(NOON - DAY)).toBe(0)
  expect(await start()).toMatchObject({ arm: 'treatment' })
})

describe('the clock of the sample, when it is opened a week later', () => {
  const open = async (decide: (cache: ReturnType<typeof aCache>) => Promise<unknown>) => {
    const cache = aCache()
    const at = (wall: number) =>
      seed({ ...cache, create: { name: 'Shop', sample: SAMPLE_SHOP }, id: 'w', name: 'Shop', wall, onDamage: isSound })
    unwrap(await at(NOON))
    await decide(cache)
    unwrap(await at(NOON + 7 * DAY))
    return clockSettingOf(cache.read)
  }
  const choose = ({ writer }: ReturnType<typeof aCache>, setting: ClockSetting, id: string) =>
    decideNow(writer, setClock, setting, { id })
  const goesOn = { mode: 'shifted', offset: -7 * DAY }

  it('stays real, or still, once a person has chosen that', async () => {
    expect(await open(cache => choose(cache, { mode: 'real' }, 'd-1'))).toEqual({ mode: 'real' })
    expect(await open(cache => choose(cache, { mode: 'fixed', at: 5 }, 'd-1'))).toEqual({ mode: 'fixed', at: 5 })
  })

  it('goes on where it stood after a choice was taken back', async () => {
    const back = async (cache: ReturnType<typeof aCache>) => {
      await choose(cache, { mode: 'fixed', at: 5 }, 'd-1')
      const decision = { id: 'u-1', actor: 'maya', device: 'test', at: NOON }
      await cache.writer.write('user', tx => undo(tx, commands, decision, undefined))
    }
    expect(await open(back)).toEqual(goesOn)
  })

  it('lets a message that waits be as old as the shop says, however long nobody opened it', async () => {
    const cache = aCache()
    cache.connection.pragma('foreign_keys = OFF')
    const at = (wall: number) =>
      seed({ ...cache, create: { name: 'Shop', sample: SAMPLE_SHOP }, id: 'w', name: 'Shop', wall, onDamage: isSound })
    unwrap(await at(NOON))
    for (const state of ['waiting', 'unsure', 'sent'])
      cache.connection
        .prepare(
          `INSERT INTO outbox (key, intervention_id, issue_id, account_id, lane, channel, recipient, payload, overrides,
             state, queued_at, not_before) VALUES (?, ?, 1, 1, 'l', 'email', 'a@b.example', '{}', '[]', ?, ?, ?)`,
        )
        .run(state, state, state, NOON - DAY, NOON)
    const ages = (wall: number) =>
      cache.connection.prepare('SELECT (? - queued_at) / ? FROM outbox ORDER BY id').pluck().all(wall, DAY)
    for (const days of [7, 7, 30]) {
      unwrap(await at(NOON + days * DAY))
      expect(ages(NOON + days * DAY)).toEqual([1, 1, days + 1])
    }
  })
})
