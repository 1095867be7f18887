import { parentPort, type ResourceLimits, Worker } from 'node:worker_threads'
import { type Failure, FailureError } from '../../shared/result.ts'
import { endOnceOpened, OPENED } from './thread-end.ts'

/** A thread that answers one question after the other. It alone never keeps the process alive. */
export interface Thread<Question, Reply> {
  /** `transfer` is handed over instead of copied; `progress` hears how much is done. */
  ask(question: Question, options?: AskOptions): Promise<Reply>
  stop(): Promise<void>
  /** Whether it ended, by `stop` or by an error of its own such as a lack of memory. */
  isOver(): boolean
}

interface AskOptions {
  transfer?: ArrayBuffer[]
  progress?: (done: number) => void
}

/** An error on its way out of a thread, which would lose its class and its code there. */
interface Thrown {
  message: string
  /** What the storage answered; by it the caller tells a damaged file from a bug. */
  code: string | null
  failure: Failure | null
}

/** What a thread sends back: how much is done, then its reply, or what went wrong. */
type FromThread<Reply> = typeof OPENED | { progress: number } | { reply: Reply } | { thrown: Thrown }

function sentOf(error: unknown): Thrown {
  const { code } = (error ?? {}) as { code?: unknown }
  return {
    message: error instanceof Error ? error.message : String(error),
    code: typeof code === 'string' ? code : null,
    failure: error instanceof FailureError ? error.failure : null,
  }
}

function errorOf({ message, code, failure }: Thrown): Error {
  if (failure) return new FailureError(failure)
  return code === null ? new Error(message) : Object.assign(new Error(message), { code })
}

/**
 * Starts `entry` with `workerData`. In built code a worker lies flat beside its caller; in the sources it is a .ts file.
 * `limits`: what its heap may take; without them it takes what is fastest.
 */
export function startThread<Question, Reply>(
  entry: URL,
  workerData: unknown,
  limits: ResourceLimits = {},
): Thread<Question, Reply> {
  const worker = new Worker(entry, { workerData, resourceLimits: limits })
  const stop = endOnceOpened(worker)
  const isOver = () => worker.threadId === -1
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
        if ('thrown' in from) reject(errorOf(from.thrown))
        else resolve(from.reply)
      }
      const failed = (error: unknown) => {
        settle()
        reject(error)
      }
      const ended = () => failed(new Error('the thread was stopped'))
      if (isOver()) return reject(new Error('the thread was stopped'))
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
    isOver,
  }
}

/** A thread that nobody asks keeps its memory (25 to 40 MB) for so long, ms: screens ask again within a few seconds. */
const KEPT_MS = 10_000

/** Threads that answer screens stand beside each other, so each collects what it throws away sooner. */
const SMALL: ResourceLimits = { maxYoungGenerationSizeMb: 8 }

/** Runs a function later; the returned function cancels that. */
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
 * nobody has asked for a while; where it ended so or by an error, the next question starts another one. What it has kept in
 * memory is lost then, so it keeps nothing that it could not read again.
 */
export function threadOnDemand<Question, Reply>(
  entry: URL,
  workerData: unknown,
  later: Later = laterBy(KEPT_MS),
): Thread<Question, Reply> {
  let thread: Thread<Question, Reply> | null = null
  let stopped = false
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
  const running = () => {
    if (stopped) throw new Error('the thread was stopped')
    if (!thread || thread.isOver()) thread = startThread(entry, workerData, SMALL)
    return thread
  }
  return {
    ask: async (question, options) => {
      stay()
      unanswered++
      try {
        return await running().ask(question, options)
      } finally {
        unanswered--
        if (unanswered === 0) stay = later(() => void end())
      }
    },
    stop: async () => {
      stopped = true
      stay()
      await end()
      await Promise.all(ends)
    },
    isOver: () => thread?.isOver() ?? false,
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
      send({ thrown: sentOf(error) })
    }
  }
  parentPort?.on('message', (question: Question) => void reply(question))
}
