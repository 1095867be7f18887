import { createHash } from 'node:crypto'
import { appendFileSync, chmodSync, existsSync, mkdirSync, readFileSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { type LogEntry, type LogFacts, type LogProcess, logEntrySchema, logWord } from '../../shared/guard/log-entry.ts'
import type { Watch } from '../cache/db.ts'
import { SLOW_MS } from '../cache/statement/statement-log.ts'

/** Where the log lies within the user-data folder; the older half has `.1` before its ending. */
export const logFile = (userData: string): string => join(userData, 'logs', 'forestall.log')
const olderOf = (file: string): string => file.replace(/\.log$/, '.1.log')
/** Bytes of one half. */
const HALF = 1_000_000

export interface Log {
  write(facts: LogFacts): void
  /** An error that nobody expected: its kind, code and places. */
  unexpected(error: unknown): void
}

/**
 * A log of one process. Lines of several are appended to one file, which is set aside when it is full, so that two halves
 * are the most that there ever is. What does not fit the type is not written; a disk that takes nothing is no trouble.
 */
export function openLog(userData: string, from: LogProcess, wall: () => number, half = HALF): Log {
  const file = logFile(userData)
  const write = (facts: LogFacts) => {
    const entry = logEntrySchema.safeParse({ at: wall(), from, ...facts })
    if (!entry.success) return
    try {
      mkdirSync(join(userData, 'logs'), { recursive: true, mode: 0o700 })
      if (existsSync(file) && statSync(file).size > half) renameSync(file, olderOf(file))
      const isNew = !existsSync(file)
      appendFileSync(file, `${JSON.stringify(entry.data)}\n`, { mode: 0o600 })
      if (isNew && process.platform !== 'win32') chmodSync(file, 0o600)
    } catch {
      // Nothing that a person does may fail because nobody can write down that it was done.
    }
  }
  return { write, unexpected: error => write(factsOf(error)) }
}

/** The newest entries of the log, oldest first. A line that does not fit was written by somebody else, and is left out. */
export function readLog(userData: string, most: number): LogEntry[] {
  const file = logFile(userData)
  const lines = [olderOf(file), file].flatMap(path => (existsSync(path) ? readFileSync(path, 'utf8').split('\n') : []))
  const entries = lines.flatMap(line => {
    try {
      return logEntrySchema.safeParse(JSON.parse(line)).data ?? []
    } catch {
      return []
    }
  })
  return entries.slice(-most)
}

/** Writes slow and failed statements into the log by a hash of their text, and tells another watch of all of them. */
export const watchInto = (log: Log, also?: Watch): Watch => ({
  now: also?.now ?? (() => performance.now()),
  ran: (sql, ms) => {
    also?.ran(sql, ms)
    if (ms >= SLOW_MS) log.write({ event: 'slow_statement', id: idOf(sql), ms: Math.round(ms) })
  },
  failed: error => {
    also?.failed(error)
    log.write({ event: 'failed_statement', id: idOf(error.sql), ...codeOf(error) })
  },
})

const idOf = (sql: string): string => createHash('sha256').update(sql).digest('hex').slice(0, 12)

const CODE = /^(SQLITE_[A-Z_]+|ERR_[A-Z0-9_]+|E[A-Z0-9]+|ABORT_ERR)$/
const codeOf = (error: unknown): Pick<LogEntry, 'code'> => {
  const { code } = (error ?? {}) as { code?: unknown }
  return typeof code === 'string' && CODE.test(code) ? { code } : {}
}

const PLACE = /([a-zA-Z0-9._-]+\.[cm]?[jt]sx?:\d+:\d+)\)?$/
function factsOf(error: unknown): LogFacts {
  if (!(error instanceof Error)) return { event: 'unexpected_error' }
  const { stack = '', message, name } = error
  // The message stands before the frames and may look like them.
  const frames = stack.slice(stack.indexOf(message) + message.length).split('\n')
  const places = frames.flatMap(line => (/^\s+at /.test(line) ? (PLACE.exec(line)?.[1] ?? []) : [])).slice(0, 8)
  return { event: 'unexpected_error', ...logWord(name), ...codeOf(error), places }
}
