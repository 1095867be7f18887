import type { Failure } from '../../../shared/result.ts'
import type { FileStream } from '../../../shared/source/mapping.ts'
import type { RecordKind } from '../../../shared/vocabulary.ts'
import type { ColumnTally } from '../../record/cells/tally.ts'
import type { Misfit } from '../../record/convert.ts'
import type { Gone } from '../../record/page.ts'
import type { Sourced } from '../../record/record.ts'
import type { ScanAsk, ScannedFiles } from '../../record/scan/scan-file.ts'

/**
 *   main                       worker
 *    │── scan ─────────────────▶│  before anything is connected: what every column is
 *    │◀──── scanned | failed ───│
 *    │── check ────────────────▶│  reads the whole file once: structure, header, ids that repeat, what speaks against
 *    │                          │  the mapping
 *    │◀──────────── progress ───│
 *    │◀──── checked | failed ───│
 *    │── read ─────────────────▶│  reads it again, converts
 *    │◀─────────────── batch ───│  at most WINDOW of them unacknowledged
 *    │── ack ──────────────────▶│
 *    │◀──────── end | failed ───│
 */
export type ToWorker =
  | { kind: 'scan'; paths: readonly string[]; ask: ScanAsk }
  | { kind: 'check'; path: string; stream: FileStream }
  | { kind: 'read'; path: string; stream: FileStream; after: number; batch: number }
  | { kind: 'ack' }

export interface CheckedFile {
  rows: number
  bytes: number
  /** Size and time of the file, by which a change is noticed. */
  version: string
}

/** A row that could not become a record. `raw` is JSON, as the quarantine keeps it. */
export interface RowMisfit extends Misfit {
  line: number
  raw: string
  /** What the row would have become, where its id can be read. */
  names?: { record: RecordKind; kind?: string; externalId: string }
}

export interface RowBatch {
  /** `raw` of these is the line as it stands in the file: turning all of them into JSON for a few would be a waste. */
  rows: Sourced[]
  misfits: RowMisfit[]
  /** What rows say is gone. */
  gone: Gone[]
  columns: readonly string[]
  delimiter: string
  /** All rows up to the one that starts on this line are in this batch or in those before it. */
  line: number
  /** Nothing beyond `line` has been handed out yet. */
  whole: boolean
  bytes: number
}

export type FromWorker =
  | { kind: 'progress'; bytes: number }
  | { kind: 'scanned'; found: ScannedFiles | null }
  | { kind: 'checked'; file: CheckedFile }
  | { kind: 'batch'; batch: RowBatch }
  | { kind: 'end'; bytes: number; read: FileReading }
  | { kind: 'failed'; failure: Failure }

/** What a reading of a file met besides values. */
export interface FileReading {
  /** As the file has them; empty where nothing was read. */
  columns: readonly string[]
  rows: number
  /** Rows that no mapping is about. */
  leftOut: number
  /** For JSON, the columns in which a row had a value. */
  filled: readonly string[] | null
  tally: [column: string, met: ColumnTally][]
}

/** Batches under way at once: enough to keep both sides busy, few enough to keep memory flat. */
export const WINDOW = 16

/**
 * Events come in order of time, so neighbours belong to different accounts, and every one of them would touch another
 * page of the index by account. So many rows are put in order of account before they are cut into batches; over a
 * million events the commits then take a third less time.
 */
export const SORTED = 32_768
