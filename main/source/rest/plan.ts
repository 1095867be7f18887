import type { Manifest, StreamManifest } from '../../../shared/source/manifest.ts'
import type { RecordManifest } from '../../../shared/source/manifest-record.ts'
import { isNamedTime, patternReader, writePattern } from '../../../shared/source/time-format.ts'
import { parseDuration } from '../../../shared/trigger/duration.ts'
import type { RecordKind } from '../../../shared/vocabulary.ts'
import { markOf } from '../../record/mapped-rows.ts'
import type { StreamAsk } from '../../record/page.ts'
import type { AskSource } from './ask.ts'
import { detailReader } from './detail.ts'
import { expressionOf, type Get } from './expression.ts'
import { pageReader, type ReadPage } from './pages.ts'
import { compileRecord, fillsOf, type MapItem } from './records.ts'
import { compileRequest } from './request.ts'
import type { Scope } from './template.ts'
import { isoTime } from './values.ts'

type Options = Pick<StreamAsk, 'signal' | 'say'>

/** A stream of a manifest with everything compiled. Times are UTC ms, spans ms. */
export interface StreamPlan {
  name: string
  /** Changes with what is asked and what becomes of it, so that what was read by another manifest is read again. */
  mark: string
  /** For messages: source and stream. */
  about: string
  record: RecordKind
  priority: number
  /** Least time between two readings, ms. */
  every: number | null
  fills: ReadonlySet<string>
  /** Kinds of events and objects that it is known to bring. */
  brings: readonly { record: RecordManifest['record']; kind: string }[]
  page: ReadPage
  parent: ReadPage | null
  detail: ((items: readonly unknown[], scope: Scope, options: Options) => Promise<unknown[]>) | null
  each: Get | null
  maps: readonly MapItem[]
  /** When an item changed, where the manifest says. */
  timeOf: ((item: unknown) => number | null) | null
  writeTime(at: number): string | number
  incremental: boolean
  newestFirst: boolean
  keep: boolean
  overlap: number
  lag: number
  window: number | null
  oldest: number | null
  reread: number | null
  most: number | null
  backfill: { fresh: number; window: number; history: number } | null
  wall(): number
}

export interface PlanDeps {
  manifest: Manifest
  ask: AskSource
  wall(): number
}

const PRIORITY: Record<RecordKind, number> = { account: 10, contact: 20, object: 30, event: 40 }

/** The kind that a record is known to have before one has come: not where an expression finds it out. */
function broughtBy(record: RecordManifest): { record: RecordManifest['record']; kind: string }[] {
  if (record.record !== 'event' && record.record !== 'object') return []
  const kind =
    typeof record.kind === 'object' ? record.kind.const : record.record === 'object' ? record.kind : undefined
  return typeof kind === 'string' ? [{ record: record.record, kind }] : []
}

/** The records of a stream; those of another where it says so. */
export function recordsOf(manifest: Manifest, stream: StreamManifest): readonly RecordManifest[] {
  const { records } = stream
  if (typeof records !== 'string') return records
  const other = manifest.streams.find(candidate => candidate.name === records)
  return other && typeof other.records !== 'string' ? other.records : []
}

