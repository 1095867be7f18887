import type { Result } from '../../../shared/result.ts'
import { isConnected } from '../../../shared/source/source-config.ts'
import { SECOND } from '../../../shared/trigger/duration.ts'
import type { ReadDb } from '../../cache/db.ts'
import { allSources, type SourceRow } from '../../sync/door.ts'
import type { SourceReading } from './reading.ts'
import { dueAt } from './schedule.ts'

/** How long history is read before others are looked at again, ms. */
const SLICE = 20 * SECOND
/** After an error that could not even be written down, or while another process reads the source, ms. */
const REST = 60 * SECOND

export interface SourceSchedule {
  /** Starts what is due, as far as there are slots; waits for nothing. */
  tick(): void
  /** Somebody has entered credentials of a source or signed in to it: one that failed is read now, not after its back-off. */
  signedIn(sourceId: number): void
  /** Somebody is due who has not been read to the end yet. */
  behind(): boolean
}

/**
 *   due ─▶ tickets first, then who waits longest ─▶ what is new
 *    └ nobody is due and a slot is free ─▶ a slice of history, in turn; it ends early as soon as somebody is due
 */
export function createSourceSchedule(deps: {
  read: ReadDb
  wall: () => number
  reading: Pick<SourceReading, 'sync' | 'history' | 'busy' | 'free' | 'waiting'>
}): SourceSchedule {
  const { read, wall, reading } = deps
  const resting = new Map<number, number>()
  const lastSlice = new Map<number, number>()
  const renewed = new Set<number>()

  const at = (row: SourceRow, now: number): number | null => {
    const retryAt = row.retry_at !== null && renewed.has(row.id) ? now : row.retry_at
    return dueAt({ paused: row.paused === 1, scheduleMs: row.schedule_ms, nextAt: row.next_at, retryAt }, now)
  }
  const due = (now: number): SourceRow[] =>
    read
      .all(allSources)
      .filter(row => (at(row, now) ?? Infinity) <= now && (resting.get(row.id) ?? 0) <= now)
      .sort((a, b) => b.tickets - a.tickets || (at(a, now) ?? 0) - (at(b, now) ?? 0))
  const idleDue = (now: number) => due(now).filter(row => !reading.busy(row.id))

  /** A failure is kept with its source; only what could not be kept, or is none of it, makes it rest here. */
  const start = (row: SourceRow, work: Promise<Result<unknown>>) => {
    renewed.delete(row.id)
    const rest = () => resting.set(row.id, wall() + REST)
    work.then(done => done.ok || done.error.kind !== 'conflict' || rest(), rest)
  }

  const withHistory = (now: number): SourceRow[] =>
    read
      .all(allSources)
      .filter(row => row.history && !row.paused && isConnected(row.kind) && !reading.busy(row.id))
      .filter(row => (row.retry_at ?? 0) <= now && (resting.get(row.id) ?? 0) <= now)
      .sort((a, b) => (lastSlice.get(a.id) ?? 0) - (lastSlice.get(b.id) ?? 0))

  const slice = (row: SourceRow, now: number) => {
    lastSlice.set(row.id, now)
    // Those that are being read right now stay due until they are through; they need nothing more.
    const somebodyIsDue = () => due(wall()).some(({ id }) => id === row.id || !reading.busy(id))
    start(
      row,
      reading.history(row.id, () => reading.waiting() || wall() - now >= SLICE || somebodyIsDue()),
    )
  }

  return {
    tick: () => {
      const now = wall()
      const waiting = idleDue(now)
      for (const row of waiting) if (reading.free() > 0) start(row, reading.sync(row.id))
      if (waiting.length > 0) return
      for (const row of withHistory(now)) if (reading.free() > 0) slice(row, now)
    },
    signedIn: sourceId => void renewed.add(sourceId),
    behind: () => due(wall()).length > 0,
  }
}
