import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { FailureError } from '../../../shared/result.ts'
import { type HeldUpdates, type UpdateSettings, updateSettingsSchema } from '../../../shared/update/update-settings.ts'
import { offeredVersionSchema } from '../../../shared/update/update-state.ts'
import { writeAside } from './stage.ts'

const FILE = 'update-settings.json'

const storedSchema = z.object({
  settings: updateSettingsSchema,
  /** When a newer version was last looked for; null: never. Machine time, UTC ms. */
  lookedAt: z.int().min(0).nullable().default(null),
  /** What the last look found, so that a start before the next look still says so. An installation verifies it again. */
  newer: offeredVersionSchema.nullable().default(null),
})
/** What is kept about updates on this computer, beside the workspaces: no workspace decides which Forestall runs. */
export type StoredUpdates = z.infer<typeof storedSchema>

/** Nothing is looked for until a person, or an administrator, wants it. */
const OFF: StoredUpdates = { settings: updateSettingsSchema.parse({}), lookedAt: null, newer: null }

/** What was set; a file that cannot be read sets nothing. */
export async function readUpdateSettings(userData: string): Promise<StoredUpdates> {
  try {
    return storedSchema.parse(JSON.parse(await readFile(join(userData, FILE), 'utf8')))
  } catch {
    return OFF
  }
}

/** Keeps what a look found, and when it was. */
export const keepLook = async (
  userData: string,
  look: Partial<Pick<StoredUpdates, 'lookedAt' | 'newer'>>,
): Promise<void> => keep(userData, { ...(await readUpdateSettings(userData)), ...look })

/** Changes the settings. Throws where the administrator holds one that would change: it would have no effect. */
export async function changeUpdateSettings(userData: string, wanted: UpdateSettings, held: HeldUpdates): Promise<void> {
  const stored = await readUpdateSettings(userData)
  const fields = ['daily', 'address', 'channel'] as const
  const changed = fields.filter(name => wanted[name] !== stored.settings[name])
  if (changed.some(name => !held.allowed || held[name] !== null)) throw new FailureError(HELD_SETTINGS)
  if (changed.length === 0) return
  // Another address or channel may offer another version.
  const newer = changed.every(name => name === 'daily') ? stored.newer : null
  await keep(userData, { ...stored, settings: wanted, newer })
}

async function keep(userData: string, stored: StoredUpdates): Promise<void> {
  await mkdir(userData, { recursive: true, mode: 0o700 })
  await writeAside(join(userData, FILE), JSON.stringify(stored))
}

const HELD_SETTINGS = {
  kind: 'refused',
  what: 'The settings of updates were not changed.',
  why: 'Your administrator has set them.',
  todo: 'Ask your administrator.',
} as const
