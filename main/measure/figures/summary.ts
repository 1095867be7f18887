import { guardrailsSchema } from '../../../shared/model/guardrails.ts'
import type { Proportion, Review, ReviewRow } from '../../../shared/model/review.ts'
import type { Period } from '../../../shared/period.ts'
import type { ReviewFigures } from '../../../shared/review/figures.ts'
import { OUTCOMES, type Outcome } from '../../../shared/vocabulary.ts'
import type { ReadDb } from '../../cache/db.ts'
import { getSetting } from '../../cache/settings.ts'
import { readStarts } from '../cohort/read-starts.ts'
import type { StartKind } from '../cohort/start.ts'
import { countsByKind, type Starts } from '../cohort/starts.ts'
import { proportion } from '../proportion.ts'
import type { Titles } from './groups.ts'
import { titlesOf } from './titles.ts'
import { WEEK, weekOf } from './weeks.ts'
import { dismissedBy } from './work.ts'

/** Figures that the summary counts; `cohort/drill.ts` finds the accounts behind them, and a test holds them to it. */
interface Counts {
  sent: number
  messages: number
  heldOut: number
  heldOutContacted: number
  notSent: number
  contacted: number
  metricMet: number
  judged: Record<Outcome, number>
  awaiting: number
}

const noCounts = (): Counts => ({
  ...{ sent: 0, messages: 0, heldOut: 0, heldOutContacted: 0, notSent: 0, contacted: 0, metricMet: 0, awaiting: 0 },
  judged: Object.fromEntries(OUTCOMES.map(outcome => [outcome, 0])) as Record<Outcome, number>,
})

/** Counts the start in row `at`. */
function addStart(counts: Counts, starts: Starts, at: number): void {
  const messages = starts.messages[at] ?? Number.NaN
  const hasLeft = !Number.isNaN(messages)
  const hasContacted = !Number.isNaN(starts.contactedAt[at])
  const isTreated = starts.treated[at] === 1
  if (hasLeft) counts.messages += messages
  if (!isTreated) {
    counts.heldOut++
    if (hasContacted) counts.heldOutContacted++
  } else if (!hasLeft) counts.notSent++
  else {
    counts.sent++
    if (hasContacted) counts.contacted++
    if (!Number.isNaN(starts.metricMetAt[at])) counts.metricMet++
  }
  // Something left, or was held out on purpose: only then can anything have followed from it.
  if (isTreated && !hasLeft) return
  const kind = starts.kinds[starts.kindOf[at] ?? 0]
  if (kind?.judged) counts.judged[kind.judged]++
  else if (kind?.proposal) counts.awaiting++
}

/** What several groups counted, together. */
function sumOfCounts(all: readonly Counts[]): Counts {
  const sum = noCounts()
  const { judged: _, ...numbers } = sum
  for (const counts of all) {
    for (const name of Object.keys(numbers) as (keyof typeof numbers)[]) sum[name] += counts[name]
    for (const outcome of OUTCOMES) sum.judged[outcome] += counts.judged[outcome]
  }
  return sum
}

/** Outcomes by trigger and playbook of what was decided in a period. */
export function reviewSummary(db: ReadDb, period: Period): Review {
  const titles = titlesOf(db)
  const dismissed = dismissedBy(db, period, titles)
  return summaryOfStarts(readStarts(db, period), period, { titles, dismissed, holdout: plannedHoldout(db) })
}

/** What the summary needs beside the starts. `holdout`: the share of accounts held out as set. */
interface Beside {
  titles: Titles
  dismissed: ReviewFigures['dismissed']
  holdout: number
}

