import { Worker } from 'node:worker_threads'
import { fail, type Result } from '../../../shared/result.ts'
import type { Updated } from '../updates.ts'
import type { ReadingWatch } from './measure-file.ts'
import type { UpdateManifest } from './update-manifest.ts'
import type { FromUpdateThread, UpdateTask } from './update-task.ts'

/** Looks for an update, or carries one out. */
export interface UpdateWork {
  look(deps: UpdateTask['deps'], at: number, signal: AbortSignal): Promise<Result<UpdateManifest | null>>
  install(deps: UpdateTask['deps'], at: number, watch: ReadingWatch): Promise<Result<Updated | null>>
}

/** The same in a thread of its own for each. A cancelled one is waited for, so that it takes away what it has begun. */
export const updateThreads: UpdateWork = {
  look: (deps, at, signal) =>
    answered(
      { op: 'look', deps, at },
      { signal, onBytes: () => {} },
      message => message.kind === 'looked' && message.answer,
    ),
  install: (deps, at, watch) =>
    answered({ op: 'install', deps, at }, watch, message => message.kind === 'updated' && message.answer),
}

function answered<T>(
  task: UpdateTask,
  { signal, onBytes }: ReadingWatch,
  answerIn: (message: FromUpdateThread) => Result<T> | false,
): Promise<Result<T>> {
  const entry = import.meta.url.endsWith('.ts') ? './update-worker.ts' : './update-worker.js'
  return new Promise(resolve => {
    const worker = new Worker(new URL(entry, import.meta.url), { workerData: task })
    const stop = () => worker.postMessage('stop')
    if (signal.aborted) stop()
    signal.addEventListener('abort', stop, { once: true })
    worker.on('message', (message: FromUpdateThread) => {
      if (message.kind === 'bytes') return onBytes(message.done)
      const answer = answerIn(message)
      if (answer) resolve(answer)
    })
    worker.on('error', () => resolve(ENDED))
    worker.once('exit', () => {
      signal.removeEventListener('abort', stop)
      resolve(ENDED)
    })
  })
}

const ENDED = fail(
  'unavailable',
  'Forestall was not updated.',
  'The thread that verifies the package stopped.',
  'The installed version is unchanged. Try again.',
)
