import { closeSync, copyFileSync, existsSync, openSync, readSync, writeSync } from 'node:fs'

const INTERIOR = 5

/** The pages of a file that name its tables, by their number (sqlite.org/fileformat, 1.6). */
function schemaPages(file: string): { size: number; pages: Map<number, Buffer> } {
  const handle = openSync(file, 'r')
  try {
    const header = Buffer.alloc(100)
    readSync(handle, header, 0, 100, 0)
    const written = header.readUInt16BE(16)
    const size = written === 1 ? 65_536 : written
    const pages = new Map<number, Buffer>()
    const read = (number: number) => {
      if (pages.has(number)) return
      const page = Buffer.alloc(size)
      readSync(handle, page, 0, size, (number - 1) * size)
      pages.set(number, page)
      for (const child of childrenOf(page, number === 1 ? 100 : 0)) read(child)
    }
    read(1)
    return { size, pages }
  } finally {
    closeSync(handle)
  }
}

/** The pages below an inner page of a tree; a leaf has none. */
function childrenOf(page: Buffer, at: number): number[] {
  if (page[at] !== INTERIOR) return []
  const cells = page.readUInt16BE(at + 3)
  const pointers = Array.from({ length: cells }, (_, n) => page.readUInt16BE(at + 12 + 2 * n))
  return [...pointers.map(pointer => page.readUInt32BE(pointer)), page.readUInt32BE(at + 8)]
}

/**
 * Copies a damaged file to `to` with the pages that name its tables taken from a backup. A backup is a copy page by page,
 * and these pages change only with the layout, so they are still the right ones.
 */
export function withSchemaOf(backup: string, damaged: string, to: string): void {
  const { size, pages } = schemaPages(backup)
  copyFileSync(damaged, to)
  if (existsSync(`${damaged}-wal`)) copyFileSync(`${damaged}-wal`, `${to}-wal`)
  const handle = openSync(to, 'r+')
  for (const [number, page] of pages) writeSync(handle, page, 0, size, (number - 1) * size)
  closeSync(handle)
}
