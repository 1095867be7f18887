import { Worker } from 'node:worker_threads'
import type { Failure } from '../../../../shared/result.ts'
import { createInbox } from '../../../cache/inbox.ts'
import { type OpenDeps, SourceFailure } from '../../../record/page.ts'
import type { Sourced } from '../../../record/record.ts'
import { type NextAsk, TooMuch } from '../ask.ts'
import { type Converted, type Walking, walkHere } from '../converted.ts'
import type { Walk } from '../cursor.ts'
import type { StreamPlan } from '../plan.ts'
import type { WalkOptions } from '../walk.ts'
import { unpackRecords } from './packed.ts'
import { type ApartSource, askedOf, type Come, errorOf, type FromApart, type ToApart } from './protocol.ts'

/** Somewhere else to walk. */
export interface WalkApart {
  walk(stream: string, start: Walk, options: WalkOptions, come: Come | null): AsyncGenerator<Converted>
  close(): Promise<void>
}

/** Decoded bytes of an answer that is taken apart where it was asked for: about 10 ms of work. */
export const LITTLE = 256 * 1024

/**
 * Walks here as long as answers are small, and in a thread from the first one on that is not: nobody else's work may wait
 * while it is taken apart. Where all are small a thread is no faster, because handing over costs as much as reading.
 *
 *   here ── page ── page ── a large answer ─▶ apart, which takes over that answer ── page ── page ── …
 */
export function walkingOf(plan: StreamPlan, apart: WalkApart | null): Walking {
  // Where each item is asked for apart, answers are small, and a walk cannot go on within a list.
  if (apart === null || plan.parent !== null || plan.detail !== null)
    return (start, options) => walkHere(plan, start, options)
  return async function* (start, options) {
    if (options.most !== undefined) return yield* walkHere(plan, start, options)
    let stands = start
    try {
      for await (const page of walkHere(plan, start, { ...options, largest: LITTLE })) {
        stands = page.walk
        yield page
      }
    } catch (error) {
      if (!(error instanceof TooMuch)) throw error
      yield* apart.walk(plan.name, stands, options, comeOf(error))
    }
  }
}

const comeOf = ({ request, answer: { status, headers, body, url } }: TooMuch): Come => ({
  // A copy of its own, which the thread takes over.
  ...{ asked: askedOf(request), status, headers, body: new Uint8Array(body), url },
})

// Sources run as they are; what is built is flat in one folder.
const ENTRY = new URL(import.meta.url.endsWith('.ts') ? './walk-worker.ts' : './walk-worker.js', import.meta.url)

/** A page may end the thread for want of memory, but never the engine. */
const LIMITS = { maxOldGenerationSizeMb: 512 }

/** A thread that begins with the first walk and ends with the source. */
export function createWalkApart(
  source: Omit<ApartSource, 'free' | 'now'>,
  { secrets, wall, next }: Pick<OpenDeps, 'secrets' | 'wall'> & { next: NextAsk },
): WalkApart {
  let thread: Worker | null = null
  let last = 0
  const walks = new Map<number, (message: FromApart | Error) => void>()
  const post = (message: ToApart, transfer: ArrayBuffer[] = []) => thread?.postMessage(message, transfer)

  const secret = async ({ call, name, value }: Extract<FromApart, { kind: 'secret' }>) => {
    try {
      if (value !== undefined) await secrets.set(name, value)
      post({ kind: 'secret', call, value: value === undefined ? await secrets.get(name) : null, failed: null })
    } catch (error) {
      post({ kind: 'secret', call, value: null, failed: error instanceof Error ? error.message : String(error) })
    }
  }
  const begin = () => {
    const workerData: ApartSource = { ...source, free: next.free, now: wall() }
    const worker = new Worker(ENTRY, { workerData, resourceLimits: LIMITS })
    worker.on('message', (message: FromApart) => {
      if (message.kind === 'secret') void secret(message)
      else walks.get(message.id)?.(message)
    })
    const over = (why: string) => {
      thread = null
      for (const put of walks.values()) put(new SourceFailure(ended(source.manifest.name, why)))
    }
    worker.on('error', error => over(error instanceof Error ? error.message : String(error)))
    worker.on('exit', () => over('The source was closed.'))
    return worker
  }
  return {
    walk: async function* (stream, start, { signal, say }, come) {
      thread ??= begin()
      const id = ++last
      const inbox = createInbox<FromApart | Error>()
      walks.set(id, inbox.put)
      const stop = () => post({ kind: 'stop', id })
      signal.addEventListener('abort', stop)
      try {
        post({ kind: 'walk', id, stream, start, come }, come ? [come.body.buffer] : [])
        if (signal.aborted) stop()
        let records: Sourced[] = []
        for (;;) {
          const message = await inbox.next()
          if (message instanceof Error) throw message
          if (message.kind === 'say') say(message.words)
          else if (message.kind === 'failed') throw errorOf(message.thrown)
          else if (message.kind === 'records') {
            for (const record of unpackRecords(message.records)) records.push(record)
            // In a later turn, so that others have theirs in between.
            setImmediate(() => post({ kind: 'more', id }))
          } else if (message.kind === 'page') {
            const { page } = message
            post({ kind: 'taken', id })
            yield { ...page, mapped: { ...page.mapped, records } }
            if (page.done) return
            records = []
          }
        }
      } finally {
        signal.removeEventListener('abort', stop)
        walks.delete(id)
        stop()
      }
    },
    close: async () => {
      await thread?.terminate()
    },
  }
}

const ended = (name: string, why: string): Failure => ({
  kind: 'io',
  what: `${name} could not be read to its end.`,
  why,
  todo: 'The rows read so far are kept. Set a smaller page size in the manifest, then sync again.',
})
