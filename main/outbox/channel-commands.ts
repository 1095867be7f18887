import { z } from 'zod'
import { channelValuesSchema, hostSchema } from '../../shared/channel.ts'
import { ok } from '../../shared/result.ts'
import type { ReadDb } from '../cache/db.ts'
import { defineCommand } from '../cache/journal.ts'
import { getSetting, putSetting } from '../cache/settings.ts'

const keyOf = (id: string): string => `channel.${id}`
const HOSTS = 'channel.hosts'

/** What a person has filled in about a channel. */
export const channelValues = (db: ReadDb, id: string): Record<string, string> =>
  getSetting(db, keyOf(id), channelValuesSchema) ?? {}

/** Private hosts that an admin allowed by name; every other one is refused. */
export const allowedHostsOf = (db: ReadDb): string[] => getSetting(db, HOSTS, z.array(z.string())) ?? []

/** Sets up a channel. Its values were held against its fields before. */
export const setChannel = defineCommand({
  name: 'channel.set',
  args: z.object({ id: z.string(), values: channelValuesSchema }),
  apply: (tx, { id, values }) => {
    const before = channelValues(tx, id)
    putSetting(tx, keyOf(id), values)
    return ok({ value: null, undo: { command: 'channel.set', args: { id, values: before } } })
  },
})

/** Lets channels speak to one private host, or no longer. */
export const allowHost = defineCommand({
  name: 'channel.allowHost',
  args: z.object({ host: hostSchema, allowed: z.boolean() }),
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
