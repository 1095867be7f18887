import { z } from 'zod'
import type { Clock } from '../../shared/clock.ts'
import { smtpSettingSchema } from '../../shared/model.ts'
import { fail, ok, type Result } from '../../shared/result.ts'
import type { ReadDb } from '../cache/db.ts'
import { getSetting } from '../cache/settings.ts'
import type { Writer } from '../cache/writer.ts'
import { recheck } from '../intervention/recheck.ts'
import type { Channel } from '../outbox/channels/channel.ts'
import { practiceChannel } from '../outbox/channels/practice.ts'
import { smtpChannel } from '../outbox/channels/smtp.ts'
import { createDrain, type Drained } from '../outbox/drain.ts'
import { hurry } from '../outbox/hurry.ts'
import { nextWake, reconcileAtStart } from '../outbox/store.ts'
import type { SecretStore } from '../secrets-store.ts'
import type { WorkspaceIdentity } from './workspace.ts'

/** The name under which the SMTP password lies in the keychain; one for each workspace. */
export const smtpSecret = (identity: WorkspaceIdentity): string => `smtp:${identity.id}`

export interface Delivery {
  /** Sends what may leave now. Fails while another process of this machine sends for this workspace. */
  drain(): Promise<Result<Drained>>
  /** Sends if something became due, while this process leads. */
  drainIfDue(): Promise<void>
  /** Marks what was in flight at a crash. */
  reconcile(): Promise<void>
  testSmtp(): Promise<{ ok: boolean; message: string }>
  close(): Promise<void>
}

const anotherSends = fail(
  'conflict',
  'Nothing was sent from here.',
  'Another Forestall has this workspace open and sends for it.',
  'It sends what is due by itself within a second.',
)

/** Connects the outbox with its channel, preflight's second look, and the leader lock. */
export function createDelivery(deps: {
  writer: Writer
  read: ReadDb
  clock: Clock
  dir: string
  random: () => number
  identity: WorkspaceIdentity
  secrets: SecretStore
  lead: () => Promise<boolean>
}): Delivery {
  const { writer, read, clock, identity, secrets } = deps
  const stop = new AbortController()
  let running: Promise<Drained> | null = null

  const channel = async (): Promise<Channel | null> => {
    const setting = getSetting(read, 'smtp', smtpSettingSchema)
    if (setting) return smtpChannel(setting, await secrets.get(smtpSecret(identity)))
    // Nobody in the simulated shop exists; its messages go into a folder so that the whole path can be tried.
    return identity.sample ? practiceChannel(deps.dir) : null
  }
  const work = createDrain({ writer, read, clock, random: deps.random, channel, recheck: recheck(read, clock) })
  const drainOnce = () => {
    running ??= work(stop.signal).finally(() => {
      running = null
    })
    return running
  }
  const paused = () => getSetting(read, 'outbox.paused', z.boolean()) ?? false

  return {
    drain: async () => {
      if (!(await deps.lead())) return anotherSends
      await writer.write('user', tx => tx.run(hurry(clock.wall())))
      return ok(await drainOnce())
    },
    drainIfDue: async () => {
      const wake = paused() ? null : nextWake(read)
      if (wake !== null && wake <= clock.wall()) await drainOnce()
    },
    reconcile: () => reconcileAtStart({ writer, now: clock.wall() }),
    testSmtp: async () => {
      const found = await channel()
      if (!found) return { ok: false, message: 'No mail server is set yet.' }
      const answer = await found.test()
      await found.close()
      return answer
    },
    close: async () => {
      stop.abort()
      await running?.catch(() => {})
    },
  }
}