/** The same of starts that were read. */
export function summaryOfStarts(starts: Starts, period: Period, { titles, dismissed, holdout }: Beside): Review {
  const { byKey, ofKind } = countsByKind(
    starts.kinds,
    ({ triggerId, playbookId }) => `${triggerId}\n${playbookId}`,
    (kind): Group => ({ kind, counts: noCounts() }),
  )
  const groups = [...byKey.values()]
  const weeks = new Map<number, Counts>()
  for (let at = 0; at < starts.count; at++) {
    const group = ofKind[starts.kindOf[at] ?? 0]
    if (group) addStart(group.counts, starts, at)
    const monday = weekOf(starts.assignedAt[at] ?? 0)
    const week = weeks.get(monday) ?? noCounts()
    weeks.set(monday, week)
    addStart(week, starts, at)
  }
  const all = sumOfCounts(groups.map(({ counts }) => counts))
  return {
    from: period.from ?? null,
    to: period.to ?? null,
    rows: groups.map(group => rowOf(group, titles)).sort((a, b) => b.sent - a.sent || compareIds(a, b)),
    totals: {
      sent: all.sent,
      messages: all.messages,
      heldOut: all.heldOut,
      contacted: proportion(all.contacted, all.sent),
      metricMet: proportion(all.metricMet, all.sent),
      judged: sumOf(all.judged),
      awaiting: all.awaiting,
      dismissedFalse: dismissedFalse(dismissed),
    },
    weeks: weeksOf(weeks),
    holdout: { planned: holdout, observed: observedHoldout(starts) },
  }
}

/** Starts of one trigger and one playbook. */
interface Group {
  kind: StartKind
  counts: Counts
}

const sumOf = (judged: Record<Outcome, number>): number => OUTCOMES.reduce((sum, outcome) => sum + judged[outcome], 0)

const compareIds = (a: ReviewRow, b: ReviewRow): number =>
  a.triggerId < b.triggerId || (a.triggerId === b.triggerId && a.playbookId < b.playbookId) ? -1 : 1

function rowOf({ kind, counts }: Group, titles: Titles): ReviewRow {
  const { sent, heldOut, notSent, judged, awaiting } = counts
  return {
    triggerId: kind.triggerId,
    triggerTitle: titles.triggers.get(kind.triggerId) ?? kind.triggerId,
    playbookId: kind.playbookId,
    playbookName: titles.playbooks.get(kind.playbookId) ?? kind.playbookId,
    category: kind.category,
    ...{ sent, heldOut, notSent, judged, awaiting },
    contacted: proportion(counts.contacted, sent),
    contactedControl: proportion(counts.heldOutContacted, heldOut),
    metricMet: proportion(counts.metricMet, sent),
  }
}

/** Weeks (UTC, from Monday) by decision, without gaps between the first and the last. */
function weeksOf(counted: ReadonlyMap<number, Counts>): Review['weeks'] {
  const starts = [...counted.keys()]
  const weeks: Review['weeks'] = []
  for (let at = Math.min(...starts); at <= Math.max(...starts); at += WEEK) {
    const { sent, contacted, metricMet, heldOut } = counted.get(at) ?? noCounts()
    weeks.push({ at, sent, contacted, metricMet, heldOut })
  }
  return weeks
}

/** Among the issues that a person closed in the period, those that would not have happened. */
const dismissedFalse = (dismissed: ReviewFigures['dismissed']): Proportion =>
  proportion(
    dismissed.reduce((sum, { falsePositives }) => sum + falsePositives.k, 0),
    dismissed.reduce((sum, { closed }) => sum + closed, 0),
  )

/** The share of accounts held out as set. */
export const plannedHoldout = (db: ReadDb): number =>
  (getSetting(db, 'guardrails', guardrailsSchema) ?? guardrailsSchema.parse({})).holdout

/** Among the accounts that became eligible in the period, those held out, each by its first start. */
function observedHoldout({ accountIds, firstOf, treated }: Starts): Review['holdout']['observed'] {
  let heldOut = 0
  for (let place = 0; place < accountIds.length; place++) if (treated[firstOf[place] ?? 0] === 0) heldOut++
  return proportion(heldOut, accountIds.length)
}
