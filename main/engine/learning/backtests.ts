import type { Clock } from '../../../shared/clock.ts'
import { contract } from '../../../shared/contract/whole/contract.ts'
import type { Trigger } from '../../../shared/trigger/trigger.ts'
import type { ReadDb } from '../../cache/db.ts'
import { type BacktestSession, startBacktest } from '../../signal/door.ts'
import type { Changes } from '../open/changes.ts'
import type { Tasks } from '../open/tasks.ts'

/** A replay that can be asked on: its series stay in memory until it is not used for a while or another one is run. */
export interface Replay {
  id: string
  session: BacktestSession
  /** Which state of the data it has read. */
  data: number
}

export interface Backtests {
  /**
   * Measures in threads, as a task of its own kind that can be cancelled, also by who asks for it; one that still runs
   * makes room. Null when it was stopped.
   */
  run(definition: Trigger, days: number, asked?: AbortSignal): Promise<Replay | null>
  /** The replay of that id, if it is still there. */
  find(id: string): Replay | null
  /** Nobody looks at the replay of that id any more, so it goes soon. False where it is not there. */
  leave(id: string): boolean
  /** Counts the changes of what replays read: an answer from an earlier state is out of date. */
  data(): number
  /** Ends the threads. */
  close(): Promise<void>
}

interface Deps {
  read: ReadDb
  /** The database file, for the threads' own connections. */
  file: string
  clock: Clock
  /** Machine time, UTC ms. */
  wall: () => number
  tasks: Tasks
  changes: Changes
}

/** How long a replay that nobody asks stays in memory, in ms, while somebody looks at it. */
const IDLE = 120_000
/** The same once nobody does: who only looked something up elsewhere comes back within that. */
const LEFT = 10_000
/** What replays read, as the contract declares it; `*` is a write of another process. */
const TABLES = new Set<string>([...(contract.trigger.backtestData['~orpc'].meta.reads ?? []), '*'])

/** The one replay of an engine: a person looks at one trigger at a time, and its series take memory. */
export function createBacktests({ read, file, clock, wall, tasks, changes }: Deps): Backtests {
  let held: (Replay & { idle: NodeJS.Timeout }) | null = null
  let running: { id: string; over: Promise<unknown> } | null = null
  // A number that no earlier engine has given: a page may keep an answer for longer than an engine lives.
  let data = wall()
  let closed = false
  changes.subscribe('changed', ({ tables }) => {
    if (tables.some(table => TABLES.has(table))) data++
  })

  const drop = async (): Promise<void> => {
    const before = held
    held = null
    clearTimeout(before?.idle)
    await before?.session.close()
  }
  const dropAfter = (ms: number) => setTimeout(() => void drop(), ms).unref()
  const hold = (replay: Replay): void => {
    held = { ...replay, idle: dropAfter(IDLE) }
  }
  const stopRunning = () => (running ? tasks.cancel(running.id) : false)

  const run = (definition: Trigger, days: number, asked: AbortSignal | undefined): Promise<Replay | null> =>
    tasks.run('backtest', `Replaying “${definition.title}” over ${days} days`, async ({ id, signal, progress }) => {
      const settled = Promise.withResolvers<void>()
      running = { id, over: settled.promise }
      const before = data
      asked?.addEventListener('abort', () => tasks.cancel(id))
      const onProgress = (done: number, total: number) => progress(done, total, 'accounts')
      try {
        const session = await startBacktest({ file, read, definition, days, now: clock.now(), signal, onProgress })
        const replay = { id, session, data: before }
        if (signal.aborted || closed) await session.close()
        else hold(replay)
        return held?.id === id ? replay : null
      } catch (error) {
        if (signal.aborted) return null
        throw error
      } finally {
        if (running?.id === id) running = null
        settled.resolve()
      }
    })

  return {
    run: async (definition, days, asked) => {
      stopRunning()
      await drop()
      // Somebody else may have begun while that was let go.
      stopRunning()
      return closed || asked?.aborted ? null : run(definition, days, asked)
    },
    find: id => {
      if (held?.id !== id) return null
      clearTimeout(held.idle)
      held.idle = dropAfter(IDLE)
      return held
    },
    leave: id => {
      if (held?.id !== id) return false
      clearTimeout(held.idle)
      held.idle = dropAfter(LEFT)
      return true
    },
    data: () => data,
    close: async () => {
      closed = true
      stopRunning()
      await running?.over
      await drop()
    },
  }
}
