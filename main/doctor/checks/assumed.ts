import { z } from 'zod'
import { type Assumption, columnReportSchema } from '../../../shared/model/column-report.ts'
import type { Finding } from '../../../shared/model/finding.ts'
import { query } from '../../cache/db.ts'
import { type Check, several } from '../check.ts'
import { IS_READ } from '../read-streams.ts'

const WHY: Record<Assumption['kind'], string> = {
  utc: 'Such a moment may be wrong by up to half a day, and what is counted by it.',
  century: 'Such a date may be wrong by a hundred years.',
  change: 'Such a moment may be wrong by an hour.',
  far: 'Deadlines and ages that are counted from such a date are wrong.',
  garbled: 'Customers would read such a name in a message.',
  day: 'What is due may seem overdue, or in time, for some hours.',
  week: 'Such a moment may be wrong by up to six days.',
  month: 'Such a moment may be wrong by up to thirty days.',
  quarter: 'Such a moment may be wrong by up to three months, and by more where the quarter is one of a fiscal year.',
  country: 'Filters and reviews by country count such accounts apart.',
  backwards: 'How long it took cannot be told, and what was open then is not known.',
  state: 'Such a ticket blocks outreach although it may be over.',
  negative: 'Such an account would be the least worth helping.',
  none: 'They are in no count of activities.',
  gone: 'Nobody is written to about them.',
  alike: 'Were they copies, activities would be counted twice.',
  merged: 'Were they events of their own, activities would be counted too low.',
  rounded: 'Two values that differ only in those digits count as one.',
  stated: 'Triggers and priorities take it for what the source says.',
}

const reports = query<{ sourceId: number; source: string; stream: string; report: string }>(
  `SELECT s.id AS sourceId, s.name AS source, t.name AS stream, t.report FROM stream t JOIN source s ON s.id = t.source_id
   WHERE t.report IS NOT NULL AND ${IS_READ} ORDER BY s.name, t.name`,
)

/** Dates that lie too far off are found in the tables themselves, but for those of properties. */
const isProperty = (field: string): boolean => field.startsWith('properties.')

/** Values that are there only because a rule filled in what nobody said: the zone of a time, the century of a year. */
export const assumedValues: Check = ({ db }) =>
  db.all(reports).flatMap(({ sourceId, source, stream, report }) =>
    (z.array(columnReportSchema).safeParse(JSON.parse(report)).data ?? []).flatMap(({ column, fields, assumed = [] }) =>
      assumed
        .filter(one => one.kind !== 'far' || fields.some(isProperty))
        .map(
          ({ kind, what, rows, examples, todo }): Finding => ({
            check: 'assumed_values',
            what: `${source}, ${stream}, ${column ?? 'rows'}: ${what}, in ${several(rows, 'row')}.`,
            why: WHY[kind],
            todo,
            count: rows,
            examples: examples.map(({ text }) => text).slice(0, 2),
            sourceId,
          }),
        ),
    ),
  )
