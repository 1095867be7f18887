import { describeBug } from '../../../shared/bug.ts'
import type { Clock } from '../../../shared/clock.ts'
import type { ReadDb } from '../../cache/db.ts'
import { isStorage } from '../../cache/failure.ts'
import type { Writer } from '../../cache/writer.ts'
import { carryOn, runsDue, runsToLookAt, SECOND_THOUGHTS, stopBroken } from '../../intervention/door.ts'

interface Deps {
  writer: Writer
  read: ReadDb
  clock: Clock
}

/**
 * Takes every run on that may move now; returns how many did. Each in a transaction of its own, which looks at the run
 * again, so it does not matter who else does the same, or where a crash cuts this off.
 */
export async function moveRuns({ writer, read, clock }: Deps, only?: readonly string[]): Promise<number> {
  const now = clock.now()
  let moved = 0
  for (const id of only ?? read.all(runsToLookAt(now)).map(row => row.id))
    try {
      if (await writer.write('user', tx => carryOn(tx, id, { now, wall: clock.wall() }))) moved++
    } catch (error) {
      if (isStorage(error)) throw error
      // A bug about one run must not keep the others from moving.
      await writer.write('user', tx => stopBroken(tx, id, describeBug(error), now))
    }
  return moved
}

/** What lets a run move besides time. */
const MOVES_RUNS = new Set(['outbox', 'issue', 'step', 'resolution', 'intervention', '*'])

/** How many times as long as a look at every run took the next one is put off. */
const REST = 50

/** Runs taken on in one turn; then what they queued has its turn. */
const MOST = 500

export interface Running {
  /** Tables have changed: a message may have ended, a task may be done. */
  changed(tables: readonly string[]): void
  /** Takes on what may move: every run after a change, otherwise those only whose wait is over. */
  moveIfDue(): Promise<void>
}

/** Knows when it is worth looking: without a change one look-up in an index says whether anything is due. */
export function createRunning(deps: Deps): Running {
  let lookAtAll = true
  let restsUntil = 0
  let closedAt: number | null = null
  return {
    changed: tables => {
      if (tables.some(table => MOVES_RUNS.has(table))) lookAtAll = true
      if (tables.includes('issue')) closedAt = deps.clock.wall()
    },
    moveIfDue: async () => {
      const began = performance.now()
      if (closedAt !== null && deps.clock.wall() >= closedAt + SECOND_THOUGHTS) {
        closedAt = null
        lookAtAll = true
      }
      const all = lookAtAll && began >= restsUntil
      if (all) lookAtAll = false
      try {
        const query = all ? runsToLookAt(deps.clock.now()) : runsDue(deps.clock.now())
        const ids = deps.read.all(query).map(({ id }) => id)
        // With a hundred thousand runs under way a look takes 100 ms, and a drain changes something every second.
        if (all) restsUntil = performance.now() + REST * (performance.now() - began)
        if (all && ids.length > MOST) lookAtAll = true
        await moveRuns(deps, ids.slice(0, MOST))
      } catch (error) {
        lookAtAll = true
        throw error
      }
    },
  }
}
