import { z } from 'zod'
import { hostAndPort } from '../../shared/host.ts'
import { smtpSettingSchema } from '../../shared/model/smtp.ts'
import { channelValuesSchema } from '../../shared/outbox/channel.ts'
import { fail, ok } from '../../shared/result.ts'
import { ADMINS } from '../../shared/roles.ts'
import type { ReadDb } from '../cache/db.ts'
import { type Reworded, sealing } from '../cache/erased/reword.ts'
import { ADDRESS_SEAL } from '../cache/erased/seal.ts'
import { defineCommand, type Json } from '../cache/journal.ts'
import type { Reserved } from '../cache/roles.ts'
import { getSetting, putSetting } from '../cache/settings.ts'
import { IN_THE_CLEAR, showsPassword } from './channels/clear-password.ts'
import { clearTrouble } from './trouble.ts'

/** The setting that keeps what a person has filled in about a channel. */
export const channelSetting = (id: string): string => `channel.${id}`
const HOSTS = 'channel.hosts'

/** What a person has filled in about a channel. */
export const channelValues = (db: ReadDb, id: string): Record<string, string> =>
  getSetting(db, channelSetting(id), channelValuesSchema) ?? {}

/** Private hosts that an admin allowed by name; every other one is refused. */
export const allowedHostsOf = (db: ReadDb): string[] => getSetting(db, HOSTS, z.array(z.string())) ?? []

/** The person who sets up a channel decides who gets every message, and its key. */
export const SETTING_UP: Reserved = { roles: ADMINS, to: 'set up channels' }

/** Sets the mail server. The password is not part of it: it lies in the keychain and never in the journal. */
export const setSmtp = defineCommand({
  name: 'channel.setSmtp',
  args: smtpSettingSchema,
  reserved: SETTING_UP,
  apply: (tx, setting) => {
    if (showsPassword(setting, allowedHostsOf(tx)))
      return fail('invalid', 'The mail server was not saved.', IN_THE_CLEAR, 'Choose TLS or STARTTLS.')
    const before = getSetting(tx, 'smtp', smtpSettingSchema)
    putSetting(tx, 'smtp', setting)
    clearTrouble(tx, 'email')
    return ok({ value: null, undo: before ? { command: 'channel.setSmtp', args: before as Json } : null })
  },
})

/** Sets up a channel. What waits for it may try the new settings at once. Its values were held against its fields before. */
export const setChannel = defineCommand({
  name: 'channel.set',
  args: z.object({ id: z.string(), values: channelValuesSchema }),
  reserved: SETTING_UP,
  apply: (tx, { id, values }) => {
    const before = channelValues(tx, id)
    putSetting(tx, channelSetting(id), values)
    clearTrouble(tx, id)
    return ok({ value: null, undo: { command: 'channel.set', args: { id, values: before } } })
  },
})

/** Lets channels speak to one private host, or no longer. */
export const allowHost = defineCommand({
  name: 'channel.allowHost',
  args: z.object({ host: hostAndPort, allowed: z.boolean() }),
  reserved: { roles: ADMINS, to: 'allow channels to reach a private host' },
  apply: (tx, { host, allowed }) => {
    const before = allowedHostsOf(tx)
    const others = before.filter(entry => entry !== host)
    putSetting(tx, HOSTS, allowed ? [...others, host] : others)
    return ok({
      value: null,
      undo: { command: 'channel.allowHost', args: { host, allowed: before.includes(host) } },
    })
  },
})

/** Takes the addresses of a webhook, whose tokens an older version wrote down, out of rows of the journal, and vouches for them. */
export const sealAddresses = (rows: readonly Reworded[]) => sealing(ADDRESS_SEAL, rows)
