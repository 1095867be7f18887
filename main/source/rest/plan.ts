import type { Complete } from '../../../shared/source/complete.ts'
import type { Manifest, StreamManifest } from '../../../shared/source/manifest.ts'
import type { Mapping, Mappings } from '../../../shared/source/mapping.ts'
import { isNamedTime, patternReader, type TimeFormat, writePattern } from '../../../shared/source/time-format.ts'
import { parseDuration } from '../../../shared/trigger/duration.ts'
import type { RecordKind } from '../../../shared/vocabulary.ts'
import { parseDate } from '../../record/dates.ts'
import { expressionOf, type Get } from '../../record/mapping/expression.ts'
import { fillsOf, usesOf } from '../../record/mapping/fields.ts'
import { idReader } from '../../record/mapping/identity.ts'
import { type ItemMapper, itemMapper } from '../../record/mapping/map-items.ts'
import { markOf } from '../../record/mapping/mapped-rows.ts'
import { jsonShape } from '../../record/mapping/shape.ts'
import type { StreamAsk } from '../../record/page.ts'
import type { ColumnUse } from '../../record/scan/report.ts'
import type { AskSource } from './ask.ts'
import { detailReader } from './detail.ts'
import { pageReader, type ReadPage } from './pages.ts'
import { compileRequest } from './request.ts'
import type { Scope } from './template.ts'

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
  fills: readonly ReadonlySet<string>[]
  /** Kinds of events and objects that it is known to bring. */
  brings: readonly { record: RecordKind; kind: string }[]
  page: ReadPage
  parent: ReadPage | null
  detail: ((items: readonly unknown[], scope: Scope, options: Options) => Promise<unknown[]>) | null
  each: Get | null
  uses: readonly ColumnUse[]
  mapper: ItemMapper
  /** For rows out of quarantine, which must not count as read once more. */
  again: ItemMapper
  /** When an item changed, where the manifest says. */
  timeOf: ((item: unknown) => number | null) | null
  writeTime(at: number): string | number
  incremental: boolean
  /** Its request says since when. */
  asksSince: boolean
  newestFirst: boolean
  keep: boolean
  overlap: number
  lag: number
  /** How long after they happened records can be read, as the manifest states it, ms. */
  stated: number | null
  window: number | null
  oldest: number | null
  reread: number | null
  most: number | null
  backfill: { fresh: number; window: number; history: number } | null
  /** What a full walk no longer has is gone; `every`: how often one is made, ms, where others ask for what is new. */
  complete: { guard: Complete; mappings: Mappings; every: number | null } | null
  wall(): number
}

export interface PlanDeps {
  manifest: Manifest
  ask: AskSource
  wall(): number
}

const PRIORITY: Record<RecordKind, number> = { account: 10, contact: 20, object: 30, event: 40 }

/** The kind that a record is known to have before one has come: not where an expression finds it out. */
function broughtBy(record: Mapping): { record: RecordKind; kind: string }[] {
  if (record.record === 'object') return [{ record: 'object', kind: record.kind }]
  if (record.record !== 'event' || typeof record.kind === 'string' || !('const' in record.kind)) return []
  return [{ record: 'event', kind: String(record.kind.const) }]
}

/** The records of a stream; those of another where it says so. */
export function recordsOf(manifest: Manifest, stream: StreamManifest): readonly Mapping[] {
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
  const { minorDigits } = manifest
  const id = idGetter(first)
  const common = {
    ask,
    about,
    origin: new URL(manifest.baseUrl).origin,
    secretParameter: manifest.auth.kind === 'api_key' && manifest.auth.in === 'query' ? manifest.auth.name : null,
    absent: stream.absent,
  }
  const make = (request: StreamManifest['request']) => compileRequest(request, manifest.baseUrl, manifest.headers)
  const list = (
    of: Pick<StreamManifest, 'request' | 'paging' | 'select'>,
    isRows: boolean,
    identify: (item: unknown) => string,
  ) =>
    pageReader({
      ...common,
      paging: of.paging,
      make: make(of.request),
      select: expressionOf(of.select),
      selectText: of.select,
      identify,
      isRows,
    })
  return {
    name: stream.name,
    mark: markStream(manifest, stream, records),
    about,
    record: first.record,
    priority: stream.priority ?? PRIORITY[first.record],
    every: span(stream.every),
    fills: records.map(fillsOf),
    brings: records.flatMap(broughtBy),
    page: list(stream, true, stream.each === undefined ? id : whole),
    parent: stream.parent ? list(stream.parent, false, whole) : null,
    detail: stream.detail ? detailReader(stream.detail, make(stream.detail.request), { ask, about }) : null,
    each: stream.each === undefined ? null : expressionOf(stream.each),
    uses: usesOf([...records]),
    mapper: itemMapper([...records], { minorDigits }),
    again: itemMapper([...records], { minorDigits }),
    timeOf:
      incremental?.field === undefined
        ? null
        : timeGetter(incremental.field, incremental.fieldFormat ?? incremental.format),
    writeTime: timeWriter(incremental?.format ?? 'iso', incremental?.asText ?? false),
    incremental: incremental !== undefined,
    asksSince: JSON.stringify(stream.request).includes('{since}'),
    newestFirst: incremental?.order === 'newest_first',
    keep: stream.paging.kind === 'cursor' && stream.paging.keep,
    overlap: span(incremental?.overlap) ?? 0,
    lag: span(incremental?.lag) ?? 0,
    stated: span(stream.lag) ?? span(incremental?.lag),
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
    complete: stream.complete
      ? { guard: stream.complete, mappings: [...records], every: span(stream.complete.every) }
      : null,
    wall,
  }
}

const span = (text: string | undefined): number | null => (text === undefined ? null : parseDuration(text))

/** What only says where, how fast or in which portions a stream is read is left out: it changes no record. */
function markStream(
  { baseUrl, headers }: Manifest,
  { request, select, each, parent, detail, incremental }: StreamManifest,
  records: readonly Mapping[],
): string {
  const asked = [new URL(baseUrl).pathname, headers, request, select, each, parent?.request, parent?.select, detail]
  return markOf(...asked, incremental?.field, incremental?.format, records)
}

/** An item's id as its first mapping reads it; else the item itself, which is as good for comparing pages. */
function idGetter(record: Mapping): (item: unknown) => string {
  const read = idReader(jsonShape, record.id, 'id')
  return item => {
    try {
      return read(item)
    } catch {
      return whole(item)
    }
  }
}

const whole = (item: unknown): string => JSON.stringify(item) ?? ''

function timeGetter(path: string, format: TimeFormat): (item: unknown) => number | null {
  const get = expressionOf(path)
  const read = timeReader(format)
  return item => {
    try {
      return read(get(item))
    } catch {
      return null
    }
  }
}

function timeReader(format: TimeFormat): (found: unknown) => number | null {
  if (!isNamedTime(format)) {
    const read = patternReader(format)
    return found => (typeof found === 'string' ? read(found) : null)
  }
  const unit = format === 'unix_s' ? 1_000 : 1
  return found => {
    if (typeof found === 'string' && (format === 'iso' || format === 'date')) return parseDate(found, 'iso')
    const count = Number(found)
    return found === null || !Number.isFinite(count) ? null : count * unit
  }
}

function timeWriter(format: TimeFormat, asText: boolean): (at: number) => string | number {
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
