import type { Watch } from '../db.ts'
import { inOneLine } from '../failure.ts'

/**
 * A statement holds its thread until it is through, and the engine's thread answers every screen. An answer within 100 ms
 * feels immediate (Nielsen, Usability Engineering, 1993, 5.5), and one call asks several statements: one that takes half
 * of that alone is worth a line.
 */
export const SLOW_MS = 50

interface Settings {
  /** ms. */
  slow?: number
  now?: () => number
}

/**
 * Writes slow and failed statements to a log, with their SQL and never with their parameters. A load repeats a statement
 * a hundred thousand times, so a slow one is written down again only once it has taken twice as long as the last time.
 */
export function statementLog(
  log: (line: string) => void,
  { slow = SLOW_MS, now = () => performance.now() }: Settings = {},
): Watch {
  const said = new Map<string, number>()
  return {
    now,
    ran: (sql, ms) => {
      if (ms < (said.get(sql) ?? slow)) return
      said.set(sql, 2 * ms)
      log(`slow statement, ${Math.round(ms)} ms: ${inOneLine(sql)}`)
    },
    failed: ({ message }) => log(`failed statement, ${message}`),
  }
}
