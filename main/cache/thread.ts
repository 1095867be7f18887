import { parentPort, Worker } from 'node:worker_threads'
import { endOnceOpened, OPENED } from './thread-end.ts'

/** A thread that answers one question after the other. It alone never keeps the process alive. */
export interface Thread<Question, Reply> {
  /** `transfer` is handed over instead of copied; `progress` hears how much is done. */
  ask(question: Question, options?: AskOptions): Promise<Reply>
  stop(): Promise<void>
}

interface AskOptions {
  transfer?: ArrayBuffer[]
  progress?: (done: number) => void
}

/** What a thread sends back: how much is done, then its reply, or the message of what went wrong. */
type FromThread<Reply> = typeof OPENED | { progress: number } | { reply: Reply } | { failed: string }

/** Starts `entry` with `workerData`. In built code a worker lies flat beside its caller; in the sources it is a .ts file. */
export function startThread<Question, Reply>(entry: URL, workerData: unknown): Thread<Question, Reply> {
  const worker = new Worker(entry, { workerData })
  const stop = endOnceOpened(worker)
  let line: Promise<unknown> = Promise.resolve()
  // An error between two questions is seen by the next one, which finds the thread gone.
  worker.on('error', () => {})
  worker.unref()
  const once = (question: Question, { transfer = [], progress }: AskOptions) =>
    new Promise<Reply>((resolve, reject) => {
      const settle = () => void worker.off('message', answered).off('error', failed).off('exit', ended).unref()
      const answered = (from: FromThread<Reply>) => {
        if (from === OPENED) return
        if ('progress' in from) return progress?.(from.progress)
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
      worker.postMessage(question, transfer)
    })
  return {
    ask: (question, options = {}) => {
      const next = line.then(() => once(question, options))
      line = next.catch(() => {})
      return next
    },
    stop,
  }
}

/** A thread that nobody asks keeps its memory (25 to 40 MB) for so long, ms: screens ask again within a few seconds. */
const KEPT_MS = 10_000

/** Calls back once it is time; the returned function takes that back. */
type Later = (run: () => void) => () => void

/** A timer that does not keep the process alive. */
export const laterBy =
  (ms: number): Later =>
  run => {
    const timer = setTimeout(run, ms)
    timer.unref()
    return () => clearTimeout(timer)
  }

/**
 * A thread like that of `startThread`, which starts with the first question, so that no start pays for it. It ends once
 * nobody has asked for a while, and starts again with the next question; what it has kept in memory is lost then.
 */
export function threadOnDemand<Question, Reply>(
  entry: URL,
  workerData: unknown,
  later: Later = laterBy(KEPT_MS),
): Thread<Question, Reply> {
  let thread: Thread<Question, Reply> | null = null
  let unanswered = 0
  let stay = () => {}
  const ends = new Set<Promise<void>>()
  const end = async () => {
    const ending = thread?.stop()
    thread = null
    if (ending) ends.add(ending)
    await ending
    if (ending) ends.delete(ending)
  }
  return {
    ask: async (question, options) => {
      stay()
      unanswered++
      thread ??= startThread(entry, workerData)
      try {
        return await thread.ask(question, options)
      } finally {
        unanswered--
        if (unanswered === 0) stay = later(() => void end())
      }
    },
    stop: async () => {
      stay()
      await end()
      await Promise.all(ends)
    },
  }
}

type Answered<Reply> = [reply: Reply, transfer?: ArrayBuffer[]]

/** The other side, once its connection is open: answers each question; what is listed beside a reply is handed over. */
export function answerQuestions<Question, Reply>(
  answer: (question: Question, progress: (done: number) => void) => Answered<Reply> | Promise<Answered<Reply>>,
): void {
  const send = (from: FromThread<Reply>, transfer: ArrayBuffer[] = []) => parentPort?.postMessage(from, transfer)
  send(OPENED)
  const reply = async (question: Question) => {
    try {
      const [reply, transfer] = await answer(question, progress => send({ progress }))
      send({ reply }, transfer)
    } catch (error) {
      send({ failed: error instanceof Error ? error.message : String(error) })
    }
  }
  parentPort?.on('message', (question: Question) => void reply(question))
}
