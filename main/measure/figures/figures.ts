import type { Period } from '../../../shared/period.ts'
import { EFFECT_DIMENSIONS, type EffectDimension } from '../../../shared/review/effect.ts'
import type { ReviewFigures } from '../../../shared/review/figures.ts'
import { readCurrencies } from '../../cache/currencies.ts'
import type { ReadDb } from '../../cache/db.ts'
import type { CohortData } from '../cohort/cohort.ts'
import { readCohort } from '../cohort/read-cohort.ts'
import type { Moment } from '../moment.ts'
import { effectsOf } from './effects.ts'
import type { Titles } from './groups.ts'
import { inducedContacts } from './induced.ts'
import { type JudgedCohort, judgeCohort, type StartGroups, startGroupsOf } from './judged.ts'
import { leagueOf } from './league.ts'
import { presentSpans } from './present.ts'
import { recommendationsOf } from './recommend.ts'
import { retentionFigures } from './retention.ts'
import { roiFacts } from './roi-facts.ts'
import { SEGMENTS, segmentGaps } from './segment-gaps.ts'
import { plannedHoldout, summaryOfStarts } from './summary.ts'
import { tallyOf, tallyWithin } from './tally.ts'
import { resolutionTimes, ticketWeeks, weeksOfTickets } from './tickets.ts'
import { titlesOf } from './titles.ts'
import { headlineWords } from './words.ts'
import { ageing, dismissedBy, reachOf, workloadOf } from './work.ts'

/** Every figure of the review for what was started in a period. */
export const reviewFigures = (db: ReadDb, period: Period, moment: Moment): ReviewFigures =>
  figuresOfCohort(db, readCohort(db, period), period, moment)

/** Every figure of a cohort that was read. */
export function figuresOfCohort(db: ReadDb, cohort: CohortData, period: Period, moment: Moment): ReviewFigures {
  const titles = titlesOf(db)
  const dismissed = dismissedBy(db, period, titles)
  const judged = judgeCohort(cohort, moment.now)
  const groups = new Map(EFFECT_DIMENSIONS.map(dimension => [dimension, startGroupsOf(dimension, judged)]))
  const tallies = new Map([...groups].map(([dimension, of]) => [dimension, tallyOf(dimension, of, judged)]))
  const effects = EFFECT_DIMENSIONS.flatMap(dimension =>
    effectsOf(dimension, tallies.get(dimension) ?? [], { titles, ghosts: cohort.ghosts }),
  )
  const of = (dimension: EffectDimension) => effects.filter(effect => effect.dimension === dimension)
  const { gaps, tested } = segmentGaps(tallies, titles)
  const retention = retentionFigures(cohort, moment.now)
  const currencies = readCurrencies(db)
  const playbooks = of('playbook')
  const weeks = weeksOfTickets(cohort.starts, { ...period, now: moment.now })
  return {
    from: period.from ?? null,
    to: period.to ?? null,
    now: moment.now,
    headline: headlineWords(of('category')),
    summary: summaryOfStarts(cohort.starts, period, { titles, dismissed, holdout: plannedHoldout(db) }),
    effects,
    gaps,
    segmentsTested: tested,
    league: leagueOf(tallies.get('playbook') ?? [], playbooks),
    retention,
    resolution: resolutionTimes(cohort, period),
    ticketWeeks: ticketWeeks(cohort, weeks, presentSpans(db, weeks)),
    roi: roiFacts(cohort, of('all')[0], retention, currencies),
    induced: inducedContacts(cohort, titles),
    dismissed,
    ageing: ageing(db, moment),
    workload: workloadOf(db, cohort, period),
    reach: reachOf(db, currencies),
    recommendations: recommendationsOf(playbooks, gapsWithin(groups, judged, titles)),
  }
}

/** Segments in which one playbook does something else than elsewhere. */
function gapsWithin(groups: ReadonlyMap<EffectDimension, StartGroups>, judged: JudgedCohort, titles: Titles) {
  const playbooks = groups.get('playbook')
  const within = new Map(
    SEGMENTS.map(dimension => {
      const own = groups.get(dimension)
      return [dimension, playbooks && own && tallyWithin(playbooks, own, judged)]
    }),
  )
  return (playbookId: string) => {
    const own = SEGMENTS.map(dimension => [dimension, within.get(dimension)?.get(playbookId) ?? []] as const)
    return segmentGaps(new Map(own), titles).gaps
  }
}
