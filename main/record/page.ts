import { type Failure, FailureError, type Result } from '../../shared/result.ts'
import type { Complete } from '../../shared/source/complete.ts'
import type { Mappings } from '../../shared/source/mapping.ts'
import type { RecordKind } from '../../shared/vocabulary.ts'
import type { ColumnTally } from './cells/tally.ts'
import type { Sourced } from './record.ts'
import type { ColumnUse, WrittenIn } from './scan/report.ts'

/**
 * What the world did wrong, with what the source itself said of it. `retryAfterMs`: its own wish, in ms from now; null
 * where it said nothing. `scope`: nothing more can be had from this `stream`, or from the whole `source`. A plain
 * `FailureError` of kind `unavailable` concerns the source, any other the stream.
 */
export class SourceFailure extends FailureError {
  readonly retryAfterMs: number | null
  readonly scope: 'stream' | 'source'
  constructor(failure: Failure, more: { retryAfterMs?: number | null; scope?: 'stream' | 'source' } = {}) {
    super(failure)
    this.retryAfterMs = more.retryAfterMs ?? null
    this.scope = more.scope ?? (failure.kind === 'unavailable' ? 'source' : 'stream')
  }
}

/** A record that could not be read: kept in quarantine, holds up nobody. `raw` is JSON as the source gave it. */
export interface PageMisfit {
  line: number
  column: string | null
  raw: string
  reason: string
  /** What it would have become; absent: what its stream's rows are before all. */
  record?: RecordKind
  /** The source's id where it can be read (and the kind of an object), so that a later version takes this one's place. */
  externalId?: string
  kind?: string
}

/** A record that the source says is gone, or went into another. */
export type Gone =
  | { change: 'deleted'; record: RecordKind; kind: string | null; externalId: string }
  | { change: 'merged'; record: RecordKind; kind: string | null; externalId: string; into: string }

/** What the rows of a page had besides the values that became records. */
export interface PageMet {
  rows: number
  /** Rows that no mapping of the stream is about, and the first of them. */
  leftOut: number
  leftOutFirst: readonly { line: number; raw: string }[]
  /** Fields that its first rows have, by dotted paths. */
  fields: readonly string[]
  /** Columns and expressions that had a value for the first time. */
  filled: readonly string[]
  /** Cells that were not plainly a value, by column or expression. */
  tally: readonly (readonly [string, ColumnTally])[]
}

/**
 * What a connected source hands over at once. Records, misfits, deletions and `cursor` commit in one transaction, so a
 * crash reads at most this page again, and reading it again changes nothing.
 */
export interface Page {
  records: readonly Sourced[]
  misfits: readonly PageMisfit[]
  gone: readonly Gone[]
  /** JSON of the source's own making; handed back as it is when the stream is read next. */
  cursor: string
  /** As they came over, decoded. */
  bytes: number
  /** What the source did that a person should look into, in words. */
  warning?: string
  /** Part of a reading that began at the beginning and leaves nothing out. */
  full?: boolean
  /** For a stream that is replaced: its source counts versions of the table. */
  isCounted?: boolean
  /** The last page of a reading whose rows, by the source's own word, are all there are. */
  replaces?: boolean
  /** What the cursor of the ask stood for no longer counts: the stream begins again, its history too. */
  anew?: boolean
  /** The first page of a reading that asks for every row, so that what was said of earlier rows no longer counts. */
  isFirst?: boolean
  met?: PageMet
}

export interface StreamAsk {
  /** Cursor of the last page that was committed; null from the beginning. */
  cursor: string | null
  /** `fresh`: what is new since the cursor. `backfill`: history before the first fresh page, newest first where it can. */
  part: 'fresh' | 'backfill'
  /** For a back-fill: cursor of the first fresh page that was committed; what lies before it is history. */
  anchor?: string | null
  /** For a look: no more records than this are wanted of a page, so what costs a request each can be left out. */
  most?: number
  signal: AbortSignal
  /** Words for the progress line, such as `waiting 30 s: the server asks for patience`. */
  say(words: string): void
}

/** One stream of a connected source. What the world does wrong comes as a `FailureError` out of the generator. */
export interface ConnectedStream {
  name: string
  record: RecordKind
  /** Lower first: accounts and tickets before history. Streams of one priority in the order given: owners first. */
  priority: number
  /** How long after they happened its records can be read, as its source states it, ms. */
  lag?: number
  /** Has history that can be read beside fresh data. */
  canBackfill: boolean
  /** Kinds of events and objects that it is known to bring, also before the first of them comes. */
  brings?: readonly { record: RecordKind; kind: string }[]
  /**
   * The fields that its records fill, in the words of the record, for each of its mappings; the others keep what they
   * have. Absent: all.
   */
  fills?: readonly ReadonlySet<string>[]
  /** What its mappings read, and where they are written; absent where rows have no columns. */
  reads?: { uses: readonly ColumnUse[]; written: WrittenIn }
  /**
   * What a full reading no longer has is gone: of which kinds of records, and with what guard. `isReplaced`: no reading is
   * full before a page `replaces`, which only a source that counts versions ever says.
   */
  complete?: { guard: Complete; mappings: Mappings; isReplaced?: boolean }
  pages(ask: StreamAsk): AsyncGenerator<Page>
}

/** A source that is connected by credentials or an address; opened for one sync and closed after it. */
export interface Connected {
  streams: readonly ConnectedStream[]
  /** Credentials and reach, without reading data: says exactly what is missing, stream by stream. */
  test(
    signal: AbortSignal,
  ): Promise<{ ok: boolean; message: string; streams: { name: string; problem: string | null }[] }>
  close(): Promise<void>
  /**
   * Converts a quarantined row (`raw` of a record or a misfit) by the mapping of today. Without it, misfits of this
   * source cannot be tried again, and records whose account is unknown are kept as they were converted.
   */
  reconvert?(stream: string, raw: string): { records: readonly Sourced[] } | { reason: string; column: string | null }
}

/** What a connected source may take from the world when it is opened. */
export interface OpenDeps {
  /** Credentials by the names that its settings give them; apart from those of every other source. */
  secrets: { get(name: string): Promise<string | null>; set(name: string, value: string | null): Promise<void> }
  /** The workspace folder. */
  dir: string
  /** Machine time, UTC ms. */
  wall(): number
  /** In [0, 1). */
  random(): number
  /** Resolves after a while (ms), or at once when the signal aborts. */
  sleep(ms: number, signal: AbortSignal): Promise<void>
}

export interface SecretNeed {
  /** By which the opened source asks for it. */
  name: string
  /** What a person calls it, such as `API key`. */
  label: string
  optional: boolean
}

/** A kind of connected source: reads its settings, which hold no secret, and opens it for one sync or test. */
export interface ConnectedKind<Config> {
  /** The credentials that these settings need. `dir` is the workspace folder. */
  secrets(config: Config, dir: string): Promise<Result<readonly SecretNeed[]>>
  open(config: Config, deps: OpenDeps): Promise<Result<Connected>>
}
