import { type FileHandle, open, stat } from 'node:fs/promises'
import { createGunzip } from 'node:zlib'
import { type Failure, FailureError } from '../../../shared/result.ts'
import { FILE_LIMITS, type FileLimits, packedFault } from './file-limits.ts'

/** A piece of what a file holds, unpacked. `read` is how many bytes of the file itself have been read so far. */
export interface Piece {
  bytes: Buffer
  read: number
}

export const CHUNK = 256 * 1024

/**
 * The content of a file, piece by piece; one that is compressed with gzip, unpacked on the way. A piece is valid until
 * the next one is asked for. Throws `FailureError` for what cannot be read, also where compressed data end too early.
 */
export async function* piecesOf(path: string, limits = FILE_LIMITS): AsyncGenerator<Piece> {
  const file = await openFile(path)
  try {
    yield* (await isGzip(file)) ? unpacked(path, file, limits) : plain(file)
  } catch (error) {
    if (isSystemError(error)) throw new FailureError(cannotRead(path, error))
    throw error
  } finally {
    await file.close()
  }
}

/** Whether a path is a file of at most `most` bytes that does not unpack to more. */
export async function isSmall(path: string, most: number): Promise<boolean> {
  try {
    const file = await open(path, 'r')
    try {
      const found = await file.stat()
      return found.isFile() && found.size <= most && !(await isGzip(file))
    } finally {
      await file.close()
    }
  } catch (error) {
    if (isSystemError(error)) return false
    throw error
  }
}

async function openFile(path: string): Promise<FileHandle> {
  try {
    const file = await open(path, 'r')
    if ((await file.stat()).isFile()) return file
    await file.close()
    throw new FailureError(
      unreadable(path, 'The path is a folder or a device, not a file.', 'Choose a file inside the folder.'),
    )
  } catch (error) {
    if (isSystemError(error)) throw new FailureError(cannotRead(path, error))
    throw error
  }
}

async function isGzip(file: FileHandle): Promise<boolean> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0)
  return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b
}

async function* plain(file: FileHandle): AsyncGenerator<Piece> {
  const memory = Buffer.allocUnsafe(CHUNK)
  let read = 0
  for (;;) {
    const { bytesRead } = await file.read(memory, 0, CHUNK, read)
    if (bytesRead === 0) return
    read += bytesRead
    yield { bytes: memory.subarray(0, bytesRead), read }
  }
}

// Both streams hold a few pieces at most, so what unpacks to a thousand times its size takes time, but no memory.
async function* unpacked(path: string, file: FileHandle, limits: FileLimits): AsyncGenerator<Piece> {
  const input = file.createReadStream({ start: 0, autoClose: false, highWaterMark: CHUNK / 4 })
  const gunzip = createGunzip({ chunkSize: CHUNK })
  input.on('error', error => gunzip.destroy(error))
  input.pipe(gunzip)
  try {
    let held: Buffer[] = []
    let size = 0
    let all = 0
    for await (const bytes of gunzip) {
      held.push(bytes as Buffer)
      size += (bytes as Buffer).length
      all += (bytes as Buffer).length
      const fault = packedFault(limits, all, input.bytesRead)
      if (fault) throw new FailureError(unreadable(path, fault, 'Unpack it and look at what it holds.'))
      // What a file is, is told by its first piece, so that must not be a crumb.
      if (size < CHUNK / 4) continue
      yield { bytes: Buffer.concat(held), read: input.bytesRead }
      held = []
      size = 0
    }
    if (size > 0) yield { bytes: Buffer.concat(held), read: input.bytesRead }
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code === 'Z_BUF_ERROR')
      throw new FailureError(
        unreadable(path, 'The file is incomplete: its compressed data end too early.', 'Copy or export it again.'),
      )
    if (code?.startsWith('Z_'))
      throw new FailureError(
        unreadable(path, 'The compressed data in the file are damaged.', 'Copy or export it again.'),
      )
    throw error
  } finally {
    input.destroy()
    gunzip.destroy()
  }
}

/** Size and time of a file: by these a change is noticed. Null where there is none. */
export async function versionOf(path: string): Promise<string | null> {
  try {
    const { size, mtimeMs } = await stat(path)
    return `${size}:${Math.round(mtimeMs)}`
  } catch (error) {
    if (isSystemError(error)) return null
    throw error
  }
}

const isSystemError = (error: unknown): error is NodeJS.ErrnoException =>
  typeof (error as NodeJS.ErrnoException).code === 'string' && !(error instanceof FailureError)

function cannotRead(path: string, { code }: NodeJS.ErrnoException): Failure {
  if (code === 'ENOENT') return unreadable(path, 'There is no such file.', 'Put it back, or choose another file.')
  if (code === 'EISDIR')
    return unreadable(path, 'The path is a folder, not a file.', 'Choose a file inside the folder.')
  if (code === 'EACCES' || code === 'EPERM')
    return unreadable(
      path,
      'You do not have permission to read this file.',
      'Change its permissions, or choose another file.',
    )
  return unreadable(path, `The operating system reported ${code}.`, 'Check the disk, then try again.')
}

/** That a file cannot be used as a whole. */
export const unreadable = (path: string, why: string, todo: string): Failure => ({
  kind: 'invalid',
  what: `The file ${path} cannot be read.`,
  why,
  todo: `${todo} No rows of this file were kept.`,
})
