import type { Clock } from '../../../shared/clock.ts'
import type { PushdownReport, SyncReport } from '../../../shared/model/source.ts'
import { FailureError, fail, ok, type Result, unwrap } from '../../../shared/result.ts'
import { conditionsOf } from '../../../shared/trigger/trigger.ts'
import { query, type ReadDb } from '../../cache/db.ts'
import type { Json } from '../../cache/journal.ts'
import type { Writer } from '../../cache/writer.ts'
import type { SyncRecord } from '../../record/record.ts'
import {
  compilePostgres,
  enabledTriggers,
  factReadings,
  figureLabels,
  learnedUntil,
  needsOfConditions,
  parseMapping,
  printPostgres,
  type Reading,
  type StayQuantile,
  type StaysReading,
  type StoredTrigger,
  stayReadings,
  supplyUsual,
  usualReading,
  usualWanted,
  type WarehouseMapping,
} from '../../signal/door.ts'
import { addSource, replaceObjectStays, type SourceStay, syncBatches, updateSource } from '../../sync/door.ts'
import type { Decisions } from '../open/decisions.ts'
import type { TaskHandle, Tasks } from '../open/tasks.ts'
import { type Warehouse, withWarehouse } from './warehouse-connection.ts'
import { recordOf } from './warehouse-records.ts'

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

type Found = PushdownReport['triggers'][number]

/** How long a query of a trigger may take in the warehouse, ms. */
const TIMEOUT = 5 * 60_000
/** Accounts whose facts are asked for in one statement. */
const TOGETHER = 200
/** Records a transaction, as everywhere. */
const BATCH = 200

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
      const found = await findAtRisk(warehouse, mapping.value, triggers, now, ask.limit, task)
      const source = await sourceOf(deps, ask.name, mapping.value)
      const atRisk = found.flatMap(one => one.accounts.map(account => account.externalId))
      const ids = [...new Set([...atRisk, ...deps.read.all(openOf(source.id)).map(row => row.id)])].sort()
      const sync = await bring(deps, warehouse, { mapping: mapping.value, source, ids, triggers: all, now }, task)
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
    ? fail('refused', 'There is nothing to ask.', 'No trigger is switched on.', 'Switch one on first.')
    : fail(
        'not_found',
        `Trigger ${triggerId} was not run.`,
        'There is none of that name that is switched on.',
        'Look at the list of triggers.',
      )

async function findAtRisk(
  warehouse: Warehouse,
  mapping: WarehouseMapping,
  triggers: readonly StoredTrigger[],
  now: number,
  limit: number,
  task: TaskHandle,
): Promise<Found[]> {
  const found: Found[] = []
  for (const [n, { definition }] of triggers.entries()) {
    task.progress(n, triggers.length, 'triggers', definition.title)
    if (task.signal.aborted) throw cancelled
    const { id: triggerId, title, when } = definition
    const compiled = compilePostgres(when, now, mapping, { limit: limit + 1 })
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

const cancelled = new FailureError({
  kind: 'cancelled',
  what: 'The warehouse was not asked to the end.',
  why: 'It was cancelled.',
  todo: 'Run it again when you like.',
})

interface Source {
  id: number
  slug: string
}

const byName = (name: string) =>
  query<Source & { config: string }>(`SELECT id, slug, config FROM source WHERE kind = 'warehouse' AND name = ?`, [
    name,
  ])

/** The source of that name, made or brought up to date: its mapping is kept, its address and password are not. */
async function sourceOf({ decide, read }: Deps, name: string, mapping: WarehouseMapping): Promise<Source> {
  const config = JSON.parse(JSON.stringify(mapping)) as Json
  const known = read.get(byName(name))
  if (!known) unwrap(await decide(addSource, { name, kind: 'warehouse', config }))
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

function confirmed(read: ReadDb, sourceId: number, { triggerId, accounts }: Found): number {
  const open = new Set(read.all(openSignals(sourceId, triggerId)).map(row => row.id))
  return accounts.filter(account => open.has(account.externalId)).length
}

interface Load {
  mapping: WarehouseMapping
  source: Source
  ids: string[]
  triggers: readonly StoredTrigger[]
  now: number
}

async function bring(deps: Deps, warehouse: Warehouse, load: Load, task: TaskHandle): Promise<SyncReport> {
  const report: SyncReport = { streams: [], cancelled: false }
  const needs = needsOfConditions(
    load.triggers.flatMap(({ definition }) => conditionsOf(definition)),
    load.now,
  )
  const readings: Reading[] = []
  for (let at = 0; at < load.ids.length; at += TOGETHER)
    readings.push(...factReadings(load.mapping, load.ids.slice(at, at + TOGETHER), needs, load.now))
  const { writer } = deps
  const { source, now } = load
  // Streams in the order of the readings: owners first.
  for (const [stream, own] of Map.groupBy(readings, reading => reading.stream)) {
    const batches = recordsOf(warehouse, own)
    const onProgress: TaskHandle['progress'] = (done, total, unit) => task.progress(done, total, unit, stream)
    const one = unwrap(await syncBatches({ writer, source, stream, batches, now, signal: task.signal, onProgress }))
    report.streams.push(...one.streams)
    if (task.signal.aborted) throw cancelled
  }
  for (let at = 0; at < load.ids.length; at += TOGETHER)
    for (const stays of stayReadings(load.mapping, load.ids.slice(at, at + TOGETHER), needs.objects))
      await bringStays(writer, warehouse, source.id, stays)
  await bringUsual(writer, warehouse, load)
  return report
}

/** What is usual of a stay is asked of all the warehouse's objects: those that came over are the ones that stand still. */
async function bringUsual(writer: Writer, warehouse: Warehouse, { mapping, source, triggers, now }: Load) {
  const supplied: StayQuantile[] = []
  for (const wanted of usualWanted(triggers.map(({ definition }) => definition))) {
    const { kind, quantile } = wanted
    const reading = usualReading(mapping, wanted, now)
    if (!reading) continue
    for (const { state, lane, stays, ms } of await warehouse.all(printPostgres(reading)))
      supplied.push({ kind, quantile, state: String(state), lane: String(lane), stays: Number(stays), ms: Number(ms) })
  }
  await writer.write('bulk', tx => supplyUsual(tx, source.id, learnedUntil(now), supplied))
}

/** The warehouse's own history of objects counts more than what was gathered from one reading to the next. */
async function bringStays(writer: Writer, warehouse: Warehouse, sourceId: number, { kind, select }: StaysReading) {
  const stays = new Map<string, SourceStay[]>()
  for await (const rows of warehouse.pages(printPostgres(select)))
    for (const { object, state, since, until } of rows) {
      if (typeof object !== 'string' || typeof state !== 'string' || typeof since !== 'number') continue
      const known = stays.get(object) ?? []
      stays.set(object, known)
      known.push({ state, since, until: typeof until === 'number' ? until : null })
    }
  const all = [...stays]
  for (let at = 0; at < all.length; at += BATCH)
    await writer.write('bulk', tx => {
      for (const [id, own] of all.slice(at, at + BATCH)) replaceObjectStays(tx, sourceId, kind, id, own)
    })
}

async function* recordsOf(warehouse: Warehouse, readings: readonly Reading[]): AsyncGenerator<SyncRecord[]> {
  for (const { select, record, properties } of readings)
    for await (const rows of warehouse.pages(printPostgres(select)))
      for (let at = 0; at < rows.length; at += BATCH)
        yield rows.slice(at, at + BATCH).map(row => recordOf(record, row, properties))
}
