import type { Period } from '../../../shared/period.ts'
import { ok, type Result } from '../../../shared/result.ts'
import type { ReportAsk, ReportCheck, ReportFormat, ReviewReport } from '../../../shared/review/report.ts'
import { query, type ReadDb } from '../../cache/db.ts'
import { saltOf } from '../../cache/settings.ts'
import { readCohort } from '../cohort/read-cohort.ts'
import { figuresOfCohort } from '../figures/figures.ts'
import type { Moment } from '../moment.ts'
import { buildReport } from './build.ts'
import { keyedBy, type ReportKey } from './canonical.ts'
import { checkSeal, compareReports, foreignReport } from './check.ts'
import { reportCsv } from './csv.ts'
import { reportHtml } from './html.ts'
import { sealedPage } from './page-seal.ts'
import { readReport } from './read-report.ts'
import { usedVersions } from './versions.ts'

/** When a report is made, and by which version of the program. */
export interface ReportMoment extends Moment {
  program: string
}

const ACCOUNTS = query<{ id: number; uid: string; name: string }>('SELECT id, uid, name FROM account')

/** The report of a period from the workspace as it is. */
function reviewReport(
  db: ReadDb,
  { period, named }: { period: Period; named: boolean },
  { program, ...moment }: ReportMoment,
): ReviewReport {
  const cohort = readCohort(db, period, 'all')
  return buildReport({
    ...{ program, period, moment, named, cohort },
    figures: figuresOfCohort(db, cohort, period, moment),
    versions: usedVersions(db, period),
    accounts: new Map(db.all(ACCOUNTS).map(account => [account.id, account])),
    keyed: keyedBy(saltOf(db)),
  })
}

const WRITTEN: Record<ReportFormat, (report: ReviewReport, keyed: ReportKey) => string> = {
  html: (report, keyed) => sealedPage(reportHtml(report), keyed),
  json: report => `${JSON.stringify(report, null, 1)}\n`,
  csv: reportCsv,
}

/** The text of a report's file. */
export function writtenReport(db: ReadDb, { from, to, format, names }: ReportAsk, moment: ReportMoment): string {
  const period = { ...(from !== undefined && { from }), ...(to !== undefined && { to }) }
  return WRITTEN[format](reviewReport(db, { period, named: names }, moment), keyedBy(saltOf(db)))
}

/** Recomputes a report from the workspace, as of the report's own moment. */
export function verifyReport(db: ReadDb, text: string, program: string): Result<ReportCheck> {
  const read = readReport(text)
  if (!read.ok) return read
  const { period, moment, names } = read.value.report
  const { belongs, altered } = checkSeal(read.value, keyedBy(saltOf(db)))
  if (!belongs || altered === null) return ok(foreignReport())
  const asked = {
    ...(period.from !== null && { from: period.from }),
    ...(period.to !== null && { to: period.to }),
  }
  const recomputed = reviewReport(db, { period: asked, named: names !== null }, { ...moment, program })
  return ok(compareReports(read.value.report, recomputed, altered))
}
