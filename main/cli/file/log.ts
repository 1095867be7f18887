import { logLine } from '../../../shared/guard/log-entry.ts'
import { logFile, readLog } from '../../engine/log.ts'
import { print } from '../print.ts'

const MOST = 200

/** Prints the newest lines of the log of this computer's consoles; it needs no workspace. */
export function showLog(userData: string, { limit, json }: { limit?: string; json: boolean }): number {
  const entries = readLog(userData, Number(limit ?? MOST) || MOST)
  print(json, entries, () =>
    entries.length === 0 ? [`Nothing was logged in ${logFile(userData)}.`] : entries.map(logLine),
  )
  return 0
}
