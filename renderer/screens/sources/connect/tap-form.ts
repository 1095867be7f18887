import type { SingerConfig } from '../../../../shared/source/singer-source.ts'
import type { KeptStream } from './chosen.ts'
import { settingsOf } from './tap-settings.ts'

/** A tap as it was typed, without the values of its secrets. */
export interface Tap {
  name: string
  /** The program and its arguments, apart by spaces. */
  command: string
  /** JSON. */
  settings: string
  /** Names of the secret settings. */
  secrets: readonly string[]
}

export const NO_TAP: Tap = { name: 'Singer tap', command: '', settings: '{}', secrets: [''] }

/** What a source of kind `singer` keeps, as far as a form shows it. */
export interface TapSettings {
  command: string
  args?: string[]
  settings?: SingerConfig['settings']
  secrets?: string[]
  catalog?: SingerConfig['catalog']
  idleSeconds?: number
  streams: readonly KeptStream[]
}

/** The form of a tap that is connected. */
export const tapOf = (name: string, { command, args = [], settings = {}, secrets = [] }: TapSettings): Tap => ({
  name,
  command: [command, ...args].join(' '),
  settings: JSON.stringify(settings, null, 2),
  secrets: secrets.length > 0 ? secrets : [''],
})

const IDLE_SECONDS = 280

/** The settings of a tap as the engine takes them; `kept` holds what no form shows. */
export function tapConfig(tap: Tap, kept?: TapSettings) {
  const settings = settingsOf(tap.settings)
  const typed = tap.command.trim()
  // An argument with a space in it cannot be typed here; one that is kept stays as it is.
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
