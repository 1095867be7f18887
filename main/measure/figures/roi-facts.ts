import { type Currencies, comparableMinor } from '../../../shared/exchange.ts'
import type { ActingEffect, Bounded } from '../../../shared/review/effect.ts'
import type { RetentionCurves } from '../../../shared/review/figures.ts'
import type { RoiFacts } from '../../../shared/review/roi.ts'
import type { CohortData } from '../cohort/cohort.ts'

/** What the return on the team's work is reckoned from; what a team assumes is added on screen. */
export function roiFacts(
  cohort: CohortData,
  all: ActingEffect | undefined,
  retention: RetentionCurves,
  currencies: Currencies,
): RoiFacts {
  const treated = cohort.rows.filter(row => row.treated)
  return {
    currency: currencies.reckoning,
    avoided: all?.avoided ?? null,
    kept: keptBy(retention),
    monthlyMinor: monthlyOf(cohort, new Set(treated.map(({ accountId }) => accountId)), currencies),
    minutes: treated.reduce((sum, { minutes }) => sum + minutes, 0),
  }
}

/** Accounts kept by the last comparison that could be made. */
function keptBy({ after, treated }: RetentionCurves): Bounded | null {
  const last = after.at(-1)
  if (!last) return null
  const { value, low, high } = last.difference
  return { value: value * treated.accounts, low: low * treated.accounts, high: high * treated.accounts }
}

function monthlyOf({ accounts }: CohortData, ids: ReadonlySet<number>, currencies: Currencies): number {
  const amounts = [...ids].flatMap(id => {
    const { mrrMinor, currency } = accounts.get(id) ?? { mrrMinor: null, currency: null }
    const minor = mrrMinor === null ? null : comparableMinor(currencies, { minor: mrrMinor, currency })
    return minor === null ? [] : [minor]
  })
  return amounts.length === 0 ? 0 : Math.round(amounts.reduce((sum, minor) => sum + minor, 0) / amounts.length)
}
