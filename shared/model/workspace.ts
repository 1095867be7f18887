import { z } from 'zod'
import { failureSchema } from '../failure.ts'
import { moment, ms, span, text } from './values.ts'

/** `real`: the machine's clock. `fixed`: always the same moment. `shifted`: runs on, `offset` ms away from real time. */
export const clockSettingSchema = z.discriminatedUnion('mode', [
  z.strictObject({ mode: z.literal('real') }),
  z.strictObject({ mode: z.literal('fixed'), at: moment }),
  z.strictObject({ mode: z.literal('shifted'), offset: span }),
])
export type ClockSetting = z.infer<typeof clockSettingSchema>

export const workspaceInfoSchema = z.object({
  id: text,
  name: text,
  dir: text,
  sample: z.boolean(),
  now: ms,
  clock: clockSettingSchema,
  actor: text,
  appVersion: text,
  shell: z.enum(['desktop', 'web', 'cli']),
  /** True until a person has chosen what to do on the first run. */
  firstRun: z.boolean(),
  counts: z.object({ accounts: z.int(), contacts: z.int(), events: z.int(), objects: z.int(), quarantined: z.int() }),
  /** Another process already drains the outbox of this workspace. */
  shared: z.boolean(),
})
export type WorkspaceInfo = z.infer<typeof workspaceInfoSchema>

/** `current`: open, or the one that could not be opened. `trouble`: why a workspace cannot be opened as it is. */
export const workspaceEntrySchema = z.object({
  name: text,
  dir: text,
  sample: z.boolean(),
  current: z.boolean(),
  trouble: text.nullable(),
})

/** A backup of the workspace's file; `name`: that of its file. */
export const backupViewSchema = z.object({ name: text, at: ms, bytes: z.int(), beforeMigration: z.boolean() })

/**
 * What became of a damaged workspace. `from`: when the backup was taken that was restored, null after a salvage.
 * `replaced`: where the damaged file is kept. `unsure`: messages that may have left since; `autopilots`: those turned off.
 */
export const repairedSchema = z.object({
  from: ms.nullable(),
  replaced: text.nullable(),
  unsure: z.int(),
  autopilots: z.int(),
  tables: z.array(z.object({ table: text, saved: z.int(), lost: z.int().nullable() })),
})
export type RepairedView = z.infer<typeof repairedSchema>

/** The state of the workspace's file. `working`: a check or a backup is running. */
export const safetySchema = z.object({
  damaged: z.boolean(),
  /** It is on a read-only disk or in a read-only folder: nothing can be saved. */
  readOnly: z.boolean(),
  working: z.boolean(),
  checkedAt: ms.nullable(),
  backups: z.array(backupViewSchema),
})

/** A workspace that could not be opened: why, and what can be done about its file here. */
export const shutSchema = z.object({
  dir: text,
  failure: failureSchema,
  ways: z.array(z.enum(['restore', 'salvage'])),
  backups: z.array(backupViewSchema),
  /** The shell can show its folder in the file manager. */
  showsFolder: z.boolean(),
})
export type ShutView = z.infer<typeof shutSchema>
