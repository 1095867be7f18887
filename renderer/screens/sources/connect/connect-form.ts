import type { ManifestView } from '../../../../shared/source/manifest-view.ts'

/** What a person has filled in about a system so far, without its secrets. */
export interface SystemForm {
  name: string
  settings: Record<string, string>
  streams: readonly string[]
  /** `host` or `host:port`, apart by spaces or commas, that may be private. */
  hosts: string
  /** ms; null: by hand. */
  scheduleMs: number | null
}

/** Credentials as they were typed, by key. They live on the page until they are stored, and nowhere else. */
export type Typed = Readonly<Record<string, string>>

/** How often a system is read unless somebody chooses otherwise, ms. */
export const NORMAL = 300_000

/** A form with the manifest's defaults; all streams are read. */
export const emptyForm = ({ name, settings, streams }: ManifestView): SystemForm => ({
  name,
  settings: Object.fromEntries(
    settings.map(({ key, default: value, choices }) => [key, value ?? Object.keys(choices ?? {})[0] ?? '']),
  ),
  streams: streams.map(stream => stream.name),
  hosts: '',
  scheduleMs: NORMAL,
})

/** What a source of kind `rest` keeps, as far as a form shows it. */
export interface RestSettings {
  manifest: string
  settings?: Record<string, string>
  streams?: string[]
  allowedHosts?: string[]
}

/** The form of a source that is connected. */
export function formOf(manifest: ManifestView, name: string, kept: RestSettings): SystemForm {
  const empty = emptyForm(manifest)
  return {
    ...empty,
    name,
    settings: { ...empty.settings, ...kept.settings },
    streams: empty.streams.filter(stream => kept.streams?.includes(stream) ?? true),
    hosts: (kept.allowedHosts ?? []).join(', '),
  }
}

/** The settings of a source of kind `rest`, as the engine takes them. */
export const restConfigOf = (manifest: ManifestView, { settings, streams, hosts }: SystemForm) => ({
  manifest: manifest.id,
  settings: Object.fromEntries(
    Object.entries(settings).flatMap(([key, value]) => (value.trim() === '' ? [] : [[key, value.trim()]])),
  ),
  ...(streams.length < manifest.streams.length ? { streams: [...streams] } : {}),
  allowedHosts: hosts.split(/[\s,]+/).filter(Boolean),
})

/** What is still to be filled in before the system can be asked. `kept`: its credentials are in the keychain already. */
export function missingIn(manifest: ManifestView, form: SystemForm, typed: Typed, kept = false): string[] {
  return [
    form.name.trim() === '' ? 'a name' : null,
    ...manifest.settings.map(({ key, label }) => (form.settings[key]?.trim() ? null : label)),
    ...manifest.secrets.map(({ key, label }) => (kept || manifest.signsIn || typed[key]?.trim() ? null : label)),
    form.streams.length === 0 ? 'at least one stream' : null,
  ].filter(phrase => phrase !== null)
}

/** How often a source may be read, as a list to choose from: ms, or null for by hand. */
export const SCHEDULES: readonly (readonly [number | null, string])[] = [
  [60_000, 'every minute'],
  [300_000, 'every 5 minutes'],
  [900_000, 'every 15 minutes'],
  [3_600_000, 'every hour'],
  [86_400_000, 'once a day'],
  [null, 'only by hand'],
]

/** The words for an interval, whichever it is. */
export const scheduleWords = (ms: number | null): string =>
  SCHEDULES.find(([interval]) => interval === ms)?.[1] ??
  (ms === null ? 'only by hand' : `every ${Math.round(ms / 60_000)} minutes`)

/** A schedule as the value of a select element, and back. */
export const scheduleValue = (ms: number | null): string => String(ms)
export const scheduleOf = (value: string): number | null => (value === 'null' ? null : Number(value))
