import type { Hindsight } from '../../../shared/trigger/backtest.ts'
import { lackWords } from '../../../shared/trigger/lack-words.ts'
import { conditionsOf, type Trigger } from '../../../shared/trigger/trigger.ts'
import { query, type ReadDb } from '../../cache/db.ts'
import { startThread, type Thread } from '../../cache/thread.ts'
import { lackingOf, lackingTo } from '../evaluate/supply.ts'
import { wantsOfAll } from '../language/supply.ts'
import { replayNote } from '../measures/measures.ts'
import type { Answer, Fired } from './answer.ts'
import type { BacktestQuestion, BacktestReply, BacktestWorkerTask } from './backtest-worker.ts'
import { comparisonsOf, measuresKey, type Replayable, spanOf, type Wanted } from './gather.ts'
import { buffersOf, type Measured } from './measured.ts'
import type { ReplaySpan } from './runs.ts'

// Built code lies flat beside the worker's; in the sources it is a .ts file that Node runs as it is.
const WORKER = new URL(
  import.meta.url.endsWith('.ts') ? './backtest-worker.ts' : './backtest-worker.js',
  import.meta.url,
)

type ReplayThread = Thread<BacktestQuestion, BacktestReply>

/** A replay whose measured series stay in a thread, so that moving a threshold does not read again. */
export interface BacktestSession {
  /** Answers a definition that measures the same; null for one that does not. */
  move(definition: Trigger): Promise<Answer | null>
  /** The firings of a definition within [from, to), newest first, at most `limit`. */
  fired(definition: Trigger, from: number, to: number, limit: number): Promise<(Fired & { name: string })[] | null>
  /** Among the newest firings, at most `limit`, how many a console could only have had with hindsight. */
  hindsight(definition: Trigger, limit: number): Promise<Hindsight | null>
  span: ReplaySpan
  close(): Promise<void>
}

export interface BacktestRun {
  /** The database file, for the threads' own connections. */
  file: string
  read: ReadDb
  definition: Trigger
  days: number
  /** Workspace time, UTC ms. */
  now: number
  signal: AbortSignal
  onProgress(done: number, total: number): void
  /** Threads that measure at once. */
  threads?: number
}

/** What cannot be replayed as it was, one sentence each. */
export function replayNotes(db: ReadDb, definition: Trigger): string[] {
  const found = comparisonsOf(definition).flatMap(({ measure }) => replayNote(measure) ?? [])
  if (definition.closeWhen)
    found.push('Signals from before this period are known only where their condition still held.')
  const lacking = lackingOf(db, wantsOfAll(conditionsOf(definition)))
  return [...new Set([...found, ...lacking.map(lackWords)])]
}

/** Below this many accounts a second thread takes longer to start than it saves. */
const FEW = 20_000

const extent = query<{ first: number | null; middle: number | null; last: number | null; n: number }>(
  `SELECT min(id) AS first, max(id) AS last, count(*) AS n,
     (SELECT id FROM account ORDER BY id LIMIT 1 OFFSET (SELECT count(*) / 2 FROM account)) AS middle FROM account`,
)

/** Measures a definition's comparisons in threads of their own. Rejects when `signal` is aborted. */
export async function startBacktest(run: BacktestRun): Promise<BacktestSession> {
  const span = spanOf(run.now, run.days)
  const { first, middle, last, n } = run.read.get(extent) ?? { first: 0, middle: 0, last: 0, n: 0 }
  const halved = (run.threads ?? 2) > 1 && n > FEW && middle !== null
  const ranges = halved
    ? [
        { first: first ?? 0, last: middle - 1 },
        { first: middle, last: last ?? 0 },
      ]
    : [{ first: first ?? 0, last: last ?? 0 }]
  const lacking = lackingTo(run.read, run.definition)
  const threads = ranges.map(() =>
    startThread<BacktestQuestion, BacktestReply>(WORKER, { file: run.file } satisfies BacktestWorkerTask),
  )
  const stopAll = async () => {
    await Promise.all(threads.map(thread => thread.stop()))
  }
  const abort = () => void stopAll()
  run.signal.addEventListener('abort', abort)
  try {
    run.signal.throwIfAborted()
    const done = ranges.map(() => 0)
    const parts = await Promise.all(
      ranges.map((range, k) =>
        measureIn(
          threads[k] as ReplayThread,
          { definition: run.definition, span, range: { ...range, lacking } },
          finished => {
            done[k] = finished
            run.onProgress(
              done.reduce((a, b) => a + b, 0),
              n,
            )
          },
        ),
      ),
    )
    const [keeper, ...others] = threads as [ReplayThread, ...ReplayThread[]]
    await Promise.all(others.map(thread => thread.stop()))
    await keeper.ask({ ask: 'adopt', parts }, { transfer: parts.flatMap(buffersOf) })
    return sessionOf(keeper, span, measuresKey(run.definition))
  } catch (error) {
    await stopAll()
    throw error
  } finally {
    run.signal.removeEventListener('abort', abort)
  }
}

function sessionOf(keeper: ReplayThread, span: ReplaySpan, key: string): BacktestSession {
  const fits = (definition: Trigger) => measuresKey(definition) === key
  return {
    span,
    move: async definition => {
      if (!fits(definition)) return null
      const reply = await keeper.ask({ ask: 'replay', definition, span })
      if (reply.reply !== 'answer') throw new Error('the replay thread answered another question')
      return reply.answer
    },
    fired: async (definition, from, to, limit) => {
      if (!fits(definition)) return null
      const reply = await keeper.ask({ ask: 'fired', definition, span, from, to, limit })
      if (reply.reply !== 'fired') throw new Error('the replay thread answered another question')
      return reply.firings
    },
    hindsight: async (definition, limit) => {
      if (!fits(definition)) return null
      const reply = await keeper.ask({ ask: 'hindsight', definition, span, limit })
      if (reply.reply !== 'hindsight') throw new Error('the replay thread answered another question')
      return reply.hindsight
    },
    close: () => keeper.stop(),
  }
}

async function measureIn(
  thread: ReplayThread,
  of: { definition: Replayable; span: ReplaySpan; range: Wanted },
  progress: (done: number) => void,
): Promise<Measured> {
  const reply = await thread.ask({ ask: 'measure', ...of }, { progress })
  if (reply.reply !== 'measured') throw new Error('the replay thread answered another question')
  return reply.part
}
