import { type Compared, compareShares, type Hits } from '../../../main/measure/experiment/compare.ts'
import type { Chance } from '../../helpers/chance.ts'

/** A team's experiment: how often units contact it, what its mail does about that, and whom it holds out. */
export interface SimulatedTeam {
  /** Share of untreated units that contact the team. */
  base: number
  /** What treatment adds to it. */
  effect: number
  /** Share of units that are held out. */
  heldOut: number
  unitsADay: number
}

/** Days over which a team looks once a day. */
const DAYS_LOOKED = 30

/** A team as it may be met: 10–40 % contact it, a fifth to a half of the units are held out. */
export function aTeam({ uniform }: Chance, effect: (base: number) => number): SimulatedTeam {
  const base = 0.1 + 0.3 * uniform()
  return { base, effect: effect(base), heldOut: 0.2 + 0.3 * uniform(), unitsADay: 40 + Math.floor(120 * uniform()) }
}

/** Lets a team live; gives what the console would have shown on each day. */
export function livedBy(team: SimulatedTeam, { uniform }: Chance, days = DAYS_LOOKED): Compared[] {
  const treated: Hits = { k: 0, n: 0 }
  const control: Hits = { k: 0, n: 0 }
  return Array.from({ length: days }, () => {
    for (let unit = 0; unit < team.unitsADay; unit++) {
      const isHeldOut = uniform() < team.heldOut
      const arm = isHeldOut ? control : treated
      arm.n++
      if (uniform() < team.base + (isHeldOut ? 0 : team.effect)) arm.k++
    }
    return compareShares(treated, control)
  })
}
