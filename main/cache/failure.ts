import type { Failure } from '../../shared/result.ts'

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
      todo: 'Restore it from a backup (the .bak file beside it, if there is one), or open another workspace.',
    }
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED'))
    return {
      kind: 'unavailable',
      what: 'The workspace is busy.',
      why: 'Another process has been writing to FILE for more than five seconds.',
      todo: 'Try again in a moment.',
    }
  if (code.startsWith('SQLITE_IOERR') || code === 'EIO')
    return {
      kind: 'io',
      what: 'The disk reported an error.',
      why: 'The change to FILE was rolled back.',
      todo: 'Check the disk, then try again.',
    }
  return null
}
