import { own } from '../../../../shared/foreign/own.ts'
import type { ManifestView } from '../../../../shared/source/manifest-view.ts'
import type { FormLack } from '../../../parts/form.tsx'

/** The values of a system's form so far, without its secrets. */
export interface SystemForm {
  name: string
  settings: Record<string, string>
  streams: readonly string[]
  /** Private hosts that may be reached, as `host` or `host:port`, separated by spaces or commas. */
  hosts: string
  /** ms; null is manual. */
  scheduleMs: number | null
}

/** The typed credentials by key. They exist only on the page, until they are stored. */
export type TypedSecrets = Readonly<Record<string, string>>

/** The default sync interval of a system, ms. */
export const NORMAL = 300_000

/** A form with the manifest's defaults and all streams. */
export const emptyForm = ({ name, settings, streams }: ManifestView): SystemForm => ({
  name,
  settings: Object.fromEntries(
    settings.map(({ key, default: value, choices }) => [key, value ?? Object.keys(choices ?? {})[0] ?? '']),
  ),
  streams: streams.map(stream => stream.name),
  hosts: '',
  scheduleMs: NORMAL,
})

/** The stored settings of a source of kind `rest` that the form shows. */
export interface RestSettings {
  manifest: string
  settings?: Record<string, string>
  streams?: string[]
  allowedHosts?: string[]
}

/** The form of a connected source. */
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

/** The settings of a source of kind `rest`, as the contract expects them. */
export const restConfigOf = (manifest: ManifestView, { settings, streams, hosts }: SystemForm) => ({
  manifest: manifest.id,
  settings: Object.fromEntries(
    Object.entries(settings).flatMap(([key, value]) => (value.trim() === '' ? [] : [[key, value.trim()]])),
  ),
  ...(streams.length < manifest.streams.length ? { streams: [...streams] } : {}),
  allowedHosts: hosts.split(/[\s,]+/).filter(Boolean),
})

/** The fields that must be filled in before a test. `kept`: the credentials are in the keychain already. */
export function missingIn(manifest: ManifestView, form: SystemForm, typed: TypedSecrets, kept = false): string[] {
  return [
    form.name.trim() === '' ? 'a name' : null,
    ...manifest.settings.map(({ key, label }) => (own(form.settings, key)?.trim() ? null : label)),
    ...manifest.secrets.map(({ key, label }) => (kept || manifest.signsIn || own(typed, key)?.trim() ? null : label)),
    form.streams.length === 0 ? 'at least one stream' : null,
  ].filter(phrase => phrase !== null)
}

/** What of `missingIn` a person is told of. A field has the name of what is missing. */
export const lackOfMissing = (missing: readonly string[]): FormLack | null =>
  missing[0] === undefined ? null : { say: `Missing: ${missing.join(', ')}`, field: missing[0] }

/** The sync schedules to choose from: ms, or null for manual. */
export const SCHEDULES: readonly (readonly [number | null, string])[] = [
  [60_000, 'every minute'],
  [300_000, 'every 5 minutes'],
  [900_000, 'every 15 minutes'],
  [3_600_000, 'every hour'],
  [86_400_000, 'once a day'],
  [null, 'manually'],
]

/** A sync schedule in words, for listed and other intervals. */
export const scheduleWords = (ms: number | null): string =>
  SCHEDULES.find(([interval]) => interval === ms)?.[1] ??
  (ms === null ? 'manually' : `every ${Math.round(ms / 60_000)} minutes`)

/** A schedule as the value of a select element, and back. */
export const scheduleValue = (ms: number | null): string => String(ms)
export const scheduleOf = (value: string): number | null => (value === 'null' ? null : Number(value))
