import type { Lack } from '../../../shared/model/trigger.ts'
import { objectsOf, ofEvents, relationOf, simpleMeasures } from '../../../shared/trigger/measures/measures.ts'
import type { Of } from '../../../shared/trigger/measures/parts.ts'
import { type Comparison, type Condition, comparisonsOf } from '../../../shared/trigger/trigger.ts'

/** What a comparison cannot do without: kinds of events or objects, and the keys by which they are related. */
function wantsOf({ measure }: Pick<Comparison, 'measure'>): Lack[] {
  return simpleMeasures(measure).flatMap((part): Lack[] => {
    const record = ofEvents(part) ? 'event' : 'object'
    const kind = ofEvents(part) ? part.events.kind : objectsOf(part)?.kind
    if (kind === undefined) return []
    const key = theirKey(relationOf(part))
    return [{ record, kind, key: null }, ...(key === null ? [] : [{ record, kind, key } as const])]
  })
}

/** The property by which related things name the trigger's object; null where there is none, or it is their own id. */
const theirKey = (of: Of | null): string | null => (of === null || of === 'this' || of.their === 'id' ? null : of.their)

/** Everything that some conditions cannot do without, each once. */
export const wantsOfAll = (conditions: readonly Condition[]): Lack[] =>
  distinct(conditions.flatMap(comparisonsOf).flatMap(wantsOf))

const distinct = (lacks: readonly Lack[]): Lack[] => [...new Map(lacks.map(lack => [lackKey(lack), lack])).values()]

/** Names what is lacking. */
export const lackKey = ({ record, kind, key }: Lack): string => JSON.stringify([record, kind, key])

/** What no source supplies, by name. Whether something is absent that nobody supplies is unknown, never true. */
export type Lacking = ReadonlySet<string>
export const NOTHING_LACKS: Lacking = new Set()

/** Whether a comparison measures something that no source supplies, so that its answer is unknown. */
export const isUnknown = (comparison: Pick<Comparison, 'measure'>, lacking: Lacking): boolean =>
  lacking.size > 0 && wantsOf(comparison).some(want => lacking.has(lackKey(want)))
