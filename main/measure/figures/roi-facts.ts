import { type Currencies, comparableMinor } from '../../../shared/exchange.ts'
import type { ActingEffect, Bounded } from '../../../shared/review/effect.ts'
import type { RetentionCurves } from '../../../shared/review/figures.ts'
import type { RoiFacts } from '../../../shared/review/roi.ts'
import type { CohortData } from '../cohort/cohort.ts'
import { dominantOf } from '../estimate/dominance.ts'

/** What the return on the team's work is reckoned from; what a team assumes is added on screen. */
export function roiFacts(
  cohort: CohortData,
  all: ActingEffect | undefined,
  retention: RetentionCurves,
  currencies: Currencies,
): RoiFacts {
  const { starts } = cohort
  const treated: number[] = []
  let minutes = 0
  for (const [place, id] of starts.accountIds.entries()) {
    let isTreated = false
    for (let at = starts.firstOf[place] ?? 0; at < (starts.firstOf[place + 1] ?? 0); at++) {
      if (starts.treated[at] !== 1) continue
      isTreated = true
      minutes += starts.minutes[at] ?? 0
    }
    if (isTreated) treated.push(id)
  }
  const amounts = amountsOf(cohort, treated, currencies)
  return {
    currency: currencies.reckoning,
    avoided: all?.avoided ?? null,
    kept: keptBy(retention),
    monthlyMinor: meanOf(amounts),
    dominantShare: dominantOf(amounts)?.share ?? null,
    minutes,
  }
}

/** Accounts kept by the last comparison that could be made. */
function keptBy({ after, treated }: RetentionCurves): Bounded | null {
  const last = after.at(-1)
  if (!last) return null
  const { value, low, high } = last.difference
  return { value: value * treated.accounts, low: low * treated.accounts, high: high * treated.accounts }
}

/** What each of these accounts pays in a month, as far as that can be compared. */
const amountsOf = ({ accounts }: CohortData, ids: readonly number[], currencies: Currencies): number[] =>
  ids.flatMap(id => {
    const { mrrMinor, currency } = accounts.get(id) ?? { mrrMinor: null, currency: null }
    const minor = mrrMinor === null ? null : comparableMinor(currencies, { minor: mrrMinor, currency })
    return minor === null ? [] : [minor]
  })

const meanOf = (amounts: readonly number[]): number =>
  amounts.length === 0 ? 0 : Math.round(amounts.reduce((sum, minor) => sum + minor, 0) / amounts.length)
