import { Worker } from 'node:worker_threads'
import { type Failure, FailureError } from '../../../shared/result.ts'
import type { FileStream } from '../../../shared/source/mapping.ts'
import type { ScanAsk, ScannedFiles } from '../../record/scan/scan-file.ts'
import type { CheckedFile, FileReading, FromWorker, RowBatch, ToWorker } from './parse-protocol.ts'

/** The main side of the parsing thread. Everything throws `FailureError`, also when `signal` is aborted (`cancelled`). */
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

/** Starts the thread. It holds at most 512 MB, so that a file can end it but never the engine. */
export function startParser(signal: AbortSignal): ParseClient {
  const worker = new Worker(WORKER, { resourceLimits: { maxOldGenerationSizeMb: 512 } })
  const inbox: (FromWorker | FailureError)[] = []
  let wake: (() => void) | null = null
  const put = (item: FromWorker | FailureError) => {
    inbox.push(item)
    wake?.()
  }
  const onAbort = () => put(new FailureError(CANCELLED))
  worker.on('message', put)
  worker.on('error', error => put(new FailureError(crashed(error))))
  signal.addEventListener('abort', onAbort)
  const post = (message: ToWorker) => worker.postMessage(message)

  const next = async (): Promise<FromWorker> => {
    if (signal.aborted) throw new FailureError(CANCELLED)
    while (inbox.length === 0) {
      await new Promise<void>(resolve => {
        wake = resolve
      })
    }
    const item = inbox.shift()
    if (item instanceof FailureError) throw item
    if (!item || item.kind === 'failed') throw new FailureError(item?.failure ?? CANCELLED)
    return item
  }

  return {
    scan: async (paths, ask, onBytes) => {
      post({ kind: 'scan', paths, ask })
      for (;;) {
        const message = await next()
        if (message.kind === 'scanned') return message.found
        if (message.kind === 'progress') onBytes(message.bytes)
      }
    },
    check: async (path, stream, onBytes) => {
      post({ kind: 'check', path, stream })
      for (;;) {
        const message = await next()
        if (message.kind === 'checked') return message.file
        if (message.kind === 'progress') onBytes(message.bytes)
      }
    },
    read: async function* (path, stream, after, batch) {
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
      await worker.terminate()
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
