import { EventPublisher } from '@orpc/server'

/** Table names after every commit; `*` when another process wrote. */
export type Changes = EventPublisher<{ changed: { tables: string[] } }>

export const createChanges = (): Changes => new EventPublisher({ maxBufferedEvents: 1_000 })

/** How long changes are gathered before they are announced, in ms: one frame, so a burst repaints once. */
const GATHER = 16

export interface Gathering {
  announce(tables: Iterable<string>): void
  /** Table names wait to be published. */
  pending(): boolean
}

/** Collects table names for a frame and publishes them together. */
export function gathering(publish: (tables: string[]) => void): Gathering {
  let pending: Set<string> | null = null
  return {
    announce: tables => {
      if (pending) {
        for (const table of tables) pending.add(table)
        return
      }
      const gathered = new Set(tables)
      pending = gathered
      setTimeout(() => {
        pending = null
        publish([...gathered])
      }, GATHER)
    },
    pending: () => pending !== null,
  }
}
