import type { RawPages } from './page-file.ts'
import { decodeRecord, type RawValue, readVarint } from './record.ts'

/** A page of a tree (sqlite.org/fileformat, 1.6). Tables with row numbers are `rows` trees, everything else `keys`. */
export interface TreePage {
  kind: 'rows' | 'keys'
  leaf: boolean
  /** Pages below an inner page. */
  children: number[]
  /** Where its cells begin. */
  cells: number[]
}

/** A row as a page holds it; `rowid` is null in a tree of keys. */
export interface RawRow {
  rowid: number | null
  values: RawValue[]
}

const KINDS: Record<number, Pick<TreePage, 'kind' | 'leaf'>> = {
  2: { kind: 'keys', leaf: false },
  5: { kind: 'rows', leaf: false },
  10: { kind: 'keys', leaf: true },
  13: { kind: 'rows', leaf: true },
}

/** What a page is; null for one that belongs to no tree: free, a rest of a long row, or damaged. */
export function parseTreePage(page: Buffer, number: number, count: number): TreePage | null {
  const at = number === 1 ? 100 : 0
  const kind = KINDS[page[at] ?? 0]
  if (!kind) return null
  const many = page.readUInt16BE(at + 3)
  const pointers = at + (kind.leaf ? 8 : 12)
  if (pointers + 2 * many > page.length) return null
  const cells = Array.from({ length: many }, (_, n) => page.readUInt16BE(pointers + 2 * n))
  if (cells.some(cell => cell < pointers + 2 * many || cell > page.length - 4)) return null
  if (kind.leaf) return { ...kind, children: [], cells }
  const children = [...cells.map(cell => page.readUInt32BE(cell)), page.readUInt32BE(at + 8)]
  return children.some(child => child < 2 || child > count) ? null : { ...kind, children, cells }
}

/** The rows of a page that can be read whole. Inner pages of tables have none. */
export function rowsOf(pages: RawPages, page: Buffer, { kind, leaf, cells }: TreePage): RawRow[] {
  if (kind === 'rows' && !leaf) return []
  return cells.flatMap(cell => {
    const row = rowAt(pages, page, leaf ? cell : cell + 4, kind)
    return row ? [row] : []
  })
}

function rowAt(pages: RawPages, page: Buffer, at: number, kind: TreePage['kind']): RawRow | null {
  const length = readVarint(page, at)
  if (!length || length.value < 1) return null
  const rowid = kind === 'rows' ? readVarint(page, length.next) : null
  if (kind === 'rows' && !rowid) return null
  const payload = payloadAt(pages, page, rowid?.next ?? length.next, length.value, kind)
  const values = payload && decodeRecord(payload)
  return values ? { rowid: rowid?.value ?? null, values } : null
}

/** The bytes of a row: those on its page, and what did not fit there, from a chain of other pages. */
function payloadAt(pages: RawPages, page: Buffer, at: number, length: number, kind: TreePage['kind']): Buffer | null {
  const usable = pages.size
  const least = Math.floor(((usable - 12) * 32) / 255) - 23
  const most = kind === 'rows' ? usable - 35 : Math.floor(((usable - 12) * 64) / 255) - 23
  const wanted = least + ((length - least) % (usable - 4))
  const local = length <= most ? length : wanted <= most ? wanted : least
  if (at + local > page.length) return null
  const pieces = [page.subarray(at, at + local)]
  if (local === length) return pieces[0] ?? null
  if (at + local + 4 > page.length || length > pages.count * usable) return null
  let next = page.readUInt32BE(at + local)
  for (let left = length - local; left > 0; left -= usable - 4) {
    const more = next > 1 ? pages.read(next) : undefined
    if (!more) return null
    pieces.push(more.subarray(4, 4 + Math.min(left, usable - 4)))
    next = more.readUInt32BE(0)
  }
  // The last page of a chain points nowhere; one that was overwritten points somewhere.
  return next === 0 ? Buffer.concat(pieces, length) : null
}
