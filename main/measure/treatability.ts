import { query, type ReadDb, statement, type WriteDb } from '../cache/db.ts'
import { readCohort } from './cohort/read-cohort.ts'
import { ratioMoments } from './estimate/clustered.ts'
import { contrast } from './estimate/difference.ts'
import { normalQuantile } from './estimate/distributions.ts'
import { shortBy } from './figures/compare-sums.ts'
import { judgeCohort, startGroupsOf } from './figures/judged.ts'
import { tallyWithin } from './figures/tally.ts'

/** What acting takes away of a risk: a share, below 0 where it adds to it, with its 95 % interval. */
export interface Treatability {
  triggerId: string
  playbookId: string
  /** What the playbook states. */
  prior: number
  value: number
  low: number
  high: number
  /** Starts that it was measured on. */
  treated: number
  control: number
}

/**
 * How far the stated share is trusted: as if it had been measured with this standard deviation. Most playbooks take away
 * between none and half of a risk, so a statement of 0.3 that is off by 0.15 is no surprise.
 */
const PRIOR_SD = 0.15
const Z = normalQuantile(0.975)

/** A measured share drawn towards a stated one, each weighted by how exact it is (normal prior, normal error). */
export function drawnTo(prior: number, measured: { value: number; variance: number }) {
  const keep = PRIOR_SD ** 2 / (PRIOR_SD ** 2 + measured.variance)
  const value = prior + keep * (measured.value - prior)
  const half = Z * Math.sqrt(keep * measured.variance)
  return { value, low: value - half, high: value + half }
}

const stated = query<{ id: string; treatability: number }>(
  "SELECT id, json_extract(definition, '$.treatability') AS treatability FROM playbook",
)

/**
 * Treatability of each trigger with each playbook, as assigned, over everything whose window has closed. Pairs with too few
 * accounts of either arm for an interval are left out: for them the playbook's word stands.
 */
export function treatabilities(db: ReadDb, now: number): Treatability[] {
  const priors = new Map(db.all(stated).map(({ id, treatability }) => [id, treatability]))
  const judged = judgeCohort(readCohort(db, {}), now)
  const byTrigger = tallyWithin(startGroupsOf('trigger', judged), startGroupsOf('playbook', judged), judged)
  return [...byTrigger].flatMap(([triggerId, tallies]) =>
    tallies.flatMap(({ key: playbookId, assigned: { treated, control } }) => {
      const prior = priors.get(playbookId)
      if (prior === undefined || treated.n === 0 || control.k === 0 || shortBy(treated, control) > 1) return []
      const found = contrast(ratioMoments(treated), ratioMoments(control), 'relative')
      if (!found) return []
      return [
        {
          ...{ triggerId, playbookId, prior, ...drawnTo(prior, { value: -found.value, variance: found.variance }) },
          ...{ treated: treated.n, control: control.n },
        },
      ]
    }),
  )
}

/** Keeps what was measured at a moment, and nothing else. */
export function keepTreatabilities(tx: WriteDb, found: readonly Treatability[], now: number): void {
  tx.run(statement('DELETE FROM treatability'))
  for (const { triggerId, playbookId, prior, value, low, high, treated, control } of found)
    tx.run(
      statement(
        `INSERT INTO treatability (trigger_id, playbook_id, at, prior, value, low, high, treated, control)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        [triggerId, playbookId, now, prior, value, low, high, treated, control],
      ),
    )
}
