import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { query, type ReadDb } from '../../../main/cache/db.ts'
import { DATABASE } from '../../../main/cache/open.ts'
import type { Engine } from '../../../main/engine/engine.ts'
import { type Playbook, playbookSchema } from '../../../shared/intervention/playbook.ts'
import { ok } from '../../../shared/result.ts'
import { aPlaybook, aReachableIssue } from '../../helpers/builders.ts'
import { aKind, anEngine, aRestSource } from '../../helpers/scheduled.ts'
import { scripted } from '../../helpers/scripted-source.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'
import { until } from '../../helpers/until.ts'

const WAITS: Playbook = playbookSchema.parse({
  id: 'patient',
  name: 'Patient',
  summary: '',
  categories: ['usage'],
  treatability: 0.3,
  window: '14d',
  steps: [
    { type: 'wait', for: '2d' },
    { type: 'task', title: 'Nobody answered', details: '' },
  ],
})

describe('a console that was closed for days', () => {
  it('reads new records before a playbook goes on because nothing came', async () => {
    let release = () => {}
    const held = new Promise<void>(done => {
      release = done
    })
    let opened = 0
    const slow = aKind(async () => {
      opened++
      await held
      return ok(scripted([]))
    })
    const dir = tempFolder()
    const first = await anEngine({ rest: slow }, { dir, background: false })
    await aRestSource(first.engine, 'Desk')
    waitingRun(dir)
    await first.engine.close()

    const { engine } = await anEngine({ rest: slow }, { dir, create: null })
    await until(() => opened > 0)
    // Several turns of the background pass while the source is being read.
    for (let turns = 0; turns < 3; turns++) await aTurn(engine, dir)
    expect(tasksOf(engine.read)).toBe(0)
    release()
    await until(() => tasksOf(engine.read) === 1)
  })
})

const tasksOf = (read: ReadDb): number =>
  read.get(query<{ n: number }>("SELECT count(*) AS n FROM step WHERE kind = 'task'"))?.n ?? 0

/** Resolves when a turn of the background has begun, and so another one is over: each notices that others have written. */
async function aTurn(engine: Engine, dir: string): Promise<void> {
  let noticed = false
  engine.changes.subscribe('changed', ({ tables }) => {
    noticed ||= tables.includes('*')
  })
  const other = new Database(join(dir, DATABASE))
  other.exec("INSERT INTO setting VALUES ('test.turn', '1') ON CONFLICT DO UPDATE SET value = value + 1")
  other.close()
  await until(() => {
    // Asking whether it is at rest makes the engine look at once.
    engine.idle()
    return noticed
  })
}

/** A run whose wait was over yesterday. */
function waitingRun(dir: string): void {
  const db = new Database(join(dir, DATABASE))
  aPlaybook(db, WAITS)
  const { issue, account, contact } = aReachableIssue(db)
  const now = Date.UTC(2025, 0, 10)
  const day = 86_400_000
  // It was read before, so this is no first load, and it is due.
  db.prepare("INSERT INTO stream (source_id, name, synced_at) VALUES (1, 'tickets', ?)").run(now - 3 * day)
  db.prepare('UPDATE source SET next_at = ? WHERE id = 1').run(now - 2 * day)
  db.prepare(
    `INSERT INTO intervention (id, issue_id, account_id, contact_id, trigger_id, playbook_id, playbook_version, arm,
       exposed_at, window_ends_at, started_by, state, position, wake_at)
     VALUES ('r', ?, ?, ?, 't', 'patient', 1, 'treatment', ?, ?, 'ada', 'running', 1, ?)`,
  ).run(issue, account, contact, now - 3 * day, now + 11 * day, now - day)
  db.prepare(
    `INSERT INTO step (intervention_id, n, position, kind, state, at, detail) VALUES ('r', 0, 0, 'wait', 'open', ?, ?)`,
  ).run(now - 3 * day, JSON.stringify({ until: now - day }))
  db.close()
}
