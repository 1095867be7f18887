import { guardrailsSchema } from '../../../shared/model/guardrails.ts'
import type { Proportion, Review, ReviewRow } from '../../../shared/model/review.ts'
import type { Period } from '../../../shared/period.ts'
import type { ReviewFigures } from '../../../shared/review/figures.ts'
import { OUTCOMES, type Outcome } from '../../../shared/vocabulary.ts'
import type { ReadDb } from '../../cache/db.ts'
import { getSetting } from '../../cache/settings.ts'
import type { CohortRow, StartKind } from '../cohort/cohort.ts'
import { readStarts } from '../cohort/read-starts.ts'
import { proportion } from '../proportion.ts'
import type { Titles } from './groups.ts'
import { firstStarts } from './retention.ts'
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

/** Counts a start wherever it belongs, so that starts are gone through once. */
function addStart(counts: Counts, { treated, messages, contactedAt, metricMetAt, kind }: CohortRow): void {
  counts.messages += messages ?? 0
  if (!treated) {
    counts.heldOut++
    if (contactedAt !== null) counts.heldOutContacted++
  } else if (messages === null) counts.notSent++
  else {
    counts.sent++
    if (contactedAt !== null) counts.contacted++
    if (metricMetAt !== null) counts.metricMet++
  }
  // Something left, or was held out on purpose: only then can anything have followed from it.
  if (treated && messages === null) return
  if (kind.judged !== null) counts.judged[kind.judged]++
  else if (kind.proposal !== null) counts.awaiting++
}

/** Outcomes by trigger and playbook of what was decided in a period. */
export function reviewSummary(db: ReadDb, period: Period): Review {
  const titles = titlesOf(db)
  const dismissed = dismissedBy(db, period, titles)
  const starts = readStarts(db, period)
  return summaryOfStarts(starts, period, {
    ...{ titles, dismissed, holdout: plannedHoldout(db), first: firstStarts(starts) },
  })
}

/** What the summary needs beside the starts. `holdout`: the share of accounts held out as set; `first`: of each account. */
interface Beside {
  titles: Titles
  dismissed: ReviewFigures['dismissed']
  holdout: number
  first: readonly CohortRow[]
}

/** The same of starts that were read. */
export function summaryOfStarts(
  rows: readonly CohortRow[],
  period: Period,
  { titles, dismissed, holdout, first }: Beside,
): Review {
  const all = noCounts()
  const groups = new Map<string, { kind: StartKind; counts: Counts }>()
  const weeks = new Map<number, Counts>()
  for (const row of rows) {
    addStart(all, row)
    addStart(groupOfStart(groups, row).counts, row)
    const at = weekOf(row.assignedAt)
    const week = weeks.get(at) ?? noCounts()
    weeks.set(at, week)
    addStart(week, row)
  }
  return {
    from: period.from ?? null,
    to: period.to ?? null,
    rows: [...groups.values()].map(group => rowOf(group, titles)).sort((a, b) => b.sent - a.sent || compareIds(a, b)),
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
    holdout: { planned: holdout, observed: observedHoldout(first) },
  }
}

function groupOfStart(groups: Map<string, { kind: StartKind; counts: Counts }>, { kind }: CohortRow) {
  const key = `${kind.triggerId}\n${kind.playbookId}`
  const known = groups.get(key)
  if (known) return known
  const group = { kind, counts: noCounts() }
  groups.set(key, group)
  return group
}

const sumOf = (judged: Record<Outcome, number>): number => OUTCOMES.reduce((sum, outcome) => sum + judged[outcome], 0)

const compareIds = (a: ReviewRow, b: ReviewRow): number =>
  a.triggerId < b.triggerId || (a.triggerId === b.triggerId && a.playbookId < b.playbookId) ? -1 : 1

function rowOf({ kind, counts }: { kind: StartKind; counts: Counts }, titles: Titles): ReviewRow {
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
function observedHoldout(first: readonly CohortRow[]): Review['holdout']['observed'] {
  return proportion(first.filter(({ treated }) => !treated).length, first.length)
}
