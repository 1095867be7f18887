import { own } from '../../../shared/foreign/own.ts'
import type { ActingEffect, Bounded } from '../../../shared/review/effect.ts'
import type { ReviewReport } from '../../../shared/review/report.ts'
import { escapedText, htmlTable } from './html-table.ts'
import { valuesByPath } from './leaves.ts'

/** Around the data in the page. Within them every `<` is escaped, so the end is the first one. */
export const EMBEDDED_BEGIN = '<script type="application/json" id="forestall-report">'
export const EMBEDDED_END = '</script>'

/** Starts that the page lists; the data in it have all. */
const LISTED_STARTS = 500

/** JSON that cannot end the script element it is in, nor begin a comment in it. */
const embeddedJson = (value: unknown): string => JSON.stringify(value).replaceAll('<', '\\u003c')

const STYLE = `body{font:14px/1.5 system-ui,sans-serif;margin:40px auto;max-width:1100px;padding:0 20px}
h1{font-size:24px}h2{font-size:17px;margin:32px 0 8px}table{border-collapse:collapse;width:100%;font-size:12px}
th,td{border:1px solid #8886;padding:4px 8px;text-align:left;vertical-align:top;overflow-wrap:anywhere}
td.number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}th{background:#8882;font-weight:600}
@media print{body{margin:0;max-width:none}h2{break-after:avoid}tr{break-inside:avoid}thead{display:table-header-group}}`

const day = (at: number): string => new Date(at).toISOString().slice(0, 10)

function titleOf({ from, to }: ReviewReport['period']): string {
  if (from === null) return to === null ? 'Review, all starts' : `Review until ${day(to)}`
  return to === null ? `Review since ${day(from)}` : `Review ${day(from)} – ${day(to)}`
}

const minute = (at: number | null): string =>
  at === null ? '' : `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')}`
const points = (bounds: Bounded | null): string =>
  bounds === null
    ? 'too few'
    : `${(bounds.value * 100).toFixed(1)} (${(bounds.low * 100).toFixed(1)} to ${(bounds.high * 100).toFixed(1)})`

/** One page that needs no program but a browser, loads nothing, and carries its own data. It ends without its seal. */
export function reportHtml(report: ReviewReport): string {
  const { figures, period, moment, fingerprint } = report
  const nameOf = (mark: string) => own(report.names, mark) ?? mark
  const effectRow = (effect: ActingEffect) => [
    effect.dimension,
    effect.dimension === 'specialist' ? nameOf(effect.label) : effect.label,
    `${effect.assigned.treated.contacts} of ${effect.assigned.treated.starts}`,
    `${effect.assigned.control.contacts} of ${effect.assigned.control.starts}`,
    points(effect.assigned.sequence),
    effect.ghost ? points(effect.ghost.sequence) : 'no ghost sends',
    effect.conclusion.replace('_', ' '),
  ]
  const shown = new Set(['effects', 'headline'])
  const rest = [...valuesByPath(Object.fromEntries(Object.entries(figures).filter(([name]) => !shown.has(name))))]
  const sections = [
    ['Effects', htmlTable(EFFECT_COLUMNS, figures.effects.map(effectRow))],
    [
      'All other figures',
      htmlTable(
        ['figure', 'value'],
        rest.map(([path, value]) => [named(path, nameOf), value]),
      ),
    ],
    ['Definitions', htmlTable(['term', 'meaning'], Object.entries(report.definitions))],
    [
      'Versions in use',
      htmlTable(
        VERSION_COLUMNS,
        report.versions.map(used => [used.kind, used.title, used.id, used.version, used.starts, used.sha256]),
      ),
    ],
    [
      'Data fingerprint',
      htmlTable(
        ['rows of', 'number', 'SHA-256'],
        Object.entries(fingerprint).map(([part, print]) => [part, print.rows, print.sha256]),
      ),
    ],
    [
      report.cohort.length > LISTED_STARTS
        ? `Cohort (the first ${LISTED_STARTS} of ${report.cohort.length} starts; the data in this file have all)`
        : `Cohort (${report.cohort.length} starts)`,
      htmlTable(
        COHORT_COLUMNS,
        report.cohort
          .slice(0, LISTED_STARTS)
          .map(start => [
            ...[nameOf(start.account), start.arm, start.triggerId, start.playbookId, nameOf(start.startedBy)],
            ...[
              minute(start.assignedAt),
              minute(start.contactedAt),
              minute(start.metricMetAt),
              start.judged ?? start.proposal,
            ],
          ]),
      ),
    ],
  ] as const
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${titleOf(period)}</title>
<meta http-equiv="content-security-policy" content="default-src 'none'; style-src 'unsafe-inline'">
<style>${STYLE}</style></head><body>
<h1>${titleOf(period)}</h1>
<p>${escapedText(figures.headline)}</p>
<p>Counted at ${minute(moment.now)} UTC by version ${escapedText(report.program)}. Times are in UTC, effects in points.
${report.names ? 'Accounts and people are named.' : 'Accounts and people are pseudonyms.'} Verify this file with <code>forestall verify-report</code>.</p>
${sections.map(([title, table]) => `<h2>${escapedText(title)}</h2>\n${table}`).join('\n')}
${EMBEDDED_BEGIN}${embeddedJson(report)}${EMBEDDED_END}
`
}

/** A path in which a pseudonym stands for a person. */
const named = (path: string, nameOf: (mark: string) => string): string => path.split(' / ').map(nameOf).join(' / ')

const EFFECT_COLUMNS = [
  'by',
  'group',
  'treated: contacts',
  'control: contacts',
  'as assigned',
  'as written to',
  'conclusion',
]
const VERSION_COLUMNS = ['kind', 'title', 'id', 'version', 'starts', 'SHA-256 of the definition']
const COHORT_COLUMNS = [
  'account',
  'arm',
  'trigger',
  'playbook',
  'started by',
  'started',
  'contacted',
  'aim met',
  'outcome',
]
