import { Worker } from 'node:worker_threads'
import { endOnceOpened, OPENED } from '../thread-end.ts'

/** A copy of a whole database, a look for damage in it, or a new file without what was deleted from it. */
export type SafetyTask = { file: string; to: string } | { file: string; check: true } | { file: string; scrub: true }
export type SafetyAnswer = { damage: string[] } | { failed: string }

/** Runs a task in a thread of its own. Rejects with the code of what the disk answered; `signal` breaks it off. */
export function inThread(task: SafetyTask, signal: AbortSignal): Promise<string[]> {
  const entry = import.meta.url.endsWith('.ts') ? './safety-worker.ts' : './safety-worker.js'
  return new Promise((resolve, reject) => {
    const failed = (code: string) => reject(Object.assign(new Error(`the safety thread answered ${code}`), { code }))
    if (signal.aborted) return failed('ABORT_ERR')
    const worker = new Worker(new URL(entry, import.meta.url), { workerData: task })
    const end = endOnceOpened(worker)
    const stop = () => void end().catch(() => {})
    signal.addEventListener('abort', stop, { once: true })
    worker.on('message', (answer: SafetyAnswer | typeof OPENED) => {
      if (answer === OPENED) return
      if ('failed' in answer) failed(answer.failed)
      else resolve(answer.damage)
    })
    worker.on('error', reject)
    worker.on('exit', () => {
      signal.removeEventListener('abort', stop)
      failed('ABORT_ERR')
    })
  })
}
