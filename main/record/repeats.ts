import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * Finds the ids that stand in a file more than once: hashes are collected and sorted, and only ids whose hash came twice
 * need to be looked at again. (Two ids that merely share a hash are told apart then.) Sorted runs of many go to a
 * temporary file, so that memory does not grow with the rows.
 */
export interface RepeatFinder {
  add(id: string): void
  /** Hashes that came more than once. Ends the search. */
  repeated(): ReadonlySet<number>
  /** Lets go of the temporary file, also when the search was given up. */
  close(): void
}

/** Hashes kept in memory: 16 MB. */
const MOST = 2_000_000
/** Hashes of each run that are looked at together. */
const BLOCK = 8_192

export function createRepeatFinder(most = MOST): RepeatFinder {
  let hashes = new Float64Array(4_096)
  let count = 0
  let spill: Spill | null = null
  return {
    add: id => {
      if (count === most) {
        spill ??= createSpill()
        spill.put(hashes.subarray(0, count).sort())
        count = 0
      } else if (count === hashes.length) {
        const larger = new Float64Array(Math.min(most, count * 2))
        larger.set(hashes)
        hashes = larger
      }
      hashes[count++] = idHash(id)
    },
    repeated: () => {
      const last = hashes.subarray(0, count).sort()
      return twice(merged([...(spill?.runs() ?? []), last[Symbol.iterator]()]))
    },
    close: () => {
      spill?.close()
      spill = null
    },
  }
}

function twice(sorted: Iterable<number>): Set<number> {
  const found = new Set<number>()
  let before: number | null = null
  for (const hash of sorted) {
    if (hash === before) found.add(hash)
    before = hash
  }
  return found
}

/** Several sorted runs as one. */
function* merged(runs: Iterator<number>[]): Generator<number> {
  const heads = runs.map(run => run.next())
  for (;;) {
    let least = -1
    let value = Number.POSITIVE_INFINITY
    for (const [n, head] of heads.entries()) {
      if (head.done || head.value >= value) continue
      least = n
      value = head.value
    }
    const run = runs[least]
    if (!run) return
    yield value
    heads[least] = run.next()
  }
}

interface Spill {
  put(run: Float64Array): void
  runs(): Iterator<number>[]
  close(): void
}

function createSpill(): Spill {
  const dir = mkdtempSync(join(tmpdir(), 'forestall-ids-'))
  const file = openSync(join(dir, 'ids'), 'wx+', 0o600)
  const ends: number[] = []
  function* run(from: number, to: number): Generator<number> {
    const block = new Float64Array(BLOCK)
    for (let at = from; at < to; ) {
      const read = readSync(file, block, 0, Math.min(block.byteLength, to - at), at)
      yield* block.subarray(0, read / 8)
      at += read
    }
  }
  return {
    put: hashes => {
      const from = ends.at(-1) ?? 0
      const bytes = new Uint8Array(hashes.buffer, hashes.byteOffset, hashes.byteLength)
      for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at, bytes.length - at, from + at)
      ends.push(from + bytes.length)
    },
    runs: () => ends.map((end, n) => run(ends[n - 1] ?? 0, end)),
    close: () => {
      closeSync(file)
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

/** 53 bits of a text, as in cyrb53 (published by bryc, public domain). */
export function idHash(text: string): number {
  let a = 0xdeadbeef
  let b = 0x41c6ce57
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    a = Math.imul(a ^ code, 2654435761)
    b = Math.imul(b ^ code, 1597334677)
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909)
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909)
  return 4294967296 * (2097151 & b) + (a >>> 0)
}
