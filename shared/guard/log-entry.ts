import { z } from 'zod'
import { moment } from '../model/values.ts'

/** The process that writes. */
const LOG_PROCESSES = ['main', 'engine', 'web', 'cli'] as const
export type LogProcess = (typeof LOG_PROCESSES)[number]

/** What can have happened; a task is named by its kind. */
const LOG_EVENTS = [
  'started',
  'opened',
  'closed',
  'not_opened',
  'engine_restarted',
  'page_reloaded',
  'task_done',
  'task_failed',
  'task_cancelled',
  'slow_statement',
  'failed_statement',
  'unexpected_error',
] as const

/** Kinds of tasks and of errors: words of ours or of the language, never of data. */
const WORDS = [
  ...['inspect', 'sync', 'evaluate', 'sample', 'drain', 'backtest', 'outreach', 'examine', 'held', 'safety'],
  ...['analyse', 'erase', 'update'],
  // Why a workspace was not opened.
  ...['corrupt', 'newer', 'io', 'conflict', 'unavailable', 'not_found'],
  ...['Error', 'TypeError', 'RangeError', 'SyntaxError', 'ReferenceError', 'AggregateError', 'StatementError'],
] as const
const isWord = (word: string): word is (typeof WORDS)[number] => (WORDS as readonly string[]).includes(word)

const wholeNumber = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER)

/**
 * One line of the log. No field takes free text: words come from closed lists, an id is hexadecimal, a code is one of the
 * system's or of SQLite's, a place is a line of a program's file. So a name, an address or a message of a customer does
 * not fit, no matter which code writes the line.
 */
export const logEntrySchema = z.strictObject({
  at: moment,
  from: z.enum(LOG_PROCESSES),
  event: z.enum(LOG_EVENTS),
  word: z.enum(WORDS).optional(),
  /** A hash, such as that of a statement's text. */
  id: z
    .string()
    .regex(/^[0-9a-f]{12}$/)
    .optional(),
  code: z
    .string()
    .regex(/^(SQLITE_[A-Z_]{1,40}|ERR_[A-Z0-9_]{1,40}|E[A-Z0-9]{2,14}|ABORT_ERR)$/)
    .optional(),
  places: z
    .array(z.string().regex(/^[a-zA-Z0-9._-]{1,60}\.[cm]?[jt]sx?:\d{1,7}:\d{1,7}$/))
    .max(8)
    .optional(),
  count: wholeNumber.optional(),
  ms: wholeNumber.optional(),
})
export type LogEntry = z.infer<typeof logEntrySchema>
export type LogFacts = Omit<LogEntry, 'at' | 'from'>

/** A word of the lists, or nothing. */
export const logWord = (word: string): Pick<LogEntry, 'word'> => (isWord(word) ? { word } : {})

/** One line for a person, such as `2026-03-01T10:00:00.000Z engine task_done sync 1234 ms`. */
export function logLine({ at, from, event, word, id, code, places, count, ms }: LogEntry): string {
  const parts = [new Date(at).toISOString(), from, event, word, id, code]
  if (count !== undefined) parts.push(String(count))
  if (ms !== undefined) parts.push(`${ms} ms`)
  if (places) parts.push(`at ${places.join(' ← ')}`)
  return parts.filter(part => part !== undefined).join(' ')
}
