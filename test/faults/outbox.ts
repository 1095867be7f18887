import type { ChildProcess } from 'node:child_process'
import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { openCache, readDb } from '../../main/cache/open.ts'
import { createWriter } from '../../main/cache/writer.ts'
import { createDrain } from '../../main/outbox/drain.ts'
import { reconcileAtStart } from '../../main/outbox/store.ts'
import { LAST_MOMENT } from '../../shared/model/values.ts'
import { unwrap } from '../../shared/result.ts'
import { DAY, MINUTE } from '../../shared/trigger/duration.ts'
import { NOON } from '../helpers/builders.ts'
import { faultChannels } from '../helpers/fault-channels.ts'
import { drainFaultOutbox, makeFaultOutbox, settleFaultOutbox } from '../helpers/fault-run.ts'
import { faultServers } from '../helpers/fault-servers.ts'
import { letGo } from '../helpers/let-go.ts'
import { addUp, type Fault, type FaultOutcome } from './fault.ts'
import { aFront, type Front, type FrontWays } from './front.ts'
import { inRoom } from './room.ts'

interface Rig {
  dir: string
  http: Front
  smtp: Front
}

/** An outbox of messages on four channels, whose servers can be got at; settled and held against them at the end. */
async function throughFronts(
  play: (rig: Rig) => Promise<{ injected: number }>,
  keysHold = true,
): Promise<FaultOutcome> {
  return inRoom(async room => {
    const dir = join(room, 'workspace')
    makeFaultOutbox(join(room, 'template'))
    cpSync(join(room, 'template'), dir, { recursive: true })
    const servers = await faultServers()
    const [http, smtp] = [await aFront(servers.ports.http), await aFront(servers.ports.smtp)]
    try {
      const { injected } = await play({ dir, http, smtp })
      for (const front of [http, smtp]) front.cut()
      await servers.quiet()
      const { duplicates, lost, waiting, shown, wrong } = await settleFaultOutbox(dir, servers, keysHold)
      // Behind a message that a person must look at, others of its recipient may wait; nothing else may.
      const stuck = waiting > 0 && shown === 0 ? [`${waiting} messages still wait an hour later`] : []
      return { injected, lost, duplicates, wrong: [...wrong, ...stuck] }
    } finally {
      for (const one of [http, smtp, servers]) await one.stop()
    }
  })
}

/** Drains once at each of these moments of the machine's clock, through the fronts. */
async function drainAt({ dir, http, smtp }: Rig, moments: readonly number[]): Promise<void> {
  const { connection, reader, file } = unwrap(openCache(dir))
  const writer = createWriter(connection, file, () => {})
  let wall = NOON
  const clock = { now: () => wall, wall: () => wall }
  const channels = faultChannels({ http: http.port, smtp: smtp.port }, clock.wall)
  await reconcileAtStart({ writer, now: wall })
  const drain = createDrain({ writer, read: readDb(reader), clock, random: () => 0, channels, recheck: letGo })
  for (const moment of moments) {
    wall = moment
    await drain(new AbortController().signal)
  }
  await writer.close()
  reader.close()
  connection.close()
}

const both = ({ http, smtp }: Rig, ways: FrontWays) => {
  http.behave(ways)
  smtp.behave(ways)
}
const injectedOf = ({ http, smtp }: Rig) => ({ injected: http.injected() + smtp.injected() })

const TIMES = [NOON, NOON + 2 * MINUTE, NOON + 10 * MINUTE]

/** Nothing can be reached while a drain is tried three times. */
export const offlineOutbox = (): Promise<FaultOutcome> =>
  throughFronts(async rig => {
    both(rig, { refuse: true })
    await drainAt(rig, TIMES)
    both(rig, {})
    return injectedOf(rig)
  })

/** The systems behind the channels answer with a status; mail is refused at the door. */
export const statusOutbox = (status: number): Promise<FaultOutcome> =>
  throughFronts(async rig => {
    rig.http.behave({ status })
    rig.smtp.behave({ refuse: true })
    await drainAt(rig, TIMES)
    both(rig, {})
    return { injected: rig.http.injected() }
  })

/** The server took the message, and its reply never came. */
const lostReply = (piece: number): Promise<FaultOutcome> =>
  throughFronts(async rig => {
    both(rig, { cutReplyAt: piece })
    await drainAt(rig, TIMES)
    both(rig, {})
    return injectedOf(rig)
  })

const replyLost: Fault = {
  name: 'reply_lost',
  about: 'the connection is cut after the server has taken the message and before its reply arrives',
  inject: async quick => {
    const outcomes: FaultOutcome[] = []
    for (const piece of quick ? [1, 5] : [1, 2, 3, 4, 5, 6, 7, 8]) outcomes.push(await lostReply(piece))
    return addUp(outcomes)
  },
}

const ABSURD = [0, -1, NOON - 3_650 * DAY, NOON + 3_650 * DAY, LAST_MOMENT, LAST_MOMENT + DAY, 8.64e15, NOON]

const clockJumps: Fault = {
  name: 'clock',
  about: 'the machine’s clock jumps years back and ahead, to 1970, below it and past the year 9999, while servers fail',
  inject: async quick => {
    const outcomes: FaultOutcome[] = []
    for (const [n, moment] of ABSURD.entries()) {
      if (quick && n % 3 !== 0) continue
      outcomes.push(
        await throughFronts(async rig => {
          // Some fail and must wait by a clock that is not to be trusted; the clock is right again afterwards.
          both(rig, { refuse: true })
          await drainAt(rig, [NOON, moment, moment + MINUTE, NOON + MINUTE, moment])
          both(rig, {})
          return { injected: 4 }
          // By such a clock nobody knows how old a key is, so a person is asked instead.
        }, false),
      )
    }
    return addUp(outcomes)
  },
}

const suspend: Fault = {
  name: 'suspend',
  about: 'the machine sleeps in the middle of a drain, and its connections are gone when it wakes',
  inject: async quick => {
    const outcomes: FaultOutcome[] = []
    for (let n = 0; n < (quick ? 2 : 12); n++)
      outcomes.push(
        await throughFronts(async rig => {
          const slept = { injected: 0 }
          const sleep = (child: ChildProcess) => {
            // At another moment each time: not by the clock, but by how much has been said on the line.
            const until = setInterval(() => {
              if (rig.http.passed() + rig.smtp.passed() < 3 + n * 5) return
              clearInterval(until)
              slept.injected += 1
              child.kill('SIGSTOP')
              for (const front of [rig.http, rig.smtp]) front.cut()
              setTimeout(() => child.kill('SIGCONT'), 150)
            }, 1)
            child.once('close', () => clearInterval(until))
          }
          await drainFaultOutbox(rig.dir, { http: rig.http.port, smtp: rig.smtp.port }, 0, sleep)
          return slept
        }),
      )
    return addUp(outcomes)
  },
}

export const outboxFaults: readonly Fault[] = [replyLost, clockJumps, suspend]