/** Compiles a stream of a manifest that was checked and whose settings are filled in. */
export function planStream({ manifest, ask, wall }: PlanDeps, stream: StreamManifest): StreamPlan {
  const records = recordsOf(manifest, stream)
  const first = records[0]
  if (!first) throw new Error(`a stream without records: ${stream.name}`)
  const about = `${manifest.name} (${stream.name})`
  const { incremental, backfill } = stream
  const id = idGetter(first)
  const common = {
    ask,
    about,
    origin: new URL(manifest.baseUrl).origin,
    secretParameter: manifest.auth.kind === 'api_key' && manifest.auth.in === 'query' ? manifest.auth.name : null,
    absent: stream.absent,
  }
  const make = (request: StreamManifest['request']) => compileRequest(request, manifest.baseUrl, manifest.headers)
  const list = (of: Pick<StreamManifest, 'request' | 'paging' | 'select'>, identify: (item: unknown) => string) =>
    pageReader({
      ...common,
      paging: of.paging,
      make: make(of.request),
      select: expressionOf(of.select),
      selectText: of.select,
      identify,
    })
  return {
    name: stream.name,
    mark: markStream(manifest, stream, records),
    about,
    record: first.record,
    priority: stream.priority ?? PRIORITY[first.record],
    every: span(stream.every),
    fills: fillsOf(records),
    brings: records.flatMap(broughtBy),
    page: list(stream, stream.each === undefined ? id : whole),
    parent: stream.parent ? list(stream.parent, whole) : null,
    detail: stream.detail ? detailReader(stream.detail, make(stream.detail.request), { ask, about }) : null,
    each: stream.each === undefined ? null : expressionOf(stream.each),
    maps: records.map(record => compileRecord(record, manifest.minorDigits)),
    timeOf:
      incremental?.field === undefined
        ? null
        : timeGetter(incremental.field, incremental.fieldFormat ?? incremental.format),
    writeTime: timeWriter(incremental?.format ?? 'iso', incremental?.asText ?? false),
    incremental: incremental !== undefined,
    newestFirst: incremental?.order === 'newest_first',
    keep: stream.paging.kind === 'cursor' && stream.paging.keep,
    overlap: span(incremental?.overlap) ?? 0,
    lag: span(incremental?.lag) ?? 0,
    window: span(incremental?.window),
    oldest: span(incremental?.oldest),
    reread: span(incremental?.reread),
    most: incremental?.most ?? null,
    backfill: backfill
      ? {
          fresh: span(backfill.fresh) ?? 0,
          window: span(backfill.window) ?? 0,
          history: span(backfill.history) ?? 0,
        }
      : null,
    wall,
  }
}

const span = (text: string | undefined): number | null => (text === undefined ? null : parseDuration(text))

/** What only says where, how fast or in which portions a stream is read is left out: it changes no record. */
function markStream(
  { baseUrl, headers }: Manifest,
  { request, select, each, parent, detail, incremental }: StreamManifest,
  records: readonly RecordManifest[],
): string {
  const asked = [new URL(baseUrl).pathname, headers, request, select, each, parent?.request, parent?.select, detail]
  return markOf(...asked, incremental?.field, incremental?.format, records)
}

/** An item's id as its first mapping reads it; else the item itself, which is as good for comparing pages. */
function idGetter(record: RecordManifest): (item: unknown) => string {
  const path = typeof record.id === 'string' ? record.id : record.id.path
  if (path === undefined) return whole
  const get = expressionOf(path)
  return item => {
    try {
      const id = get(item)
      return typeof id === 'string' || typeof id === 'number' ? String(id) : whole(item)
    } catch {
      return whole(item)
    }
  }
}

const whole = (item: unknown): string => JSON.stringify(item) ?? ''

type Format = NonNullable<StreamManifest['incremental']>['format']

function timeGetter(path: string, format: Format): (item: unknown) => number | null {
  const get = expressionOf(path)
  const unit = format === 'unix_s' ? 1_000 : 1
  const written = isNamedTime(format) ? null : patternReader(format)
  return item => {
    try {
      const found = get(item)
      if (written) return typeof found === 'string' ? written(found) : null
      if (typeof found === 'string' && (format === 'iso' || format === 'date')) return isoTime(found)
      const count = Number(found)
      return found === null || !Number.isFinite(count) ? null : count * unit
    } catch {
      return null
    }
  }
}

function timeWriter(format: Format, asText: boolean): (at: number) => string | number {
  if (asText) {
    const write = timeWriter(format, false)
    return at => String(write(at))
  }
  if (!isNamedTime(format)) return at => writePattern(format, at)
  switch (format) {
    case 'iso':
      return at => new Date(at).toISOString()
    case 'date':
      return at => new Date(at).toISOString().slice(0, 10)
    case 'unix_s':
      return at => Math.floor(at / 1_000)
    case 'unix_ms':
      return at => Math.floor(at)
  }
}
