import { Worker } from 'node:worker_threads'

/** Starts the thread that checkpoints the log of `file`; the returned function stops it. */
export function startCheckpointer(file: string): () => Promise<void> {
  const entry = import.meta.url.endsWith('.ts') ? './checkpoint-worker.ts' : './checkpoint-worker.js'
  const worker = new Worker(new URL(entry, import.meta.url), { workerData: { file } })
  // Without it the writer checkpoints by itself now and then: slower for whoever waits, never wrong.
  worker.on('error', () => {})
  worker.unref()
  return async () => {
    await worker.terminate()
  }
}
