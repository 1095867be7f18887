import { Worker } from 'node:worker_threads'
import { type Failure, FailureError } from '../../../shared/result.ts'
import type { FileStream } from '../../../shared/source/mapping.ts'
import { createInbox } from '../../cache/inbox.ts'
import { isSmall } from '../../record/bytes/file-bytes.ts'
import type { ScanAsk, ScannedFiles } from '../../record/scan/scan-file.ts'
import type { CheckedFile, FileReading, FromWorker, RowBatch, ToWorker } from './parse-protocol.ts'
import { createParsing } from './parsing.ts'

/** The main side of parsing. Everything throws `FailureError`, also when `signal` is aborted (`cancelled`). */
export interface ParseClient {
  /** What files are, before they are connected. */
  scan(paths: readonly string[], ask: ScanAsk, onBytes: (bytes: number) => void): Promise<ScannedFiles | null>
  check(path: string, stream: FileStream, onBytes: (bytes: number) => void): Promise<CheckedFile>
  /** Batches of rows after line `after`. A batch is acknowledged, and the next one made, when the loop comes back. */
  read(path: string, stream: FileStream, after: number, batch: number): AsyncGenerator<RowBatch, FileReading>
  close(): Promise<void>
}

// Sources run as they are; what is built is flat in one folder.
const WORKER = new URL(import.meta.url.endsWith('.ts') ? './parse-worker.ts' : './parse-worker.js', import.meta.url)

/** Somewhere that parses: the caller's own thread, or one of its own. */
interface Place {
  post(message: ToWorker): void
  end(): Promise<unknown>
}
type Put = (item: FromWorker | FailureError) => void

/** A thread holds at most 512 MB, so that a file can end it but never the engine. */
function inThread(put: Put): Place {
  const worker = new Worker(WORKER, { resourceLimits: { maxOldGenerationSizeMb: 512 } })
  worker.on('message', put)
  worker.on('error', error => put(new FailureError(crashed(error))))
  return { post: message => worker.postMessage(message), end: () => worker.terminate() }
}

function inPlace(put: Put): Place {
  const { take, end } = createParsing(put)
  return { post: message => void take(message).catch(error => put(new FailureError(crashed(error)))), end }
}

/** Bytes that are parsed within a few milliseconds, while a thread would take a hundred to start. */
export const FEW_BYTES = 16 * 1024

/** Parses files: those of at most `few` bytes where it is called, all others in a thread, which starts with the first of them. */
export function startParser(signal: AbortSignal, few = FEW_BYTES): ParseClient {
  const inbox = createInbox<FromWorker | FailureError>()
  const { put } = inbox
  const onAbort = () => put(new FailureError(CANCELLED))
  signal.addEventListener('abort', onAbort)
  let here: Place | null = null
  let thread: Place | null = null
  /** Where each file was checked: what was seen then is known there. */
  const places = new Map<string, Place>()
  const placeFor = async (paths: readonly string[]): Promise<Place> => {
    const small = await Promise.all(paths.map(path => isSmall(path, few / paths.length)))
    if (small.every(Boolean)) {
      here ??= inPlace(put)
      return here
    }
    thread ??= inThread(put)
    return thread
  }
  const placeOf = async (path: string): Promise<Place> => {
    const place = places.get(path) ?? (await placeFor([path]))
    places.set(path, place)
    return place
  }

  const next = async (): Promise<FromWorker> => {
    if (signal.aborted) throw new FailureError(CANCELLED)
    const item = await inbox.next()
    if (item instanceof FailureError) throw item
    if (item.kind === 'failed') throw new FailureError(item.failure)
    return item
  }

  return {
    scan: async (paths, ask, onBytes) => {
      const { post } = await placeFor(paths)
      post({ kind: 'scan', paths, ask })
      for (;;) {
        const message = await next()
        if (message.kind === 'scanned') return message.found
        if (message.kind === 'progress') onBytes(message.bytes)
      }
    },
    check: async (path, stream, onBytes) => {
      const { post } = await placeOf(path)
      post({ kind: 'check', path, stream })
      for (;;) {
        const message = await next()
        if (message.kind === 'checked') return message.file
        if (message.kind === 'progress') onBytes(message.bytes)
      }
    },
    read: async function* (path, stream, after, batch) {
      const { post } = await placeOf(path)
      post({ kind: 'read', path, stream, after, batch })
      for (;;) {
        const message = await next()
        if (message.kind === 'end') return message.read
        if (message.kind !== 'batch') continue
        yield message.batch
        post({ kind: 'ack' })
      }
    },
    close: async () => {
      signal.removeEventListener('abort', onAbort)
      await Promise.all([here?.end(), thread?.end()])
    },
  }
}

const CANCELLED: Failure = {
  kind: 'cancelled',
  what: 'The sync was stopped.',
  why: 'The sync was cancelled.',
  todo: 'Sync again to read the rest.',
}

function crashed(error: unknown): Failure {
  return {
    kind: 'io',
    what: 'The file could not be read to its end.',
    why: error instanceof Error ? error.message : String(error),
    todo: 'Split the file into smaller ones and try again.',
  }
}
