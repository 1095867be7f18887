import { parentPort, workerData } from 'node:worker_threads'
import { smtpChannel } from './smtp.ts'
import type { FromThread, SmtpThread, ToThread } from './threaded.ts'

/**
 * Writes, encrypts and speaks SMTP in a thread of its own, so that the engine's thread has only the outbox to keep. It
 * knows nothing of the database: before a message may leave it asks, and it waits for the answer.
 */
const { setting, password, sender } = workerData as SmtpThread
const channel = smtpChannel(setting, password, sender)
const stop = new AbortController()
const waiting = new Map<number, (go: boolean) => void>()
const say = (word: FromThread) => parentPort?.postMessage(word)

class NotNow extends Error {}

const leave = (id: number) => async () => {
  say({ ask: 'leave', id })
  const go = await new Promise<boolean>(resolve => waiting.set(id, resolve))
  waiting.delete(id)
  if (!go) throw new NotNow()
}

parentPort?.on('message', async (word: ToThread) => {
  if (word.order === 'answer') waiting.get(word.id)?.(word.go)
  else if (word.order === 'stop') stop.abort()
  else if (word.order === 'close') {
    await channel.close()
    parentPort?.close()
  } else {
    try {
      say({ ask: 'done', id: word.id, ending: await channel.send(word.out, leave(word.id), stop.signal) })
    } catch (error) {
      if (!(error instanceof NotNow)) throw error
      say({ ask: 'done', id: word.id, ending: null })
    }
  }
})
