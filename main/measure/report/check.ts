import type { CheckedFigure, ReportCheck, ReviewReport, UsedVersion } from '../../../shared/review/report.ts'
import { printOf, type ReportKey } from './canonical.ts'
import { type Leaf, valuesByPath } from './leaves.ts'
import { isPageIntact } from './page-seal.ts'
import type { ReadReport } from './read-report.ts'

/** Numbers agree up to this relative difference: other machines may round the last digits of a sum differently. */
const REPORT_TOLERANCE = 1e-9

/** Figures of the queue as it is: nobody can count them later as of the report's moment. */
const SNAPSHOTS: ReadonlySet<string> = new Set(['ageing', 'workload', 'reach'])
const EXAMPLES = 5

/** Whether a report was written here and is as it was written. `altered` is null for one of another workspace. */
export function checkSeal(
  { report, data, page }: ReadReport,
  keyed: ReportKey,
): { belongs: boolean; altered: boolean | null } {
  const belongs = report.workspace === keyed.workspace
  if (!belongs) return { belongs, altered: null }
  const { seal, ...document } = data as ReviewReport
  return { belongs, altered: keyed.seal(document) !== seal || (page !== null && !isPageIntact(page, keyed)) }
}

/** Compares a report with the same report made from the workspace as it is now. */
export function compareReports(reported: ReviewReport, recomputed: ReviewReport, altered: boolean): ReportCheck {
  const now = figureLeaves(recomputed)
  const then = figureLeaves(reported)
  const figures = [...new Set([...then.keys(), ...now.keys()])].map(figure =>
    compareFigure(figure, then.get(figure) ?? new Map(), now.get(figure) ?? new Map()),
  )
  return {
    belongs: true,
    altered,
    agrees: !altered && cohortAgrees(reported, recomputed) && figures.every(({ verdict }) => verdict !== 'differs'),
    tolerance: REPORT_TOLERANCE,
    figures,
    changes: changesOf(reported, recomputed),
  }
}

/** A report of another workspace: nothing in it can be recomputed here. */
export const foreignReport = (): ReportCheck => ({
  ...{ belongs: false, altered: null, agrees: false, tolerance: REPORT_TOLERANCE, figures: [] },
  changes: ['The report was made from another workspace.'],
})

/** The values of each figure; each row of the effects is a figure of its own. */
function figureLeaves({ figures }: ReviewReport): Map<string, Map<string, Leaf>> {
  const found = new Map<string, Map<string, Leaf>>()
  for (const [path, leaf] of valuesByPath(figures)) {
    const [part = '', row] = path.split(' / ')
    const figure = part === 'effects' && row !== undefined && row !== 'length' ? `${part} / ${row}` : part
    found.set(figure, (found.get(figure) ?? new Map<string, Leaf>()).set(path, leaf))
  }
  return found
}

function compareFigure(figure: string, then: ReadonlyMap<string, Leaf>, now: ReadonlyMap<string, Leaf>): CheckedFigure {
  const paths = [...new Set([...then.keys(), ...now.keys()])]
  const differing = paths.filter(path => !isSame(then.get(path), now.get(path)))
  const otherwise = SNAPSHOTS.has(figure) ? 'snapshot' : 'differs'
  return {
    figure,
    values: paths.length,
    verdict: differing.length === 0 ? 'agrees' : otherwise,
    differing: differing.length,
    examples: differing
      .slice(0, EXAMPLES)
      .map(at => ({ at, reported: wordOf(then.get(at)), recomputed: wordOf(now.get(at)) })),
  }
}

const wordOf = (leaf: Leaf | undefined): string => (leaf === undefined ? 'absent' : String(leaf))

function isSame(a: Leaf | undefined, b: Leaf | undefined): boolean {
  if (typeof a !== 'number' || typeof b !== 'number') return a === b
  return Math.abs(a - b) <= REPORT_TOLERANCE * Math.max(1, Math.abs(a), Math.abs(b))
}

const cohortAgrees = (a: ReviewReport, b: ReviewReport): boolean =>
  printOf(a.cohort).sha256 === printOf(b.cohort).sha256

function changesOf(then: ReviewReport, now: ReviewReport): string[] {
  const data = (['starts', 'accounts', 'tickets'] as const).filter(
    part => then.fingerprint[part].sha256 !== now.fingerprint[part].sha256,
  )
  return [
    ...data.map(
      part =>
        `The ${part} behind the figures have changed: ${then.fingerprint[part].rows} rows in the report, ${now.fingerprint[part].rows} now.`,
    ),
    ...(cohortAgrees(then, now) ? [] : ['The cohort listed in the report is not that of the workspace.']),
    ...versionChanges(then.versions, now.versions),
    ...(then.program === now.program
      ? []
      : [`The report was made by version ${then.program}; this is ${now.program}.`]),
  ]
}

function versionChanges(then: readonly UsedVersion[], now: readonly UsedVersion[]): string[] {
  const nameOf = ({ kind, id, version }: UsedVersion) => `${kind} ${id}, version ${version}`
  const left = new Map(now.map(used => [nameOf(used), used]))
  const found = then.flatMap(used => {
    const name = nameOf(used)
    const other = left.get(name)
    left.delete(name)
    if (!other) return [`No start rests on ${name} any longer.`]
    // Only the newest definition of a trigger is kept, so an older one cannot be compared.
    const changed = used.sha256 !== null && other.sha256 !== null && used.sha256 !== other.sha256
    return [
      ...(changed ? [`The definition of ${name} has changed.`] : []),
      ...(used.starts === other.starts
        ? []
        : [`${other.starts} starts rest on ${name}; the report has ${used.starts}.`]),
    ]
  })
  return [...found, ...[...left.keys()].map(name => `Starts rest on ${name}, which the report does not have.`)]
}
