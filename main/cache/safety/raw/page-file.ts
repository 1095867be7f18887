import { closeSync, existsSync, fstatSync, openSync, readSync } from 'node:fs'
import { type LoggedPages, openLogPages } from './log-pages.ts'

/** The pages of a database file as its last commit left them, whatever their content is. */
export interface RawPages {
  /** Bytes of a page. */
  size: number
  /** Pages are numbered from 1. */
  count: number
  /** `undefined` where the disk gives no whole page. */
  read(page: number): Buffer | undefined
  close(): void
}

const MAGIC = 'SQLite format 3\0'
/** What Forestall makes, where neither the file nor its log says it any more. */
const USUAL = 4_096

/** Opens a file for reading page by page; a log beside it counts as SQLite counts it, up to its last whole commit. */
export function openPages(file: string): RawPages {
  const handle = openSync(file, 'r')
  try {
    const log = existsSync(`${file}-wal`) ? openLogPages(`${file}-wal`) : null
    const size = pageSizeOf(handle) ?? log?.size ?? USUAL
    const pages: LoggedPages | null = log?.size === size ? log : null
    const own = Math.floor(fstatSync(handle).size / size)
    const read = (page: number): Buffer | undefined => pages?.read(page) ?? readPage(handle, size, page, own)
    return {
      size,
      count: Math.max(own, pages?.count ?? 0),
      read,
      close: () => {
        pages?.close()
        closeSync(handle)
      },
    }
  } catch (error) {
    closeSync(handle)
    throw error
  }
}

function readPage(handle: number, size: number, page: number, count: number): Buffer | undefined {
  if (page < 1 || page > count) return undefined
  const bytes = Buffer.alloc(size)
  try {
    return readSync(handle, bytes, 0, size, (page - 1) * size) === size ? bytes : undefined
  } catch {
    // The disk cannot give this one; the others may be whole.
    return undefined
  }
}

function pageSizeOf(handle: number): number | null {
  const header = readPage(handle, 100, 1, 1)
  if (header?.toString('latin1', 0, 16) !== MAGIC) return null
  const written = header.readUInt16BE(16)
  const size = written === 1 ? 65_536 : written
  return size >= 512 && (size & (size - 1)) === 0 ? size : null
}
