import { join } from 'node:path'
import { createRouterClient, type RouterClient } from '@orpc/server'
import Database from 'better-sqlite3'
import { router } from '../../../main/api/router.ts'
import { DATABASE } from '../../../main/cache/open.ts'
import { createHost, type HostDeps } from '../../../main/engine/host.ts'
import { environmentSecrets } from '../../../main/engine/secrets-store.ts'
import { unwrap } from '../../../shared/result.ts'
import type { AskedAbout } from '../../helpers/asked-calls.ts'
import { fillTables } from '../../helpers/big-tables.ts'
import { NOON } from '../../helpers/builders.ts'
import { linksIn } from '../../helpers/links.ts'
import { referenceCodes } from '../../helpers/reference-codes.ts'

/** Left out: they are work that waits, and a workspace that opens would begin with it. */
const WAITING = ['dirty', 'due']

const depsOf = (dir: string): HostDeps => ({
  ...{ root: dir, dir, shell: 'cli', actor: 'maya', device: 'bench', appVersion: '0', pickFiles: null },
  secrets: environmentSecrets({}),
})

/** Makes a workspace with `rows` rows in each table that grows; gives the number of its connected source. */
async function makeBigWorkspace(dir: string, rows: number): Promise<number> {
  const made = unwrap(await createHost(depsOf(dir), { name: 'Big', sample: null }))
  const call = createRouterClient(router, { context: { host: made } })
  await call.workspace.setClock({ mode: 'fixed', at: NOON })
  const { sourceId } = await call.source.add({ name: 'Stripe', kind: 'rest', config: { manifest: 'stripe' } })
  await made.close()
  fill(join(dir, DATABASE), rows)
  return sourceId
}

/**
 * The same as a desk meets it after a bad week: evaluated once, so that an engine which opens it finds nothing to do, and
 * nineteen of twenty issues open with their signals, which no evaluation of made-up rows would give.
 */
export async function makeBusyWorkspace(dir: string, rows: number): Promise<void> {
  await makeBigWorkspace(dir, rows)
  const host = unwrap(await createHost(depsOf(dir), null))
  await createRouterClient(router, { context: { host } }).signal.evaluate({ everything: true })
  await host.close()
  const db = new Database(join(dir, DATABASE))
  db.exec(`UPDATE signal SET cleared_at = NULL WHERE cleared_at IS NOT NULL;
    UPDATE issue SET state = 'open', snoozed_until = NULL, closed_at = NULL WHERE id % 20 <> 0 AND state <> 'open';
    DELETE FROM dirty; DELETE FROM due; UPDATE source SET paused = 1`)
  db.exec(`INSERT INTO outage (uid, dimension, component, state, sure, began_at, declared_at, declared_by, marked_as)
    VALUES ('down', 'feature', 'reports', 'open', '["certain"]', 0, 0, 'maya', 'open')`)
  leaveAlone(db)
  db.pragma('wal_checkpoint(TRUNCATE)')
  db.close()
}

/** The same, open: its calls, and ids that they can be asked about. */
export async function bigWorkspace(dir: string, rows: number) {
  const sourceId = await makeBigWorkspace(dir, rows)
  const host = unwrap(await createHost(depsOf(dir), null))
  const client = createRouterClient(router, { context: { host } })
  const about = await askedAbout(client, join(dir, DATABASE), sourceId)
  return { client, about, close: () => host.close() }
}

type Client = RouterClient<typeof router>

/** 2100-01-01. */
const NEVER = 4_102_444_800_000

/**
 * Nothing is to be settled, sent or moved on: an engine that opens it would look at each issue and fix, close what no signal
 * holds, and work through runs for minutes, each of which has the page ask again.
 */
const leaveAlone = (db: Database.Database): void =>
  void db.exec(`UPDATE intervention SET wake_at = ${NEVER} WHERE state = 'running';
    DELETE FROM issue_due; DELETE FROM outcome_due;
    UPDATE resolution SET verdict = 'worked', judged_at = 1 WHERE verdict IS NULL;
    INSERT OR REPLACE INTO setting (key, value) VALUES ('outbox.paused', 'true')`)

function fill(file: string, rows: number): void {
  const db = new Database(file)
  for (const pragma of ['foreign_keys = OFF', 'synchronous = OFF', 'journal_mode = WAL', 'cache_size = -262144'])
    db.pragma(pragma)
  db.transaction(() => fillTables(db, rows, WAITING))()
  leaveAlone(db)
  db.pragma('wal_checkpoint(TRUNCATE)')
  db.close()
}

/** Rows at the beginning, in the middle and at the end. */
async function askedAbout(client: Client, file: string, systemId: number): Promise<AskedAbout> {
  const db = new Database(file, { readonly: true })
  const three = <T>(table: string, id: string): T[] => {
    const last = db.prepare(`SELECT max(rowid) FROM ${table}`).pluck().get() as number
    const at = db.prepare<[number], T>(`SELECT ${id} FROM ${table} WHERE rowid >= ? LIMIT 1`).pluck()
    return [1, Math.floor(last / 2), last].flatMap(rowid => at.get(rowid) ?? [])
  }
  const [issue = 1] = three<number>('issue', 'id')
  const accounts = three<number>('account', 'id')
  const ids = {
    accounts,
    issues: three<number>('issue', 'id'),
    links: linksIn(db),
    messages: three<number>('outbox', 'id'),
    codes: referenceCodes(db),
    interventions: db.prepare<[], string>('SELECT id FROM intervention LIMIT 3').pluck().all(),
    reachable: { issue, contact: three<number>('contact', 'id')[0] ?? 1 },
    billed: { issue },
    incidentId: three<number>('incident', 'id')[0] ?? 1,
    outageId: three<number>('outage', 'id')[0] ?? 1,
    ...{ sourceId: 1, systemId },
  }
  db.close()
  return { ...ids, playbook: (await client.playbook.get({ id: 'usage-check-in' })).playbook }
}
