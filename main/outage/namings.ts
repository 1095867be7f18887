import { kindsOf } from '../../shared/trigger/activity.ts'
import { objectsOf, ofEvents } from '../../shared/trigger/measures/measures.ts'
import { firesWhen, measuresOf, type Trigger } from '../../shared/trigger/trigger.ts'

/** Where the data name a component: a property of events or objects of some kinds. */
export interface Naming {
  record: 'event' | 'object'
  kind: string
  field: string
}

/** What triggers say of where a dimension is named: `carrier` by `carrier` of shipments and of shipment exceptions. */
export function namingsOf(triggers: readonly Pick<Trigger, 'when' | 'each' | 'cause'>[], dimension: string): Naming[] {
  const found = new Map<string, Naming>()
  for (const trigger of triggers) {
    if (trigger.cause?.dimension !== dimension) continue
    for (const measure of measuresOf(firesWhen(trigger))) {
      const record = ofEvents(measure) ? 'event' : 'object'
      const kind = ofEvents(measure) ? measure.events.kind : objectsOf(measure)?.kind
      if (kind === undefined) continue
      for (const one of kindsOf(kind)) found.set(`${record} ${one}`, { record, kind: one, field: trigger.cause.field })
    }
  }
  return [...found.values()]
}

/** The dimensions that can fail: those by which triggers name a cause, each once. */
export const dimensionsOf = (triggers: readonly Pick<Trigger, 'cause'>[]): string[] =>
  [...new Set(triggers.flatMap(({ cause }) => cause?.dimension ?? []))].sort()
