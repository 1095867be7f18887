import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import type { MeasuredPackage } from './verify.ts'

/** What hears of a long reading, and what can break it off. */
export interface ReadingWatch {
  signal: AbortSignal
  /** Bytes that were read so far. */
  onBytes(done: number): void
}

/** A file that is being written. */
export type Sink = Pick<FileHandle, 'appendFile' | 'chmod' | 'sync' | 'close'>
export type OpenSink = (path: string, mode: number) => Promise<Sink>

/** A new file; one that is there already is never written over. */
export const openNewFile: OpenSink = (path, mode) => open(path, 'wx', mode)

const CHUNK = 1024 * 1024

/**
 * The size and hash of a file, read piece by piece; `to` gets exactly the bytes that were hashed. Reading ends early once
 * there are more than `most` bytes, which is then seen in the size.
 */
export async function measureFile(
  path: string,
  most: number,
  { signal, onBytes }: ReadingWatch,
  to?: Sink,
): Promise<MeasuredPackage> {
  const hash = createHash('sha512')
  let size = 0
  for await (const chunk of createReadStream(path, { highWaterMark: CHUNK, signal })) {
    const bytes = chunk as Buffer
    size += bytes.length
    if (size > most) break
    hash.update(bytes)
    await to?.appendFile(bytes)
    onBytes(size)
  }
  signal.throwIfAborted()
  return { size, sha512: hash.digest('hex') }
}
