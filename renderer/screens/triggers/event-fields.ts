import { ACTIVITY, kindsOf } from '../../../shared/trigger/activity.ts'
import type { TriggerWords } from '../../../shared/trigger/backtest.ts'

export type EventField = TriggerWords['events'][number]['fields'][number]

/**
 * The properties that events of a kind have, each once, to choose from. A kind may be one word for many, such as any
 * activity: then a property is numeric where it is so in all of them, and has the values of all of them.
 */
export function eventFields(words: TriggerWords | undefined, kind: string): EventField[] {
  const kinds = new Set(kindsOf(kind))
  const found = new Map<string, EventField>()
  for (const event of words?.events ?? []) {
    if (!kinds.has(event.kind)) continue
    for (const field of event.fields) {
      const known = found.get(field.name)
      found.set(field.name, known ? bothOf(known, field) : field)
    }
  }
  return [...found.values()]
}

/** The kinds of events to choose from, and the word for all of them that are activity. */
export function eventKinds(words: TriggerWords | undefined): string[] {
  const kinds = words?.events.map(({ kind }) => kind) ?? []
  const isActive = kindsOf(ACTIVITY).some(kind => kinds.includes(kind))
  return isActive ? [...new Set([ACTIVITY, ...kinds])] : kinds
}

/** No values mean too many to list, so both together are too many as well. */
const bothOf = (a: EventField, b: EventField): EventField => ({
  name: a.name,
  numeric: a.numeric && b.numeric,
  values: a.values.length === 0 || b.values.length === 0 ? [] : [...new Set([...a.values, ...b.values])].sort(),
})
