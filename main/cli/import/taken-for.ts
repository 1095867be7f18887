import { type FileStream, type Mapping, mappingsOf, type ValueRef } from '../../../shared/source/mapping.ts'

const DATES = ['openedAt', 'closedAt', 'dueAt', 'stateSince'] as const

/** Where a value comes from, as a person would say it; null where there is none. */
function placeOf(ref: ValueRef | undefined): string | null {
  if (ref === undefined || typeof ref === 'string') return ref ?? null
  if ('first' in ref) return ref.first.flatMap(one => placeOf(one) ?? []).join(' or ')
  return 'const' in ref ? String(ref.const) : 'field' in ref ? ref.field : ref.path
}

/** `events (payment_failed), dated by failed_at`: the records of a mapping, so that a wrong one is noticed at once. */
export function takenFor(mapping: Mapping): string {
  switch (mapping.record) {
    case 'account':
    case 'contact':
      return `${mapping.record}s`
    case 'event': {
      const { kind } = mapping
      const isFixed = typeof kind === 'object' && 'const' in kind
      return `events (${isFixed ? kind.const : `kind from ${placeOf(kind)}`}), dated by ${placeOf(mapping.at) ?? 'nothing'}`
    }
    case 'object': {
      const dates = DATES.flatMap(name => placeOf(mapping[name]) ?? [])
      const stays = Array.isArray(mapping.stays) ? mapping.stays.flatMap(({ since }) => placeOf(since) ?? []) : []
      const all = [...new Set([...dates, ...stays])]
      return `objects (${mapping.kind}), ${all.length > 0 ? `dated by ${all.join(', ')}` : 'no date'}`
    }
  }
}

/** A line for each stream: `payments: read as objects (payment), no date`. */
export const takenForLines = (streams: readonly FileStream[]): string[] =>
  streams.map(({ name, mapping }) => `${name}: read as ${mappingsOf(mapping).map(takenFor).join('; ')}`)
