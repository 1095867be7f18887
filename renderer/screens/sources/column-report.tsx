import type { ColumnReport } from '../../../shared/model/column-report.ts'
import { count, plural } from '../../parts/number.ts'

const READS: Record<ColumnReport['reads'], string> = { read: 'read', partly: 'partly read', not: 'not read' }

/** The columns of a stream that were not read as they are, each with examples and what to do; the others as a count. */
export function ColumnReports({ columns }: { columns: readonly ColumnReport[] }) {
  const told = columns.filter(({ reads, blank }) => reads !== 'read' || blank > 0)
  const plain = columns.length - told.length
  return (
    <>
      {plain > 0 ? <p className="quiet">{plural(plain, 'column')} read completely.</p> : null}
      {told.length > 0 ? (
        <ul className="column-reports">
          {told.map(report => (
            <li key={report.column ?? ''}>
              <b>{report.column ?? 'Whole rows'}</b> <Share report={report} />
              {report.examples.map(({ line, text }) => (
                <span key={line} className="quiet">
                  {' '}
                  · line {count(line)} “{text}”
                </span>
              ))}
              {report.todo ? <span className="hint">{report.todo}</span> : null}
            </li>
          ))}
        </ul>
      ) : null}
    </>
  )
}

function Share({ report: { reads, rows, blank } }: { report: ColumnReport }) {
  if (reads === 'read') return <span className="quiet">read, blank in {plural(blank, 'row')}</span>
  return (
    <span className="wait">
      {READS[reads]}
      {rows > 0 ? ` (${plural(rows, 'row')} not)` : ''}
    </span>
  )
}
