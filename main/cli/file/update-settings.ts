import { unwrap } from '../../../shared/result.ts'
import {
  type UpdateSettings,
  updateSettingsSchema,
  updatesUnderPolicy,
} from '../../../shared/update/update-settings.ts'
import { changeUpdateSettings, type FeedDeps, feedDepsHere, readUpdateSettings } from '../../engine/update-from-feed.ts'
import type { UpdateDeps } from '../../engine/updates.ts'
import { usage } from '../command.ts'
import { print, table } from '../print.ts'
import type { MachineAsked } from './machine-asked.ts'

/** What looking for a newer version depends on; `--app` says which AppImage would be replaced. */
export const feedAsked = ({ options }: MachineAsked, here: UpdateDeps): Promise<FeedDeps> =>
  feedDepsHere(here, options.app ?? null)

/** `update settings [--address URL|none] [--channel NAME] [--daily on|off]`: shows what is in force, or changes it. */
export async function showUpdateSettings({ options }: MachineAsked, here: UpdateDeps): Promise<number> {
  const held = unwrap(here.policy).policy.updates
  const { settings } = await readUpdateSettings(here.userData)
  const wanted = changed(settings, options)
  await changeUpdateSettings(here.userData, wanted, held)
  const inForce = updatesUnderPolicy(wanted, held)
  print(options.json, inForce, () =>
    table([
      ['Address', inForce.address ?? 'none'],
      ['Channel', inForce.channel],
      ['Look for updates', inForce.daily ? 'once a day' : 'never'],
      ...(held.allowed ? [] : [['Updates', 'not allowed by your administrator']]),
    ]),
  )
  return 0
}

function changed(settings: UpdateSettings, options: MachineAsked['options']): UpdateSettings {
  const { address, channel, daily } = options
  if (address === undefined && channel === undefined && daily === undefined) return settings
  if (daily !== undefined && daily !== 'on' && daily !== 'off')
    throw usage(`--daily is “${daily}”, expected on or off`, 'forestall update settings --daily on')
  const parsed = updateSettingsSchema.safeParse({
    daily: daily === undefined ? settings.daily : daily === 'on',
    address: address === undefined ? settings.address : address === 'none' ? null : address,
    channel: channel ?? settings.channel,
  })
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw usage(
    `--${issue?.path.join('.')}: ${issue?.message}`,
    'forestall update settings --address https://updates.example.com/forestall --channel stable',
  )
}
