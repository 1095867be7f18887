import { type Mapping, type Mappings, mappingsOf, ownMapping } from '../../../shared/source/mapping.ts'
import type { RecordKind } from '../../../shared/vocabulary.ts'

/** Records of one kind, as a stream brings them; `kind` is that of an object, null for all others. */
export interface Target {
  record: RecordKind
  kind: string | null
}

const isOwner = ({ record }: Mapping): boolean => record === 'account' || record === 'contact'

/** Whether two are of one kind. */
export const sameTarget = (a: Target, b: Target): boolean => a.record === b.record && a.kind === b.kind

/** Everything that rows tell of, owners too. */
export const broughtBy = (mappings: Mappings): Target[] => mappingsOf(mappings).map(targetOf)

const targetOf = (one: Mapping): Target => ({ record: one.record, kind: one.record === 'object' ? one.kind : null })

/** What rows are themselves: an order's row is an order and its parcel, and only tells of their owners. */
export function targetsOf(mappings: Mappings): Target[] {
  const ofOwners = isOwner(ownMapping(mappings))
  return mappingsOf(mappings)
    .filter(one => ofOwners || !isOwner(one))
    .map(targetOf)
    .filter((target, at, all) => all.findIndex(other => sameTarget(target, other)) === at)
}
