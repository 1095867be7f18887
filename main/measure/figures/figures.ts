import type { z } from 'zod'
import { playbookSchema } from '../../../shared/intervention/playbook.ts'
import type { Period } from '../../../shared/period.ts'
import { EFFECT_DIMENSIONS, type EffectDimension } from '../../../shared/review/effect.ts'
import type { ReviewFigures } from '../../../shared/review/figures.ts'
import { triggerSchema } from '../../../shared/trigger/trigger.ts'
import { readCurrencies } from '../../cache/currencies.ts'
import { query, type ReadDb } from '../../cache/db.ts'
import { readCohort } from '../cohort/read-cohort.ts'
import { effectsOf } from './effects.ts'
import type { Titles } from './groups.ts'
import { inducedContacts } from './induced.ts'
import { leagueOf } from './league.ts'
import { recommendationsOf } from './recommend.ts'
import { retentionFigures } from './retention.ts'
import { roiFacts } from './roi-facts.ts'
import { SEGMENTS, segmentGaps } from './segment-gaps.ts'
import { type JudgedCohort, judgeCohort, tallyBy } from './tally.ts'
import { resolutionTimes, ticketWeeks } from './tickets.ts'
import { headlineWords } from './words.ts'
import { ageing, dismissedBy, reachOf, workloadOf } from './work.ts'

/** When it is: `now` by the workspace's clock, `wall` by the machine's. UTC ms. */
export interface Moment {
  now: number
  wall: number
}

/** Every figure of the review for what was started in a period. */
export function reviewFigures(db: ReadDb, period: Period, moment: Moment): ReviewFigures {
  const titles = titlesOf(db)
  const cohort = readCohort(db, period)
  const judged = judgeCohort(cohort, moment.now)
  const tallies = new Map(EFFECT_DIMENSIONS.map(dimension => [dimension, tallyBy(dimension, judged)]))
  const effects = EFFECT_DIMENSIONS.flatMap(dimension =>
    effectsOf(dimension, tallies.get(dimension) ?? [], { titles, ghosts: cohort.ghosts }),
  )
  const of = (dimension: EffectDimension) => effects.filter(effect => effect.dimension === dimension)
  const { gaps, tested } = segmentGaps(tallies, titles)
  const retention = retentionFigures(cohort, moment.now)
  const currencies = readCurrencies(db)
  const playbooks = of('playbook')
  return {
    from: period.from ?? null,
    to: period.to ?? null,
    now: moment.now,
    headline: headlineWords(of('category')),
    effects,
    gaps,
    segmentsTested: tested,
    league: leagueOf(tallies.get('playbook') ?? [], playbooks),
    retention,
    resolution: resolutionTimes(cohort, period),
    ticketWeeks: ticketWeeks(cohort, period, moment.now),
    roi: roiFacts(cohort, of('all')[0], retention, currencies),
    induced: inducedContacts(cohort, titles),
    dismissed: dismissedBy(db, period, titles),
    ageing: ageing(db, moment),
    workload: workloadOf(db, cohort, period),
    reach: reachOf(db, currencies),
    recommendations: recommendationsOf(playbooks, gapsWithin(judged, titles)),
  }
}

/** Segments in which one playbook does something else than elsewhere. */
function gapsWithin(judged: JudgedCohort, titles: Titles) {
  const parts = byPlaybook(judged)
  return (playbookId: string) => {
    const own = parts.get(playbookId)
    return own ? segmentGaps(new Map(SEGMENTS.map(dimension => [dimension, tallyBy(dimension, own)])), titles).gaps : []
  }
}

/** The starts of each playbook, account by account. */
function byPlaybook({ cohort, byAccount, before }: JudgedCohort): Map<string, JudgedCohort> {
  const parts = new Map<string, JudgedCohort>()
  for (const [at, starts] of byAccount.entries())
    for (const [playbookId, own] of Map.groupBy(starts, ({ row }) => row.playbookId)) {
      const part = parts.get(playbookId) ?? { cohort, byAccount: [], before: [] }
      parts.set(playbookId, part)
      part.byAccount.push(own)
      part.before.push(before[at] ?? 0)
    }
  return parts
}

/** Names of triggers and playbooks, those that nobody uses any longer included. */
export function titlesOf(db: ReadDb): Titles {
  const definitions = <T extends z.ZodType>(table: 'trigger' | 'playbook', schema: T) =>
    db
      .all(query<{ definition: string }>(`SELECT definition FROM ${table}`))
      .map(row => schema.parse(JSON.parse(row.definition)))
  return {
    triggers: new Map(definitions('trigger', triggerSchema).map(({ id, title }) => [id, title])),
    playbooks: new Map(definitions('playbook', playbookSchema).map(({ id, name }) => [id, name])),
  }
}
