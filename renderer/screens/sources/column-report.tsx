import { apartOf, type ColumnReport } from '../../../shared/model/column-report.ts'
import { count, plural } from '../../parts/number.ts'

const READS: Record<ColumnReport['reads'], string> = { read: 'read', partly: 'partly read', not: 'not read' }

/** The columns of a stream that were not read as they are, each with examples and what to do; the others as a count. */
export function ColumnReports({ columns }: { columns: readonly ColumnReport[] }) {
  const { told, alike } = apartOf(columns)
  const shown = told.filter(({ reads, blank, assumed }) => reads !== 'read' || blank > 0 || assumed)
  const plain = told.length - shown.length
  return (
    <>
      {plain > 0 ? <p className="quiet">{plural(plain, 'column')} read completely.</p> : null}
      {shown.length + alike.length > 0 ? (
        <ul className="column-reports">
          {shown.map(report => (
            <li key={report.column ?? ''}>
              <b>{report.column ?? 'Whole rows'}</b> <Share report={report} />
              <Examples cells={report.examples} />
              {report.todo ? <span className="hint">{report.todo}</span> : null}
              {report.assumed?.map(({ kind, what, rows, examples, todo }) => (
                <div key={kind}>
                  <span className="wait">
                    {what} ({plural(rows, 'row')})
                  </span>
                  <Examples cells={examples} />
                  <span className="hint">{todo}</span>
                </div>
              ))}
            </li>
          ))}
          {alike.map(({ names, todo }) => (
            <li key={todo}>
              <Names names={names} /> <span className="quiet">not read</span>
              <span className="hint">{todo}</span>
            </li>
          ))}
        </ul>
      ) : null}
    </>
  )
}

function Examples({ cells }: { cells: ColumnReport['examples'] }) {
  return cells.map(({ line, text }) => (
    <span key={`${line} ${text}`} className="quiet">
      {' '}
      · line {count(line)} “{text}”
    </span>
  ))
}

/** Names that fit into a line. */
const SHOWN = 6

/** Systems have more fields than anybody needs, so a long list is folded. */
function Names({ names }: { names: readonly string[] }) {
  const first = names.slice(0, SHOWN).join(', ')
  if (names.length <= SHOWN) return <b>{first}</b>
  return (
    <details className="column-names">
      <summary>
        <b>{first}</b> and {plural(names.length - SHOWN, 'more column')}
      </summary>
      {names.slice(SHOWN).join(', ')}
    </details>
  )
}

function Share({ report: { reads, rows, blank } }: { report: ColumnReport }) {
  if (reads === 'read')
    return <span className="quiet">{blank === 0 ? 'read' : `read, blank in ${plural(blank, 'row')}`}</span>
  return (
    <span className="wait">
      {READS[reads]}
      {rows > 0 ? ` (${plural(rows, 'row')} not)` : ''}
    </span>
  )
}
