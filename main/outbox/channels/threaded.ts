import { Worker } from 'node:worker_threads'
import type { SmtpSetting } from '../../../shared/model.ts'
import type { Outgoing } from '../../../shared/outgoing.ts'
import type { SenderSetting } from '../../../shared/sender.ts'
import type { Channel, Ending } from './channel.ts'
import { CONNECTIONS, smtpChannel } from './smtp.ts'

/** What the thread is started with. */
export interface SmtpThread {
  setting: SmtpSetting
  password: string | null
  sender: SenderSetting
}

export type ToThread =
  | { order: 'send'; id: number; out: Outgoing }
  | { order: 'answer'; id: number; go: boolean }
  | { order: 'stop' }
  | { order: 'close' }
/** `leave`: may this one leave now? `done` with null: it did not, as it was told. */
export type FromThread = { ask: 'leave'; id: number } | { ask: 'done'; id: number; ending: Ending | null }

interface Pending {
  beforeCommit: () => Promise<void>
  done: (ending: Ending) => void
  fail: (error: unknown) => void
  /** What stopped it before it could leave. */
  held: unknown
}

/** The SMTP channel, working in a thread of its own: for many messages. A few are sent sooner without one. */
export function threadedSmtp(setting: SmtpSetting, password: string | null, sender: SenderSetting): Channel {
  const entry = import.meta.url.endsWith('.ts') ? './smtp-worker.ts' : './smtp-worker.js'
  const workerData: SmtpThread = { setting, password, sender }
  const worker = new Worker(new URL(entry, import.meta.url), { workerData })
  const pending = new Map<number, Pending>()
  const tell = (word: ToThread) => worker.postMessage(word)
  let last = 0
  let asked = false
  let heeded: AbortSignal | null = null

  /** One listener for all messages of a drain. */
  const heed = (signal: AbortSignal) => {
    if (signal === heeded) return
    heeded = signal
    if (signal.aborted) tell({ order: 'stop' })
    else signal.addEventListener('abort', () => tell({ order: 'stop' }), { once: true })
  }
  const settle = (id: number, ending: Ending | null) => {
    const one = pending.get(id)
    pending.delete(id)
    if (ending) one?.done(ending)
    else one?.fail(one.held)
  }
  const mayLeave = async (id: number) => {
    asked = true
    const one = pending.get(id)
    try {
      await one?.beforeCommit()
      tell({ order: 'answer', id, go: true })
    } catch (error) {
      if (one) one.held = error
      tell({ order: 'answer', id, go: false })
    }
  }
  worker.on('message', (word: FromThread) => {
    if (word.ask === 'leave') void mayLeave(word.id)
    else settle(word.id, word.ending)
  })
  // Whatever it had in hand fails with it; what was marked by then is unsure.
  const broke = (error: unknown) => {
    for (const { fail } of pending.values()) fail(error)
    pending.clear()
  }
  worker.on('error', broke)
  worker.on('exit', () => broke(new Error('the sending thread ended')))

  return {
    name: 'email',
    lanes: 3 * CONNECTIONS,
    ready: () => asked,
    send: (out, beforeCommit, signal) =>
      new Promise((done, fail) => {
        const id = ++last
        heed(signal)
        pending.set(id, { beforeCommit, done, fail, held: null })
        tell({ order: 'send', id, out })
      }),
    test: () => smtpChannel(setting, password, sender).test(),
    close: async () => {
      const ended = new Promise(resolve => worker.once('exit', resolve))
      tell({ order: 'close' })
      await ended
    },
  }
}
