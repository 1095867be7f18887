/**
 * MurmurHash3 (x86, 32 bit) of a text's UTF-8 bytes, as published by Austin Appleby (public domain).
 * Used to assign arms: stable on every machine and evenly spread; it is not cryptographic.
 */
export function murmur3(text: string, seed = 0): number {
  const bytes = new TextEncoder().encode(text)
  const blocks = bytes.length >>> 2
  let hash = seed | 0
  for (let i = 0; i < blocks; i++) {
    const at = i * 4
    const word =
      (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 3] ?? 0) << 24)
    hash ^= scramble(word)
    hash = (hash << 13) | (hash >>> 19)
    hash = (Math.imul(hash, 5) + 0xe6546b64) | 0
  }
  let tail = 0
  for (let i = bytes.length - 1; i >= blocks * 4; i--) tail = (tail << 8) | (bytes[i] ?? 0)
  if (bytes.length & 3) hash ^= scramble(tail)
  hash ^= bytes.length
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}

function scramble(word: number): number {
  const mixed = Math.imul(word, 0xcc9e2d51)
  return Math.imul((mixed << 15) | (mixed >>> 17), 0x1b873593)
}

/** A number in [0, 1) that depends on the salt and the key alone. */
export const hashShare = (salt: string, key: string): number => murmur3(`${salt}\u0000${key}`) / 2 ** 32
