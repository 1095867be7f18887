import { type Failure, FailureError } from '../../shared/result.ts'

/**
 * What SQLite answered to a statement. Parameters are personal data, so neither they nor the error that SQLite gave are
 * part of this one: a message about a JSON path or a search expression repeats the value that was wrong.
 */
export class StatementError extends Error {
  override readonly name = 'StatementError'
  /** SQLite's extended result code, such as SQLITE_CONSTRAINT_UNIQUE. */
  readonly code: string
  readonly sql: string
  constructor(code: string, sql: string, said: string | null) {
    super(`${said ? `${code} (${said})` : code} in: ${inOneLine(sql)}`)
    this.code = code
    this.sql = sql
  }
}

/** Whether an error is one of the storage and so concerns the caller; any other is a bug about the one row in hand. */
export function isStorage(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code
  return error instanceof FailureError || (typeof code === 'string' && explain(code) !== null)
}

/** Whether another connection holds the lock that was asked for. */
export const isBusy = (error: unknown): boolean =>
  String((error as { code?: unknown } | null)?.code).startsWith('SQLITE_BUSY')

/** Whether SQLite found the file itself damaged. */
export const isDamage = (error: unknown): boolean =>
  /^SQLITE_(CORRUPT|NOTADB)/.test(String((error as { code?: unknown } | null)?.code))

/** Why the disk takes no change at all: it is full, or it can only be read. Null where a later try may well succeed. */
export type Refusing = 'full' | 'unwritable'

export function refusing(error: unknown): Refusing | null {
  const code = String((error as { code?: unknown } | null)?.code)
  if (code.startsWith('SQLITE_FULL') || code === 'ENOSPC' || code === 'EDQUOT') return 'full'
  return code.startsWith('SQLITE_READONLY') || code === 'EROFS' ? 'unwritable' : null
}

/** Whether the disk failed to read or write, for whatever reason. */
export const isDiskError = (error: unknown): boolean =>
  /^(SQLITE_IOERR|EIO$)/.test(String((error as { code?: unknown } | null)?.code))

/** A statement as it is shown in a log: its line breaks and indentation serve the source file only. */
export const inOneLine = (sql: string): string => sql.replace(/\s+/g, ' ').trim()

/** Gives an error of SQLite its statement; anything else stays as it is. `phase`: what SQLite was asked to do. */
export function withStatement(error: unknown, sql: string, phase: 'prepare' | 'run'): unknown {
  const { code, message } = error as { code?: unknown; message?: unknown }
  if (typeof code !== 'string' || !code.startsWith('SQLITE_')) return error
  // Before parameters are bound, a message can only speak of the statement; one about a constraint names columns only.
  const safe = phase === 'prepare' || code.startsWith('SQLITE_CONSTRAINT')
  return new StatementError(code, sql, safe && typeof message === 'string' ? message : null)
}

/** Translates what SQLite and the file system answer into words. Anything that is not theirs is a bug and is thrown on. */
export function storageFailure(error: unknown, file: string): Failure {
  const code = (error as { code?: unknown }).code
  if (typeof code !== 'string') throw error
  const words = explain(code)
  if (!words) throw error
  return { kind: words.kind, what: words.what, why: words.why.replace('FILE', file), todo: words.todo }
}

function explain(code: string): Failure | null {
  if (code.startsWith('SQLITE_FULL') || code === 'ENOSPC')
    return {
      kind: 'io',
      what: 'There is no space left on the disk.',
      why: 'The change to FILE was rolled back; everything saved before it is intact.',
      todo: 'Free some space and try again.',
    }
  if (code === 'EDQUOT')
    return {
      kind: 'io',
      what: 'Your quota on the disk is used up.',
      why: 'FILE could not grow; everything saved before is intact.',
      todo: 'Free some of your space and try again.',
    }
  if (code.startsWith('SQLITE_READONLY') || code === 'EROFS' || code === 'EACCES' || code === 'EPERM')
    return {
      kind: 'io',
      what: 'The workspace cannot be written.',
      why: 'FILE or its folder is read-only for this user.',
      todo: 'Change its permissions, or choose another folder with --workspace. Nothing was changed.',
    }
  if (code.startsWith('SQLITE_CANTOPEN'))
    return {
      kind: 'io',
      what: 'The workspace cannot be opened.',
      why: 'FILE or its folder cannot be read or created.',
      todo: 'Check the path and its permissions, or choose another folder with --workspace.',
    }
  if (code === 'SQLITE_NOTADB' || code.startsWith('SQLITE_CORRUPT'))
    return {
      kind: 'corrupt',
      what: 'The workspace is damaged.',
      why: 'FILE is not a database that SQLite can read.',
      todo: 'Restore a backup with `forestall restore`, keep what can be read with `forestall salvage`, or open another workspace.',
    }
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED'))
    return {
      kind: 'unavailable',
      what: 'Another program holds the workspace.',
      why: 'Another program has locked FILE for longer than Forestall waits.',
      todo: 'Close the program that has the file open, such as a database browser or a backup, and try again.',
    }
  if (code.startsWith('SQLITE_IOERR') || code === 'EIO')
    return {
      kind: 'io',
      what: 'The disk reported an error.',
      why: 'The last change to FILE may or may not have been saved.',
      todo: 'Check the disk, then look whether the change is there before you repeat it.',
    }
  return null
}
