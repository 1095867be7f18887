import { Worker } from 'node:worker_threads'
import { endOnceOpened, OPENED } from '../thread-end.ts'
import type { SafetyAnswer, SafetyProgress, SafetyTask } from './safety-task.ts'
import type { Salvaged } from './salvage.ts'

/** Runs a task in a thread of its own. Rejects with the code of what the disk answered; `signal` breaks it off. */
export const inThread = (task: SafetyTask, signal: AbortSignal): Promise<string[]> =>
  answered(task, signal).then(answer => ('damage' in answer ? answer.damage : []))

/** Rescues the rows of a damaged file in a thread of its own. */
export const salvageInThread = (
  task: Extract<SafetyTask, { salvageTo: string }>,
  signal: AbortSignal,
  onRows: (rows: number) => void,
): Promise<Salvaged[]> => answered(task, signal, onRows).then(answer => ('salvaged' in answer ? answer.salvaged : []))

type Done = Exclude<SafetyAnswer, { failed: string }>

function answered(task: SafetyTask, signal: AbortSignal, onRows: (rows: number) => void = () => {}): Promise<Done> {
  const entry = import.meta.url.endsWith('.ts') ? './safety-worker.ts' : './safety-worker.js'
  return new Promise((resolve, reject) => {
    const failed = (code: string) => reject(Object.assign(new Error(`the safety thread answered ${code}`), { code }))
    if (signal.aborted) return failed('ABORT_ERR')
    const worker = new Worker(new URL(entry, import.meta.url), { workerData: task })
    const end = endOnceOpened(worker)
    const stop = () => void end().catch(() => {})
    signal.addEventListener('abort', stop, { once: true })
    worker.on('message', (answer: SafetyAnswer | SafetyProgress | typeof OPENED) => {
      if (answer === OPENED) return
      if ('rows' in answer) onRows(answer.rows)
      else if ('failed' in answer) failed(answer.failed)
      else resolve(answer)
    })
    worker.on('error', reject)
    worker.on('exit', () => {
      signal.removeEventListener('abort', stop)
      failed('ABORT_ERR')
    })
  })
}
