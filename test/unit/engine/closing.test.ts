import { existsSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, it, onTestFinished } from 'vitest'
import { tryLead } from '../../../main/cache/leader.ts'
import { DATABASE, openCache } from '../../../main/cache/open.ts'
import { commands } from '../../../main/engine/commands.ts'
import { createEngine, systemDeps } from '../../../main/engine/engine.ts'
import { openWorkspace } from '../../../main/engine/open/open.ts'
import { compose } from '../../../main/engine/part.ts'
import { ok, unwrap } from '../../../shared/result.ts'
import { aReachableIssue, NOON } from '../../helpers/builders.ts'
import { anEngine, engineDeps } from '../../helpers/engine.ts'
import { aKind, aRestSource } from '../../helpers/scheduled.ts'
import { scripted } from '../../helpers/scripted-source.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'

/** SQLite removes the log when the last connection to a file is closed, whichever thread had it. */
const connected = (dir: string): boolean => existsSync(join(dir, `${DATABASE}-wal`))

it('an engine that is closed has no connection to its file any more, and another process may lead', async () => {
  const dir = tempFolder()
  const { engine } = await anEngine({ dir })
  unwrap(await engine.delivery.drain())
  await engine.review.summary({})
  expect([connected(dir), tryLead(dir)]).toEqual([true, null])
  await engine.close()
  expect(connected(dir)).toBe(false)
  const lock = tryLead(dir)
  onTestFinished(() => lock?.release())
  expect(lock).not.toBeNull()
})

it('a folder that is refused after its file was opened is let go of', async () => {
  const dir = tempFolder()
  const { connection, reader } = unwrap(openCache(dir))
  connection.close()
  reader.close()
  const refused = await createEngine(engineDeps({ dir, create: null }).deps)
  expect(refused).toMatchObject({ ok: false, error: { what: 'This folder holds no complete workspace.' } })
  expect(connected(dir)).toBe(false)
})

it('a part that fails to close keeps neither the file nor the lock', async () => {
  const dir = tempFolder()
  const { deps } = engineDeps({ dir })
  const whole = unwrap(
    await compose(async (keep, closing) => {
      const workspace = keep(unwrap(await openWorkspace({ ...deps, commands, closing })))
      expect(await workspace.leadership.lead()).toBe(true)
      keep({ close: () => Promise.reject(new Error('stuck')) })
      return ok({})
    }),
  )
  await expect(whole.close()).rejects.toThrow('stuck')
  expect(connected(dir)).toBe(false)
  const lock = tryLead(dir)
  onTestFinished(() => lock?.release())
  expect(lock).not.toBeNull()
})

it('a bulk outreach that is cut off goes on at the next opening, as nobody has cancelled it', async () => {
  const dir = tempFolder()
  const atNoon = { dir, wall: () => NOON }
  const { engine } = await anEngine(atNoon)
  const db = new Database(join(dir, DATABASE))
  onTestFinished(() => {
    db.close()
  })
  const acting = () => db.prepare("SELECT count(*) FROM issue WHERE state = 'acting'").pluck().get() as number
  const issueIds = Array.from({ length: 40 }, () => aReachableIssue(db).issue)
  const starting = engine.bulk.startMany({ playbookId: 'usage-check-in', issueIds })
  while (acting() === 0) await new Promise(resolve => setImmediate(resolve))
  await engine.close()
  unwrap(await starting)
  expect(acting()).toBeLessThan(40)
  const next = await anEngine({ ...atNoon, create: null })
  await next.engine.bulk.settle()
  expect(acting()).toBe(40)
})

it('closing waits for a sync with all that follows it, so nothing is written to a closed file', async () => {
  const reached = Promise.withResolvers<void>()
  const stuck = aKind(() =>
    scripted([
      {
        name: 'accounts',
        record: 'account',
        fresh: [{}],
        before: () => {
          reached.resolve()
          return new Promise<void>(() => {})
        },
      },
    ]),
  )
  const { engine } = await anEngine({ kinds: { rest: stuck } })
  const log: string[] = []
  const syncing = engine.sync(await aRestSource(engine, 'Billing')).then(report => {
    log.push('synced')
    return report
  })
  await reached.promise
  await engine.close()
  log.push('closed')
  expect(unwrap(await syncing)).toMatchObject({ cancelled: true })
  expect(log).toEqual(['synced', 'closed'])
})

it('a sample that is closed while its past is lived through stops after the week it is in', async () => {
  const create = { name: 'Shop', sample: { seed: 1, accounts: 60, days: 120 } }
  const { engine } = await anEngine({ ...systemDeps, create })
  const log: string[] = []
  const syncing = engine.sync(undefined).then(() => log.push('synced'))
  const lives = () =>
    engine.tasks.list().some(({ title, state }) => title.startsWith('Replaying') && state === 'running')
  while (!lives()) await new Promise(resolve => setImmediate(resolve))
  await engine.close()
  log.push('closed')
  await syncing
  expect(log).toEqual(['synced', 'closed'])
})
