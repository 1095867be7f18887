import { Socket } from 'node:net'
import type { WriteDb } from '../../main/cache/db.ts'
import { openCache, readDb } from '../../main/cache/open.ts'
import { createWriter, type Writer } from '../../main/cache/writer.ts'
import { createDrain } from '../../main/outbox/drain.ts'
import { reconcileAtStart } from '../../main/outbox/store.ts'
import { unwrap } from '../../shared/result.ts'
import { faultChannels } from './fault-channels.ts'
import { letGo } from './let-go.ts'

/**
 * Drains a workspace, counting every step at which a crash could come: before a transaction, before its commit, after
 * it; before and after each write to a socket, and at each arrival. At step `killAt` it ends itself as a power cut
 * would. Prints how many steps there were if it comes to its end.
 */
const [, , dir = '', smtp = '', http = '', killAt = '', at = ''] = process.argv
const last = Number(killAt)
let steps = 0
const step = () => {
  if (++steps === last) process.kill(process.pid, 'SIGKILL')
}

interface Wire {
  push(chunk: unknown, encoding?: BufferEncoding): boolean
  _writeGeneric(...args: unknown[]): unknown
}
const wire = Socket.prototype as unknown as Wire
const { push, _writeGeneric: write } = wire
const isOurs = (socket: unknown) => socket !== process.stdout && socket !== process.stderr
wire.push = function (this: Wire, chunk, encoding) {
  if (isOurs(this)) step()
  return push.call(this, chunk, encoding)
}
wire._writeGeneric = function (this: Wire, ...args) {
  if (isOurs(this)) step()
  const answer = write.apply(this, args)
  if (isOurs(this)) step()
  return answer
}

const { connection, reader, file } = unwrap(openCache(dir))
const plain = createWriter(connection, file, () => {})
const stepped =
  <T>(job: (tx: WriteDb) => T) =>
  (tx: WriteDb) => {
    step()
    const made = job(tx)
    step()
    return made
  }
const writer: Writer = {
  ...plain,
  write: async (priority, job) => {
    const value = await plain.write(priority, stepped(job))
    step()
    return value
  },
  durably: async job => {
    const { value, flushed } = await plain.durably(stepped(job))
    step()
    const after = flushed.then(step)
    after.catch(() => {})
    return { value, flushed: after }
  },
}
const clock = { now: () => Number(at), wall: () => Number(at) }
await reconcileAtStart({ writer, now: clock.wall() })
const drain = createDrain({
  writer,
  read: readDb(reader),
  clock,
  random: () => 0,
  channels: faultChannels({ smtp: Number(smtp), http: Number(http) }, clock.wall),
  recheck: letGo,
})
await drain(new AbortController().signal)
process.stdout.write(`${steps}\n`, () => process.exit(0))
