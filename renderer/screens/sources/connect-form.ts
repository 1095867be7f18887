import type { ManifestView } from '../../../shared/manifest-view.ts'

/** What a person has filled in about a system so far. Secrets live here until they are stored, and nowhere else. */
export interface SystemForm {
  name: string
  settings: Record<string, string>
  secrets: Record<string, string>
  streams: readonly string[]
  /** `host` or `host:port`, one on each line, that may be private. */
  hosts: string
}

/** A form with the manifest's defaults; all streams are read. */
export const emptyForm = ({ name, settings, streams }: ManifestView): SystemForm => ({
  name,
  settings: Object.fromEntries(settings.map(({ key, default: value }) => [key, value ?? ''])),
  secrets: {},
  streams: streams.map(stream => stream.name),
  hosts: '',
})

/** The settings of a source of kind `rest`, as the engine takes them. */
export const restConfigOf = (manifest: ManifestView, { settings, streams, hosts }: SystemForm) => ({
  manifest: manifest.id,
  settings: Object.fromEntries(Object.entries(settings).filter(([, value]) => value.trim() !== '')),
  ...(streams.length < manifest.streams.length ? { streams: [...streams] } : {}),
  allowedHosts: hosts
    .split(/\s+/)
    .map(host => host.trim())
    .filter(Boolean),
})

/** What is still to be filled in before the system can be asked, one phrase each. */
export function missingIn(manifest: ManifestView, form: SystemForm): string[] {
  return [
    form.name.trim() === '' ? 'a name' : null,
    ...manifest.settings.map(({ key, label }) => (form.settings[key]?.trim() ? null : label)),
    ...manifest.secrets.map(({ key, label }) => (form.secrets[key]?.trim() || manifest.signsIn ? null : label)),
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
