import { hashShare } from '../../../shared/hash.ts'
import type { AuditKind } from '../../../shared/review/audit.ts'
import { WEEK, weekOf } from '../figures/weeks.ts'

/** How many items of a kind are drawn in a week, on average. */
export const PER_WEEK = 4

/** Something that was left alone. `uid`: of its issue; `at`: when it was left alone, UTC ms. */
export interface LeftAlone {
  uid: string
  kind: AuditKind
  at: number
}

export type Drawn<T extends LeftAlone> = T & { chance: number }

/**
 * The items of weeks that are over which chance has drawn. The chance is the same for all items of a kind and a week, and
 * known: so that about `PER_WEEK` are drawn. A hash of the salt and the item decides, so that an item stays drawn however
 * often it is asked, and nobody who has not got the salt can tell which ones will be.
 */
export function drawItems<T extends LeftAlone>(items: readonly T[], salt: string, now: number): Drawn<T>[] {
  const over = items.filter(({ at }) => weekOf(at) + WEEK <= now)
  const sizes = Map.groupBy(over, strataOf)
  return over.flatMap(item => {
    const chance = Math.min(1, PER_WEEK / (sizes.get(strataOf(item))?.length ?? 1))
    return hashShare(`${salt}/audit/${item.kind}`, item.uid) < chance ? [{ ...item, chance }] : []
  })
}

const strataOf = ({ kind, at }: LeftAlone): string => `${kind} ${weekOf(at)}`
