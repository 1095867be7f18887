import type { RecordKind } from '../../shared/vocabulary.ts'
import type { Sourced } from './record.ts'

/** A record that could not be read: kept in quarantine, holds up nobody. `raw` is JSON as the source gave it. */
export interface PageMisfit {
  line: number
  column: string | null
  raw: string
  reason: string
}

/** A record that the source says is gone, or went into another. */
export type Gone =
  | { change: 'deleted'; record: RecordKind; kind: string | null; externalId: string }
  | { change: 'merged'; record: RecordKind; kind: string | null; externalId: string; into: string }

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
}

export interface StreamAsk {
  /** Cursor of the last page that was committed; null from the beginning. */
  cursor: string | null
  /** `fresh`: what is new since the cursor. `backfill`: history before the first fresh page, newest first where it can. */
  part: 'fresh' | 'backfill'
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
  /** Has history that can be read beside fresh data. */
  canBackfill: boolean
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
}
