import { own } from '../../../../shared/foreign/own.ts'
import type { AssumedCell, UnreadCell } from '../../../../shared/model/source.ts'
import type { SourcePreview } from '../../../../shared/source/manifest-view.ts'
import type { RecordKind } from '../../../../shared/vocabulary.ts'
import { heading } from './mapping/mapping-edit.ts'
import { readableValue } from './readable.ts'

type Row = SourcePreview[number]['rows'][number]

/** Real records of each stream as they would be stored, and the reason for each that would be quarantined. */
export function PreviewTable({ streams }: { streams: SourcePreview }) {
  return (
    <div className="stack">
      {streams.map(({ stream, problem, rows, unread, assumed, doubtful }) => (
        <div key={stream}>
          <p>
            <b>{stream}</b> {problem ? <span className="bad">{problem}</span> : null}
            {!problem && rows.length === 0 ? <span className="quiet">has no records yet</span> : null}
          </p>
          <PreviewRows rows={rows} unread={unread} assumed={assumed} />
          {doubtful.map(({ field, at }) => (
            <p key={`${field} ${at}`} className="wait">
              <b>{field}</b>: {at.slice(0, 10)} is before 1990 or after 2100. Check its field and its format.
            </p>
          ))}
        </div>
      ))}
    </div>
  )
}

interface Seen {
  rows: readonly Row[]
  unread: readonly UnreadCell[]
  assumed: readonly AssumedCell[]
}

/** Rows of one stream, quarantined and left out ones first, then a table for each kind of record. */
export function PreviewRows({ rows, unread, assumed }: Seen) {
  const wrong = rows.filter(({ error, record }) => error !== null || record === null)
  const kinds = Map.groupBy(
    rows.filter(({ error, record }) => error === null && record !== null),
    ({ record }) => record ?? 'event',
  )
  return (
    <>
      {wrong.length > 0 ? <Misfits rows={wrong} /> : null}
      {[...kinds].map(([record, fit]) => (
        <Fitting key={record} record={record} rows={fit} />
      ))}
      {unread.length > 0 ? (
        <ul className="column-reports">
          {unread.map(({ column, line, text, isNone }) => (
            <li key={`${column} ${line} ${text}`}>
              <b>{column}</b> <span className="quiet">line {line}</span> “{text}”{' '}
              {isNone ? (
                <span className="quiet">means no value</span>
              ) : (
                <span className="wait">not understood, left blank</span>
              )}
            </li>
          ))}
        </ul>
      ) : null}
      {assumed.map(({ column, what, todo }) => (
        <p key={`${column} ${what}`}>
          <b>{column}</b> <span className="wait">{what}</span> <span className="hint">{todo}</span>
        </p>
      ))}
    </>
  )
}

function Misfits({ rows }: { rows: readonly Row[] }) {
  return (
    <table className="grid dense">
      <tbody>
        {rows.map(({ error, raw, line }, n) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a few rows that never change places
          <tr key={n} className={error === null ? 'left-out' : 'wrong'}>
            <td className="nowrap">
              line {line}: {error === null ? 'left out' : 'would be quarantined'}
            </td>
            <td>{error ?? 'The conditions of the mapping do not hold.'}</td>
            <td className="clip raw-text" title={raw}>
              {raw}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Fitting({ record, rows }: { record: RecordKind; rows: readonly Row[] }) {
  const columns = [...new Set(rows.flatMap(({ mapped }) => Object.keys(mapped)))]
  return (
    <div className="preview">
      <table className="grid dense">
        <thead>
          <tr>
            <th className="becomes-kind">{record}</th>
            {columns.map(column => (
              <th key={column}>{heading(record, column)}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ mapped, raw, line }, n) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a few rows that never change places
            <tr key={n} title={raw}>
              <td className="quiet">{line}</td>
              {columns.map(column => (
                <td key={column} className="clip">
                  {readableValue(own(mapped, column) ?? '')}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
