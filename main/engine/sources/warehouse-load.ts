import type { SyncReport } from '../../../shared/model/source.ts'
import { FailureError, unwrap } from '../../../shared/result.ts'
import { conditionsOf } from '../../../shared/trigger/trigger.ts'
import type { Writer } from '../../cache/writer.ts'
import type { SyncRecord } from '../../record/record.ts'
import {
  factReadings,
  learnedUntil,
  needsOfConditions,
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
import { replaceObjectStays, type SourceStay, syncBatches } from '../../sync/door.ts'
import type { TaskHandle } from '../open/tasks.ts'
import type { Warehouse } from './warehouse-connection.ts'
import { recordOf } from './warehouse-records.ts'

/** Accounts whose facts are asked for in one statement. */
const TOGETHER = 200
/** Records a transaction, as everywhere. */
const BATCH = 200

/** The source in the cache that stands for a warehouse. */
export interface WarehouseSource {
  id: number
  slug: string
}

/** What is to be brought over: the facts of these accounts that the triggers look at. */
export interface WarehouseLoad {
  mapping: WarehouseMapping
  source: WarehouseSource
  ids: string[]
  triggers: readonly StoredTrigger[]
  now: number
}

export const pushdownCancelled = new FailureError({
  kind: 'cancelled',
  what: 'The warehouse query did not finish.',
  why: 'The query was cancelled.',
  todo: 'Run it again at any time.',
})

/** Reads these accounts out of the warehouse into the cache. */
export async function bringOver(
  writer: Writer,
  warehouse: Warehouse,
  load: WarehouseLoad,
  task: TaskHandle,
): Promise<SyncReport> {
  const report: SyncReport = { streams: [], cancelled: false }
  const needs = needsOfConditions(
    load.triggers.flatMap(({ definition }) => conditionsOf(definition)),
    load.now,
  )
  const readings: Reading[] = []
  for (let at = 0; at < load.ids.length; at += TOGETHER)
    readings.push(...factReadings(load.mapping, load.ids.slice(at, at + TOGETHER), needs, load.now))
  const { source, now } = load
  // Streams in the order of the readings: owners first.
  for (const [stream, own] of Map.groupBy(readings, reading => reading.stream)) {
    const batches = recordsOf(warehouse, own)
    const onProgress: TaskHandle['progress'] = (done, total, unit) => task.progress(done, total, unit, stream)
    const one = unwrap(await syncBatches({ writer, source, stream, batches, now, signal: task.signal, onProgress }))
    report.streams.push(...one.streams)
    if (task.signal.aborted) throw pushdownCancelled
  }
  for (let at = 0; at < load.ids.length; at += TOGETHER)
    for (const stays of stayReadings(load.mapping, load.ids.slice(at, at + TOGETHER), needs.objects))
      await bringStays(writer, warehouse, source.id, stays)
  await bringUsual(writer, warehouse, load)
  return report
}

/** What is usual of a stay is asked of all the warehouse's objects: those that came over are the ones that stand still. */
async function bringUsual(writer: Writer, warehouse: Warehouse, { mapping, source, triggers, now }: WarehouseLoad) {
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
