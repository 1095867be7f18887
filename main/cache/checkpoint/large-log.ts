import { statSync } from 'node:fs'

/** Size from which a log is moved into its file, bytes. */
export const LARGE_LOG = 64 * 1024 * 1024

/** Whether the log of a database is so large; false where it has none. */
export const hasLargeLog = (file: string): boolean =>
  (statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0) >= LARGE_LOG
