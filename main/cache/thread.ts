import { Worker } from 'node:worker_threads'

/** A thread that answers one question after the other. It never keeps the process alive by itself. */
export interface Thread<Question, Reply> {
  ask(question: Question): Promise<Reply>
  stop(): Promise<void>
}

/** What a thread sends back: its reply, or the message of what went wrong. */
export type FromThread<Reply> = { reply: Reply } | { failed: string }

/** Starts `entry` with `workerData`. In built code a worker lies flat beside its caller; in the sources it is a .ts file. */
export function startThread<Question, Reply>(entry: URL, workerData: unknown): Thread<Question, Reply> {
  const worker = new Worker(entry, { workerData })
  let line: Promise<unknown> = Promise.resolve()
  // An error between two questions is seen by the next one, which finds the thread gone.
  worker.on('error', () => {})
  worker.unref()
  const once = (question: Question) =>
    new Promise<Reply>((resolve, reject) => {
      const settle = () => void worker.off('message', answered).off('error', failed).off('exit', ended).unref()
      const answered = (from: FromThread<Reply>) => {
        settle()
        if ('failed' in from) reject(new Error(from.failed))
        else resolve(from.reply)
      }
      const failed = (error: unknown) => {
        settle()
        reject(error)
      }
      const ended = () => failed(new Error('the thread was stopped'))
      if (worker.threadId === -1) return reject(new Error('the thread was stopped'))
      worker.on('message', answered).on('error', failed).on('exit', ended).ref()
      worker.postMessage(question)
    })
  return {
    ask: question => {
      const next = line.then(() => once(question))
      line = next.catch(() => {})
      return next
    },
    stop: async () => {
      await worker.terminate()
    },
  }
}
