import type { Clock } from '../../../shared/clock.ts'
import type { PushdownReport } from '../../../shared/model/source.ts'
import { FailureError, fail, ok, type Result, unwrap } from '../../../shared/result.ts'
import { slugOf } from '../../../shared/text/slug.ts'
import { firesWhen } from '../../../shared/trigger/trigger.ts'
import { readCurrencies } from '../../cache/currencies.ts'
import { query, type ReadDb } from '../../cache/db.ts'
import type { Json } from '../../cache/journal.ts'
import type { Writer } from '../../cache/writer.ts'
import {
  compilePostgres,
  enabledTriggers,
  figureLabels,
  parseMapping,
  type StoredTrigger,
  type WarehouseMapping,
} from '../../signal/door.ts'
import { addSource, updateSource } from '../../sync/door.ts'
import type { Decisions } from '../open/decisions.ts'
import type { TaskHandle, Tasks } from '../open/tasks.ts'
import { type Warehouse, withWarehouse } from './warehouse-connection.ts'
import { bringOver, pushdownCancelled, type WarehouseSource } from './warehouse-load.ts'

export interface PushdownAsk {
  /** What the source is called; the same name again asks the same source. */
  name: string
  mapping: unknown
  url: string
  password: string | null
  triggerId?: string | undefined
  /** Accounts that a trigger may bring over at most. */
  limit: number
}

interface Deps extends Pick<Decisions, 'decide'> {
  writer: Writer
  read: ReadDb
  clock: Clock
  tasks: Tasks
  /** Evaluates what changed. */
  evaluate(): Promise<unknown>
}

type AtRisk = PushdownReport['triggers'][number]

/** How long a query of a trigger may take in the warehouse, ms. */
const TIMEOUT = 5 * 60_000
/**
 *   trigger ─▶ SQL in the warehouse ─▶ accounts at risk ─┐
 *   accounts of this source with an open signal ─────────┴▶ their facts ─▶ cache ─▶ evaluate
 *
 * The others stay where they are. Accounts that came over before and have a signal that is still open come again, so that
 * it closes when their condition has cleared.
 */
export async function pushdown(deps: Deps, ask: PushdownAsk): Promise<Result<PushdownReport>> {
  const mapping = parseMapping(ask.mapping)
  if (!mapping.ok) return mapping
  const all = enabledTriggers(deps.read)
  const triggers = all.filter(({ definition }) => ask.triggerId === undefined || definition.id === ask.triggerId)
  if (triggers.length === 0) return nothingToRun(ask.triggerId)
  const reach = { url: ask.url, password: ask.password, timeout: TIMEOUT }
  const work = (task: TaskHandle) =>
    withWarehouse(reach, async warehouse => {
      const now = deps.clock.now()
      const found = await findAtRisk(deps.read, warehouse, mapping.value, triggers, now, ask.limit, task)
      const source = await sourceOf(deps, ask.name, mapping.value)
      const atRisk = found.flatMap(one => one.accounts.map(account => account.externalId))
      const ids = [...new Set([...atRisk, ...deps.read.all(openOf(source.id)).map(row => row.id)])].sort()
      const sync = await bringOver(
        deps.writer,
        warehouse,
        { mapping: mapping.value, source, ids, triggers: all, now },
        task,
      )
      return { found, sync, source }
    })
  const done = await deps.tasks.run('sync', `Asking ${ask.name}`, work)
  if (!done.ok) return done
  await deps.evaluate()
  const { found, sync, source } = done.value
  return ok({ triggers: found.map(one => ({ ...one, confirmed: confirmed(deps.read, source.id, one) })), sync })
}

const nothingToRun = (triggerId: string | undefined): Result<never> =>
  triggerId === undefined
    ? fail('refused', 'There is nothing to run.', 'No trigger is on.', 'Turn on a trigger first.')
    : fail(
        'not_found',
        `Trigger ${triggerId} was not run.`,
        'No trigger with that name is on.',
        'Check the list of triggers.',
      )

async function findAtRisk(
  read: ReadDb,
  warehouse: Warehouse,
  mapping: WarehouseMapping,
  triggers: readonly StoredTrigger[],
  now: number,
  limit: number,
  task: TaskHandle,
): Promise<AtRisk[]> {
  const found: AtRisk[] = []
  const currencies = readCurrencies(read)
  for (const [n, { definition }] of triggers.entries()) {
    task.progress(n, triggers.length, 'triggers', definition.title)
    if (task.signal.aborted) throw pushdownCancelled
    const { id: triggerId, title, when, each } = definition
    const compiled = compilePostgres(firesWhen(definition), now, mapping, {
      ...{ limit: limit + 1, each: each?.kind, currencies },
    })
    if (!compiled.ok) {
      found.push({ triggerId, title, accounts: [], more: false, refused: compiled.error, confirmed: 0 })
      continue
    }
    const labels = figureLabels(when)
    const rows = await warehouse.all(compiled.value)
    const accounts = rows.slice(0, limit).map(row => ({
      externalId: String(row.account),
      figures: labels.map((label, f) => ({ label, value: figure(row[`f${f}`]) })),
    }))
    found.push({ triggerId, title, accounts, more: rows.length > limit, refused: null, confirmed: 0 })
  }
  const first = found[0]?.refused
  if (first && found.every(one => one.refused !== null)) throw new FailureError(first)
  return found
}

const figure = (value: unknown): number | null =>
  typeof value === 'number' && Number.isFinite(value) ? value : typeof value === 'boolean' ? Number(value) : null

const byName = (name: string) =>
  query<WarehouseSource & { config: string }>(
    `SELECT id, slug, config FROM source WHERE kind = 'warehouse' AND name = ?`,
    [name],
  )

/** The source of that name, made or brought up to date: its mapping is kept, its address and password are not. */
async function sourceOf({ decide, read }: Deps, name: string, mapping: WarehouseMapping): Promise<WarehouseSource> {
  const config = JSON.parse(JSON.stringify(mapping)) as Json
  const known = read.get(byName(name))
  if (!known) unwrap(await decide(addSource, { name, slug: slugOf(name), kind: 'warehouse', config }))
  else if (known.config !== JSON.stringify(config))
    unwrap(await decide(updateSource, { sourceId: known.id, name, config }))
  const source = known ?? read.get(byName(name))
  if (!source) throw new Error(`source ${name} is gone`)
  return source
}

/** Accounts of a source that have an open signal, by the warehouse's ids. */
const openOf = (sourceId: number) =>
  query<{ id: string }>(
    `SELECT DISTINCT k.external_id AS id FROM account_key k JOIN signal s ON s.account_id = k.account_id
     WHERE k.source_id = ? AND s.cleared_at IS NULL`,
    [sourceId],
  )

const openSignals = (sourceId: number, triggerId: string) =>
  query<{ id: string }>(
    `SELECT DISTINCT k.external_id AS id FROM account_key k JOIN signal s ON s.account_id = k.account_id
     WHERE k.source_id = ? AND s.trigger_id = ? AND s.cleared_at IS NULL`,
    [sourceId, triggerId],
  )

function confirmed(read: ReadDb, sourceId: number, { triggerId, accounts }: AtRisk): number {
  const open = new Set(read.all(openSignals(sourceId, triggerId)).map(row => row.id))
  return accounts.filter(account => open.has(account.externalId)).length
}
