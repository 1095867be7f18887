import { closeSync, fstatSync, openSync, readSync } from 'node:fs'

/** The pages that a write-ahead log holds newer than the file (sqlite.org/fileformat, 4). */
export interface LoggedPages {
  /** Bytes of a page. */
  size: number
  /** The largest page. */
  count: number
  read(page: number): Buffer | undefined
  close(): void
}

const HEADER = 32
const FRAME = 24
const MAGIC = 0x377f0682

/** Null where the file is no log. Frames count as far as their checksums go on, and up to the last commit among them. */
export function openLogPages(file: string): LoggedPages | null {
  const handle = openSync(file, 'r')
  const header = Buffer.alloc(HEADER)
  const isLog = readSync(handle, header, 0, HEADER, 0) === HEADER && (header.readUInt32BE(0) & ~1) >>> 0 === MAGIC
  const size = isLog ? header.readUInt32BE(8) : 0
  const sums = checksums(isLog && (header.readUInt32BE(0) & 1) === 1)
  const first = sums([0, 0], header.subarray(0, 24))
  if (!isLog || first[0] !== header.readUInt32BE(24) || first[1] !== header.readUInt32BE(28)) {
    closeSync(handle)
    return null
  }
  const places = committed(handle, header, size, first, sums)
  return {
    size,
    count: Math.max(0, ...places.keys()),
    read: page => {
      const at = places.get(page)
      return at === undefined ? undefined : readAt(handle, at, size)
    },
    close: () => closeSync(handle),
  }
}

type Sums = readonly [number, number]
type Summing = (from: Sums, bytes: Buffer) => Sums

/** Where the newest committed version of each page lies in the log. */
function committed(handle: number, header: Buffer, size: number, first: Sums, sums: Summing): Map<number, number> {
  const length = fstatSync(handle).size
  const places = new Map<number, number>()
  let pending: [page: number, at: number][] = []
  let last = first
  for (let at = HEADER; at + FRAME + size <= length; at += FRAME + size) {
    const frame = readAt(handle, at, FRAME + size)
    if (frame?.compare(header, 16, 24, 8, 16) !== 0) break
    last = sums(sums(last, frame.subarray(0, 8)), frame.subarray(FRAME))
    if (last[0] !== frame.readUInt32BE(16) || last[1] !== frame.readUInt32BE(20)) break
    pending.push([frame.readUInt32BE(0), at + FRAME])
    if (frame.readUInt32BE(4) === 0) continue
    for (const [page, place] of pending) places.set(page, place)
    pending = []
  }
  return places
}

function readAt(handle: number, at: number, length: number): Buffer | undefined {
  const bytes = Buffer.alloc(length)
  return readSync(handle, bytes, 0, length, at) === length ? bytes : undefined
}

/** The log's checksum over 32-bit words, which are big-endian or little-endian as its first number says. */
const checksums =
  (big: boolean): Summing =>
  ([a, b], bytes) => {
    let [one, two] = [a, b]
    for (let at = 0; at + 8 <= bytes.length; at += 8) {
      one = (one + (big ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at)) + two) >>> 0
      two = (two + (big ? bytes.readUInt32BE(at + 4) : bytes.readUInt32LE(at + 4)) + one) >>> 0
    }
    return [one, two]
  }
