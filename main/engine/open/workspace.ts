import { z } from 'zod'
import type { Clock } from '../../../shared/clock.ts'
import { withinTime } from '../../../shared/model/values.ts'
import { type ClockSetting, clockSettingSchema } from '../../../shared/model/workspace.ts'
import { ok } from '../../../shared/result.ts'
import { ADMINS } from '../../../shared/roles.ts'
import type { ReadDb, WriteDb } from '../../cache/db.ts'
import { defineCommand, type Json } from '../../cache/journal.ts'
import { getSetting, putSetting } from '../../cache/settings.ts'
import { lookAgain } from '../../outbox/door.ts'

const identitySchema = z.object({ id: z.string(), name: z.string(), sample: z.boolean() })
/** Who a workspace is. Its id salts the arms, so it never changes. */
export type WorkspaceIdentity = z.infer<typeof identitySchema>

export const identityOf = (db: ReadDb): WorkspaceIdentity | null => getSetting(db, 'workspace', identitySchema)
export const putIdentity = (tx: WriteDb, identity: WorkspaceIdentity): void => putSetting(tx, 'workspace', identity)

export const clockSettingOf = (db: ReadDb): ClockSetting =>
  getSetting(db, 'clock', clockSettingSchema) ?? { mode: 'real' }

export const welcomedOf = (db: ReadDb): boolean => getSetting(db, 'welcomed', z.boolean()) ?? false

/** The workspace's clock. The setting is read at each call, so that a changed clock is in force at once. */
export function workspaceClock(db: ReadDb, wall: () => number): Clock {
  return {
    wall,
    now: () => {
      const setting = clockSettingOf(db)
      if (setting.mode === 'fixed') return setting.at
      return setting.mode === 'shifted' ? withinTime(wall() + setting.offset) : wall()
    },
  }
}

export const setClock = defineCommand({
  name: 'workspace.setClock',
  args: clockSettingSchema,
  reserved: { roles: ADMINS, to: 'move the clock of the workspace' },
  apply: (tx, setting) => {
    const before = clockSettingOf(tx)
    putSetting(tx, 'clock', setting)
    tx.run(lookAgain())
    return ok({ value: null, undo: { command: 'workspace.setClock', args: before as Json } })
  },
})

export const welcomed = defineCommand({
  name: 'workspace.welcomed',
  args: z.object({}),
  apply: tx => {
    putSetting(tx, 'welcomed', true)
    return ok({ value: null, undo: null })
  },
})

export const workspaceCommands = [setClock, welcomed]
