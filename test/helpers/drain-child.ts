import { openCache, readDb } from '../../main/cache/open.ts'
import { createWriter } from '../../main/cache/writer.ts'
import { recheck } from '../../main/intervention/guard/recheck.ts'
import { type Channel, channelsOf } from '../../main/outbox/channels/channel.ts'
import { smtpChannel } from '../../main/outbox/channels/smtp.ts'
import { createDrain } from '../../main/outbox/drain.ts'
import { reconcileAtStart } from '../../main/outbox/store.ts'
import { unwrap } from '../../shared/result.ts'
import { NOON } from './builders.ts'
import { smtpSetting } from './smtp-setting.ts'

/**
 * Sends what waits in a workspace, as the process that leads does, and tells in lines how far it has come. Meant to be
 * killed: `stopAt` names the point at which it stands still and waits for that (`queued`, `marked`, or nowhere).
 */
const [, , dir = '', port = '', stopAt = ''] = process.argv
const say = (line: string) => process.stdout.write(`${line}\n`)
const standStill = async (point: string) => {
  if (point !== stopAt) return
  say(point)
  // Until it is killed: a promise alone would let the process end.
  setInterval(() => {}, 60_000)
  await new Promise(() => {})
}

const { connection, reader, file } = unwrap(openCache(dir))
const read = readDb(reader)
const writer = createWriter(connection, file, () => {})
const clock = { now: () => NOON, wall: () => NOON }

const smtp = smtpChannel(smtpSetting(Number(port)), null)
const channel: Channel = {
  ...smtp,
  send: (message, beforeCommit, signal) =>
    smtp.send(
      message,
      async () => {
        await beforeCommit()
        await standStill('marked')
      },
      signal,
    ),
}

await reconcileAtStart({ writer, now: NOON })
await standStill('queued')
const drain = createDrain({
  writer,
  read,
  clock,
  random: () => 0,
  channels: channelsOf(channel),
  recheck: recheck(clock),
})
say(JSON.stringify(await drain(new AbortController().signal)))
reader.close()
connection.close()
