/**
 * Finds the ids that stand in a file more than once, at 8 bytes a row: hashes are collected and sorted, and only ids
 * whose hash came twice need to be looked at again. (Two ids that merely share a hash are told apart then.)
 */
export interface RepeatFinder {
  add(id: string): void
  /** Hashes that came more than once. */
  repeated(): ReadonlySet<number>
}

export function createRepeatFinder(): RepeatFinder {
  let hashes = new Float64Array(4_096)
  let count = 0
  return {
    add: id => {
      if (count === hashes.length) {
        const larger = new Float64Array(count * 2)
        larger.set(hashes)
        hashes = larger
      }
      hashes[count++] = idHash(id)
    },
    repeated: () => {
      const sorted = hashes.subarray(0, count).sort()
      const found = new Set<number>()
      for (let i = 1; i < count; i++) {
        const hash = sorted[i]
        if (hash !== undefined && hash === sorted[i - 1]) found.add(hash)
      }
      return found
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
