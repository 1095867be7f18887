import { setTimeout as sleep } from 'node:timers/promises'
import { parentPort, workerData } from 'node:worker_threads'
import type { Authorised } from '../../../http/authorise.ts'
import { answerOf } from '../../../http/http.ts'
import type { Sourced } from '../../../record/record.ts'
import { walkHere } from '../converted.ts'
import { stopped } from '../judge.ts'
import { openPlans } from '../plans.ts'
import { packRecords } from './packed.ts'
import { type ApartSource, askedOf, type Come, type FromApart, type ToApart, thrownOf } from './protocol.ts'

/**
 * A thread that reads a source with a client of its own: pages are asked for, taken apart and converted here, and leave as
 * records. Being where a thread begins, it takes time and chance from the machine.
 */
const { manifest, config, limits, now, free } = workerData as ApartSource
const ahead = now - Date.now()

/** Records that leave at once: about 2 ms of unpacking. */
const FEW = 500

/** Pages that may lie ready before one is taken, so that neither side waits for a turn of the other. */
const AHEAD = 2

const post = (message: FromApart) => parentPort?.postMessage(message)

const calls: ((answer: Extract<ToApart, { kind: 'secret' }>) => void)[] = []
const askFor = (question: { name: string; value?: string | null }): Promise<string | null> =>
  new Promise((resolve, reject) => {
    const call = calls.push(({ value, failed }) => (failed === null ? resolve(value) : reject(new Error(failed)))) - 1
    post({ kind: 'secret', call, ...question })
  })

/** Held for as long as the thread lives, which is one sync at most. */
const known = new Map<string, Promise<string | null>>()
const secrets = {
  get: (name: string) => {
    const value = known.get(name) ?? askFor({ name })
    known.set(name, value)
    return value
  },
  set: async (name: string, value: string | null) => {
    known.set(name, Promise.resolve(value))
    await askFor({ name, value })
  },
}

let come: Come | null = null
/** Answers a request whose answer was there before the thread. */
const withCome = (client: Authorised): Authorised => ({
  request: async ask => {
    const there = come
    come = null
    if (there === null || there.asked !== askedOf(ask)) return client.request(ask)
    const { status, headers, body, url } = there
    return { ok: true, answer: answerOf({ status, headers, body: Buffer.from(body.buffer) }, new URL(url)) }
  },
})

const { plans } = openPlans(
  manifest,
  config,
  {
    secrets,
    limits,
    wall: () => Date.now() + ahead,
    random: Math.random,
    sleep: (ms, signal) => sleep(ms, undefined, { signal }).catch(() => {}),
  },
  { next: { free }, around: withCome },
)

interface Walker {
  abort: AbortController
  /** Pages that may still be made. */
  room: number
  /** Somebody waits for the last records to be taken. */
  taken: () => void
  wake: () => void
}
const walkers = new Map<number, Walker>()

async function walk({ id, stream, start }: Extract<ToApart, { kind: 'walk' }>): Promise<void> {
  const walker: Walker = { abort: new AbortController(), room: AHEAD, taken: () => {}, wake: () => {} }
  walkers.set(id, walker)
  const { signal } = walker.abort
  const say = (words: string) => post({ kind: 'say', id, words })
  try {
    const plan = plans.find(({ name }) => name === stream)
    if (!plan) throw new Error(`there is no stream ${stream}`)
    for await (const page of walkHere(plan, start, { signal, say })) {
      if (walker.room === 0)
        await new Promise<void>(resolve => {
          walker.wake = resolve
        })
      walker.room--
      const { records, ...mapped } = page.mapped
      for (let from = 0; from < records.length && !signal.aborted; from += FEW)
        await hand(id, walker, records.slice(from, from + FEW))
      // A page that lacks records must not leave, and who waits for it must hear.
      if (signal.aborted) throw stopped(manifest.name)
      post({ kind: 'page', id, page: { ...page, mapped } })
    }
  } catch (error) {
    post({ kind: 'failed', id, thrown: thrownOf(error) })
  } finally {
    walkers.delete(id)
  }
}

const hand = (id: number, walker: Walker, some: readonly Sourced[]): Promise<void> =>
  new Promise(resolve => {
    walker.taken = resolve
    post({ kind: 'records', id, records: packRecords(some) })
  })

parentPort?.on('message', (message: ToApart) => {
  if (message.kind === 'secret') {
    calls[message.call]?.(message)
    return
  }
  if (message.kind === 'walk') {
    come = message.come
    void walk(message)
    return
  }
  const walker = walkers.get(message.id)
  if (!walker) return
  if (message.kind === 'more') return walker.taken()
  if (message.kind === 'taken') walker.room++
  else {
    walker.abort.abort()
    walker.taken()
  }
  walker.wake()
})
