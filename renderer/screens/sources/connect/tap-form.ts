import type { SingerConfig } from '../../../../shared/source/singer-source.ts'
import type { KeptStream } from './chosen.ts'
import { settingsOf } from './tap-settings.ts'

/** The typed settings of a tap, without the values of its secrets. */
export interface Tap {
  name: string
  /** The program and its arguments, separated by spaces. */
  command: string
  /** JSON. */
  settings: string
  /** Names of the secret settings. */
  secrets: readonly string[]
}

export const NO_TAP: Tap = { name: 'Singer tap', command: '', settings: '{}', secrets: [''] }

/** The stored settings of a source of kind `singer` that the form shows. */
export interface TapSettings {
  command: string
  args?: string[]
  settings?: SingerConfig['settings']
  secrets?: string[]
  catalog?: SingerConfig['catalog']
  idleSeconds?: number
  streams: readonly KeptStream[]
}

/** The form of a connected tap. */
export const tapOf = (name: string, { command, args = [], settings = {}, secrets = [] }: TapSettings): Tap => ({
  name,
  command: [command, ...args].join(' '),
  settings: JSON.stringify(settings, null, 2),
  secrets: secrets.length > 0 ? secrets : [''],
})

const IDLE_SECONDS = 280

/** The settings of a tap as the contract expects them; `kept` holds the settings that no form shows. */
export function tapConfig(tap: Tap, kept?: TapSettings) {
  const settings = settingsOf(tap.settings)
  const typed = tap.command.trim()
  // An argument that contains a space cannot be typed here; a stored one is kept.
  const same = kept && typed === [kept.command, ...(kept.args ?? [])].join(' ')
  const [command = '', ...args] = same ? [kept.command, ...(kept.args ?? [])] : typed.split(/\s+/)
  return {
    command,
    args,
    settings: settings.ok ? settings.value : {},
    secrets: tap.secrets.map(name => name.trim()).filter(Boolean),
    catalog: kept?.catalog ?? ('--catalog' as const),
    idleSeconds: kept?.idleSeconds ?? IDLE_SECONDS,
  }
}
