import { isUtf8 } from 'node:buffer'

export type Encoding = 'UTF-8' | 'UTF-8 with BOM' | 'UTF-16LE' | 'UTF-16BE' | 'Windows-1252'

/** What the first bytes of a file say about its encoding; UTF-16 without a mark shows by every second byte being 0. */
export function detectEncoding(head: Uint8Array): Encoding {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return 'UTF-8 with BOM'
  if (head[0] === 0xff && head[1] === 0xfe) return 'UTF-16LE'
  if (head[0] === 0xfe && head[1] === 0xff) return 'UTF-16BE'
  const zeros: [number, number] = [0, 0]
  const looked = Math.min(head.length, 1024) & ~1
  for (let i = 0; i < looked; i++) if (head[i] === 0) zeros[i % 2 === 0 ? 0 : 1]++
  const most = looked * 0.3
  if (zeros[1] > most && zeros[0] < zeros[1] / 10) return 'UTF-16LE'
  if (zeros[0] > most && zeros[1] < zeros[0] / 10) return 'UTF-16BE'
  return 'UTF-8'
}

/** What these first bytes belong to, if not to text: a file that people often take for one. */
export function notText(head: Uint8Array): string | null {
  if (head[0] === 0x50 && head[1] === 0x4b && head[2] === 3 && head[3] === 4)
    return 'The file is an Excel workbook or another zip file, not text.'
  if (head[0] === 0x1f && head[1] === 0x8b) return 'The file is compressed (gzip), not text.'
  return isUtf32(head) ? 'The file is in UTF-32, which is not read.' : null
}

/** Its mark in either order of bytes, or two characters of ASCII that take four bytes each. */
function isUtf32(head: Uint8Array): boolean {
  const [first, second] = [head.subarray(0, 4), head.subarray(4, 8)]
  const isLittle = (four: Uint8Array) => Number(four[0]) > 0 && four[1] === 0 && four[2] === 0 && four[3] === 0
  const isBig = (four: Uint8Array) => four[0] === 0 && four[1] === 0 && four[2] === 0 && Number(four[3]) > 0
  const isMark =
    (first[0] === 0xff && first[1] === 0xfe && first[2] === 0 && first[3] === 0) ||
    (first[0] === 0 && first[1] === 0 && first[2] === 0xfe && first[3] === 0xff)
  return isMark || (isLittle(first) && isLittle(second)) || (isBig(first) && isBig(second))
}

export interface Decoder {
  /** The text of the next bytes, or null where they are not of this encoding. */
  next(bytes: Buffer, last: boolean): string | null
}

/** Decodes piece by piece; characters cut by a piece's end are kept for the next one. */
export function createDecoder(encoding: Encoding): Decoder {
  if (encoding === 'Windows-1252') return { next: windows1252 }
  return encoding === 'UTF-16LE' || encoding === 'UTF-16BE' ? utf16(encoding === 'UTF-16BE') : utf8()
}

// Checked and decoded by hand, because this gives one-byte strings for plain text: half the memory of TextDecoder's.
function utf8(): Decoder {
  let kept: Buffer = Buffer.alloc(0)
  let first = true
  return {
    next: (bytes, last) => {
      const all = kept.length > 0 ? Buffer.concat([kept, bytes]) : bytes
      const whole = last ? all.length : wholeCharacters(all)
      const piece = all.subarray(0, whole)
      // A copy: the caller reads its next bytes into the same memory.
      kept = Buffer.from(all.subarray(whole))
      if (!isUtf8(piece)) return null
      const text = piece.toString('utf8')
      const marked = first && text.charCodeAt(0) === 0xfeff
      first = first && piece.length === 0
      return marked ? text.slice(1) : text
    },
  }
}

/** How many leading bytes end with a complete character. */
export function wholeCharacters(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0
    if (byte < 0x80) return bytes.length
    if (byte < 0xc0) continue
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2
    return length > back ? bytes.length - back : bytes.length
  }
  return bytes.length
}

function utf16(swapped: boolean): Decoder {
  let kept: Buffer = Buffer.alloc(0)
  let first = true
  return {
    next: (bytes, last) => {
      const all = Buffer.concat([kept, bytes])
      const whole = all.length & ~1
      if (last && whole !== all.length) return null
      const piece = all.subarray(0, whole)
      kept = Buffer.from(all.subarray(whole))
      if (swapped) piece.swap16()
      const text = piece.toString('utf16le')
      const marked = first && text.charCodeAt(0) === 0xfeff
      first = first && piece.length === 0
      return marked ? text.slice(1) : text
    },
  }
}

/** 0x80 to 0x9f, where Windows-1252 differs from Latin 1. By hand, because runtimes have confused the two. */
const MARKS = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ'

const windows1252 = (bytes: Buffer): string =>
  bytes.toString('latin1').replace(/[\u0080-\u009f]/g, mark => MARKS[mark.charCodeAt(0) - 0x80] ?? mark)
