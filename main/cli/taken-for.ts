import type { FileStream, Mapping, ValueRef } from '../../shared/source/mapping.ts'

const DATES = ['openedAt', 'closedAt', 'dueAt', 'stateSince'] as const

const fieldOf = (ref: ValueRef | undefined): string | null => (ref && 'field' in ref ? ref.field : null)

/** `events (payment_failed), dated by failed_at`: the records of a mapping, so that a wrong one is noticed at once. */
export function takenFor(mapping: Mapping): string {
  switch (mapping.record) {
    case 'account':
    case 'contact':
      return `${mapping.record}s`
    case 'event': {
      const kind = 'const' in mapping.kind ? String(mapping.kind.const) : `kind from ${mapping.kind.field}`
      return `events (${kind}), dated by ${fieldOf(mapping.at) ?? 'nothing'}`
    }
    case 'object': {
      const dates = DATES.flatMap(name => fieldOf(mapping[name]) ?? [])
      return `objects (${mapping.kind}), ${dates.length > 0 ? `dated by ${dates.join(', ')}` : 'no date'}`
    }
  }
}

/** A line for each stream: `payments: read as objects (payment), no date`. */
export const takenForLines = (streams: readonly FileStream[]): string[] =>
  streams.map(({ name, mapping }) => `${name}: read as ${takenFor(mapping)}`)
