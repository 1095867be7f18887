import type { Period } from '../../../shared/period.ts'
import type { ReviewFigures } from '../../../shared/review/figures.ts'
import type { ReportStart, ReviewReport, UsedVersion } from '../../../shared/review/report.ts'
import type { CohortData, CohortTickets } from '../cohort/cohort.ts'
import type { CohortRow } from '../cohort/start.ts'
import { rowsOfStarts } from '../cohort/starts.ts'
import type { Moment } from '../moment.ts'
import { printOf, type ReportKey } from './canonical.ts'
import { REPORT_DEFINITIONS } from './definitions.ts'

/** Everything that a report is made of. `uids`: of all accounts, by row; `titles`: their names. */
export interface ReportFacts {
  program: string
  period: Period
  moment: Moment
  figures: ReviewFigures
  cohort: CohortData
  versions: UsedVersion[]
  accounts: ReadonlyMap<number, { uid: string; name: string }>
  keyed: ReportKey
  /** Whether accounts and people are named. */
  named: boolean
}

/** The review as one document. People and accounts are pseudonyms in it; names stand apart, and only where asked for. */
export function buildReport(facts: ReportFacts): ReviewReport {
  const { cohort, keyed, period } = facts
  const uidOf = (id: number) => facts.accounts.get(id)?.uid ?? `row ${id}`
  const known = new Map<number, string>()
  const pseudonym = (id: number): string => {
    const mark = known.get(id) ?? keyed.account(uidOf(id))
    known.set(id, mark)
    return mark
  }
  const rows = rowsOfStarts(cohort.starts)
  const starts = rows.map(row => startOf(row, pseudonym(row.accountId), keyed))
  const document: Omit<ReviewReport, 'seal'> = {
    format: 'forestall-review-report',
    formatVersion: 1,
    program: facts.program,
    workspace: keyed.workspace,
    period: { from: period.from ?? null, to: period.to ?? null },
    moment: facts.moment,
    definitions: { ...REPORT_DEFINITIONS },
    versions: facts.versions,
    fingerprint: {
      starts: printOf(
        // A row's number is this file's own and says nothing about the data.
        rows.map(({ kind, issueId: _, ...row }, at) => ({
          ...{ ...row, ...kind },
          accountId: starts[at]?.account,
          startedBy: starts[at]?.startedBy,
        })),
      ),
      accounts: printOf([...cohort.accounts.values()].map(({ id, ...account }) => ({ ...account, id: pseudonym(id) }))),
      tickets: printOf(ticketRows(cohort.tickets, pseudonym)),
    },
    figures: withoutPeople(facts.figures, keyed),
    cohort: starts,
    names: facts.named ? namesOf(facts, rows, pseudonym) : null,
  }
  return { ...document, seal: keyed.seal(document) }
}

const ticketRows = ({ accountId, openedAt, closedAt }: CohortTickets, pseudonym: (id: number) => string) =>
  Array.from(accountId, (id, at) => ({
    account: pseudonym(id),
    openedAt: openedAt[at],
    closedAt: Number.isNaN(closedAt[at]) ? null : closedAt[at],
  }))

const startOf = (row: CohortRow, account: string, keyed: ReportKey): ReportStart => ({
  account,
  startedBy: keyed.person(row.kind.startedBy),
  arm: row.treated === 1 ? 'treatment' : 'control',
  triggerId: row.kind.triggerId,
  playbookId: row.kind.playbookId,
  category: row.kind.category,
  assignedAt: row.assignedAt,
  exposedAt: row.exposedAt,
  compared: row.comparable === 1,
  windowEndsAt: row.windowEndsAt,
  contactedAt: row.contactedAt,
  inducedAt: row.inducedAt,
  metricMetAt: row.metricMetAt,
  churnedAt: row.churnedAt,
  proposal: row.kind.proposal,
  judged: row.kind.judged,
})

/** The figures with pseudonyms for the team, in an order that no longer follows the names. */
function withoutPeople(figures: ReviewFigures, { person }: ReportKey): ReviewFigures {
  const effects = figures.effects.map(effect =>
    effect.dimension === 'specialist' ? { ...effect, key: person(effect.key), label: person(effect.key) } : effect,
  )
  const workload = figures.workload.map(row => ({ ...row, actor: person(row.actor) }))
  return {
    ...figures,
    effects: [
      ...effects.filter(({ dimension }) => dimension !== 'specialist'),
      ...effects.filter(({ dimension }) => dimension === 'specialist').sort((a, b) => (a.key < b.key ? -1 : 1)),
    ],
    workload: workload.sort((a, b) => (a.actor < b.actor ? -1 : 1)),
  }
}

function namesOf(
  { figures, accounts, keyed }: ReportFacts,
  rows: readonly CohortRow[],
  pseudonym: (id: number) => string,
) {
  const people = [...rows.map(({ kind }) => kind.startedBy), ...figures.workload.map(({ actor }) => actor)]
  return Object.fromEntries([
    ...rows.map(({ accountId }) => [pseudonym(accountId), accounts.get(accountId)?.name ?? '']),
    ...people.map(name => [keyed.person(name), name]),
  ])
}
