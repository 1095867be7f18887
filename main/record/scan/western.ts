import { isUtf8 } from 'node:buffer'
import { wholeCharacters } from '../bytes/decode.ts'
import { piecesOf } from '../bytes/file-bytes.ts'

/** What the bytes of a whole file say of an encoding that is not UTF-8. */
export interface ByteLook {
  /** The first byte that is not UTF-8; null where all are. */
  fault: { line: number; byte: number; value: number } | null
  /** Nearly nothing but Windows-1252 can be meant. */
  western: boolean
}

/**
 * Letters and marks that Windows-1252 has in common with the Central European 1250: äöüß, éáíóú, çëîâô and so on. What
 * only one of the two has is not certain.
 */
const COMMON = new Set([
  ...[0x80, 0x82, 0x84, 0x85, 0x86, 0x87, 0x89, 0x8a, 0x8b, 0x8e, 0x91, 0x92, 0x93, 0x94, 0x95, 0x96, 0x97, 0x99, 0x9a],
  ...[0x9b, 0x9e, 0xa0, 0xa4, 0xa6, 0xa7, 0xa9, 0xab, 0xac, 0xad, 0xae, 0xb0, 0xb1, 0xb4, 0xb5, 0xb6, 0xb7, 0xbb],
  ...[0xc1, 0xc2, 0xc4, 0xc7, 0xc9, 0xcb, 0xcd, 0xce, 0xd3, 0xd4, 0xd6, 0xd7, 0xda, 0xdc, 0xdd, 0xdf],
  ...[0xe1, 0xe2, 0xe4, 0xe7, 0xe9, 0xeb, 0xed, 0xee, 0xf3, 0xf4, 0xf6, 0xf7, 0xfa, 0xfc, 0xfd],
])

/** Reads a file to its end. Other encodings have letters where 1252 has marks, and whole words beyond ASCII. */
export async function lookAtBytes(path: string): Promise<ByteLook> {
  const look: ByteLook = { fault: null, western: true }
  let line = 1
  let read = 0
  let high = 0
  let before = 0
  let kept: Buffer = Buffer.alloc(0)
  for await (const { bytes } of piecesOf(path)) {
    const all = Buffer.concat([kept, bytes])
    const end = look.fault === null ? wholeCharacters(all) : all.length
    const piece = all.subarray(0, end)
    kept = Buffer.from(all.subarray(end))
    if (look.fault === null && !isUtf8(piece)) {
      const at = firstFault(piece)
      look.fault = { line: line + newlines(piece.subarray(0, at)), byte: read + at + 1, value: piece[at] ?? 0 }
    }
    if (look.fault === null) line += newlines(piece)
    for (let at = 0; look.western && at < piece.length; at++) {
      const byte = piece[at] ?? 0
      if (byte < 0x80) high = 0
      else if (++high > 2 || !COMMON.has(byte) || isMarkInWord(byte, before, piece[at + 1] ?? 0)) look.western = false
      before = byte
    }
    read += piece.length
  }
  if (kept.length > 0) look.fault ??= { line, byte: read + 1, value: kept[0] ?? 0 }
  return look
}

/** 0x84 between letters is the ä of another encoding, not a quotation mark. An apostrophe may well stand there. */
const isMarkInWord = (byte: number, before: number, after: number): boolean =>
  byte < 0xa0 &&
  byte !== 0x92 &&
  byte !== 0x8a &&
  byte !== 0x9a &&
  byte !== 0x8e &&
  byte !== 0x9e &&
  isLetter(before) &&
  isLetter(after)

const isLetter = (byte: number): boolean => (byte >= 65 && byte <= 90) || (byte >= 97 && byte <= 122)

/** By halves: a beginning is UTF-8 as far as it holds no fault, apart from a character that it cuts. */
function firstFault(bytes: Buffer): number {
  let good = 0
  let bad = bytes.length
  while (bad - good > 1) {
    const middle = (good + bad) >> 1
    const head = bytes.subarray(0, middle)
    if (isUtf8(head.subarray(0, wholeCharacters(head)))) good = middle
    else bad = middle
  }
  const head = bytes.subarray(0, good)
  const cut = wholeCharacters(head)
  return isUtf8(bytes.subarray(cut, bad)) ? bad - 1 : cut
}

function newlines(bytes: Buffer): number {
  let count = 0
  for (let at = bytes.indexOf(10); at !== -1; at = bytes.indexOf(10, at + 1)) count++
  return count
}
