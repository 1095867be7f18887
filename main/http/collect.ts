import { createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from 'node:zlib'

/** Why a body cannot be used. */
export type BodyFault = 'too_large' | 'not_decodable' | 'unknown_encoding' | 'not_taken'

/** Takes a body in pieces. */
export interface Collector {
  /** False: wait for `resume` before the next piece. */
  write(chunk: Buffer): boolean
  end(): void
  /** Lets go of everything; nothing is reported after it. */
  stop(): void
}

/**
 * Collects a body and undoes its Content-Encoding, counting decoded bytes as they appear: at most one piece (16 KB) more
 * than `maxBytes` is ever held, however small the body was on the wire.
 */
export function collect(
  encoding: string,
  maxBytes: number,
  resume: () => void,
  done: (outcome: Buffer | BodyFault) => void,
): Collector {
  const name = encoding.trim().toLowerCase()
  if (name === '' || name === 'identity') return plain(maxBytes, done)
  return decoded(name, maxBytes, resume, done)
}

function plain(maxBytes: number, done: (outcome: Buffer | BodyFault) => void): Collector {
  const pieces: Buffer[] = []
  let size = 0
  let over = false
  return {
    write(chunk) {
      if (over) return true
      size += chunk.length
      if (size > maxBytes) {
        over = true
        pieces.length = 0
        done('too_large')
      } else pieces.push(chunk)
      return true
    },
    end: () => {
      if (!over) done(pieces.length === 1 && pieces[0] ? pieces[0] : Buffer.concat(pieces, size))
    },
    stop: () => {
      over = true
      pieces.length = 0
    },
  }
}

type Decoder = ReturnType<typeof createGunzip>

function decoderFor(name: string, firstByte: number): Decoder | null {
  if (name === 'gzip' || name === 'x-gzip') return createGunzip()
  if (name === 'br') return createBrotliDecompress()
  // "deflate" should carry a zlib header, whose first byte ends in 8; some servers leave it out (RFC 9110, 8.4.1.2).
  if (name === 'deflate') return (firstByte & 0x0f) === 8 ? createInflate() : createInflateRaw()
  return null
}

function decoded(
  name: string,
  maxBytes: number,
  resume: () => void,
  done: (outcome: Buffer | BodyFault) => void,
): Collector {
  const inner = plain(maxBytes, outcome => finish(outcome))
  let decoder: Decoder | null = null
  let over = false
  const finish = (outcome: Buffer | BodyFault | null) => {
    if (over) return
    over = true
    decoder?.destroy()
    if (outcome !== null) done(outcome)
  }
  const start = (chunk: Buffer): Decoder | null => {
    const made = decoderFor(name, chunk[0] ?? 0)
    made?.on('data', piece => inner.write(piece))
    made?.on('end', () => inner.end())
    made?.on('error', () => finish('not_decodable'))
    made?.on('drain', resume)
    return made
  }
  return {
    write(chunk) {
      if (over) return true
      decoder ??= start(chunk)
      if (decoder) return decoder.write(chunk)
      finish('unknown_encoding')
      return true
    },
    end: () => {
      if (decoder) decoder.end()
      else inner.end()
    },
    stop: () => finish(null),
  }
}
