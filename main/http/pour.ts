import type { BodyFault, Collector } from './collect.ts'

/** Takes a body piece by piece, each one after the last was taken. Throws, and nothing more comes. */
export type TakeBytes = (piece: Buffer) => Promise<void>

/**
 * Hands a body on while it comes, for what is too large for memory; `done` hears of no bytes then. A body that is packed
 * is refused: it is not known how large it becomes, and who takes it asked for plain bytes.
 */
export function pour(
  encoding: string,
  maxBytes: number,
  take: TakeBytes,
  resume: () => void,
  done: (outcome: Buffer | BodyFault) => void,
): Collector {
  const isPlain = ['', 'identity'].includes(encoding.trim().toLowerCase())
  let size = 0
  let over = false
  let taken: Promise<void> = Promise.resolve()
  const finish = (outcome: Buffer | BodyFault) => {
    if (over) return
    over = true
    done(outcome)
  }
  return {
    write(chunk) {
      // The parser begins with an empty piece when it goes on; to wait for that one would stop it again for ever.
      if (over || chunk.length === 0) return true
      size += chunk.length
      if (!isPlain) finish('unknown_encoding')
      else if (size > maxBytes) finish('too_large')
      if (over) return true
      taken = taken.then(() => (over ? undefined : take(chunk)))
      taken.then(resume, () => finish('not_taken'))
      return false
    },
    end: () => {
      taken.then(
        () => finish(Buffer.alloc(0)),
        () => finish('not_taken'),
      )
    },
    stop: () => {
      over = true
    },
  }
}
