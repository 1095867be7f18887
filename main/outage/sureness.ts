import { SURENESS, type Sureness } from '../../shared/desk/outage.ts'
import { DAY } from '../../shared/trigger/duration.ts'

/** What the data say of one account and one component. Times UTC ms. */
export interface Uses {
  /** A signal of the component holds now, or an object that names it is open. */
  now: boolean
  /** The newest fact that names the component; null where none does. */
  namedAt: number | null
  /** The newest fact of such a kind that names nothing at all. */
  unnamedAt: number | null
}

/** So long after it was last seen an account is taken to use a component still. */
const CERTAIN_FOR = 30 * DAY
/** Facts older than that say nothing. */
export const LOOKED_BACK = 180 * DAY

/**
 * How sure it is that an account uses a component at `at`; null where the data say that it does not.
 *
 *   shows it now, or used it within 30 days ─▶ certain
 *   used it longer ago                      ─▶ probable
 *   did such things, but nothing was named  ─▶ unknown
 */
export function sureness({ now, namedAt, unnamedAt }: Uses, at: number): Sureness | null {
  if (now) return 'certain'
  if (namedAt !== null) {
    if (namedAt > at - CERTAIN_FOR) return 'certain'
    if (namedAt > at - LOOKED_BACK) return 'probable'
  }
  return unnamedAt !== null && unnamedAt > at - CERTAIN_FOR ? 'unknown' : null
}

interface Ranked {
  failing: boolean
  sure: Sureness
  valueMinor: number | null
  accountId: number
}

/** Those in which the failure shows first, then by how sure it is, then by what is at stake. */
export const byUrgency = (a: Ranked, b: Ranked): number =>
  Number(b.failing) - Number(a.failing) ||
  SURENESS.indexOf(a.sure) - SURENESS.indexOf(b.sure) ||
  (b.valueMinor ?? -1) - (a.valueMinor ?? -1) ||
  a.accountId - b.accountId
