import type { SourcePreview } from '../../../../shared/source/manifest-view.ts'
import type { RecordKind } from '../../../../shared/vocabulary.ts'
import { heading } from './mapping/mapping-edit.ts'
import { readableValue } from './readable.ts'

type Row = SourcePreview[number]['rows'][number] & { line?: number }

/** Real records of each stream as they would be stored, and the reason for each that would be quarantined. */
export function PreviewTable({ streams }: { streams: SourcePreview }) {
  return (
    <div className="stack">
      {streams.map(({ stream, problem, rows }) => (
        <div key={stream}>
          <p>
            <b>{stream}</b> {problem ? <span className="bad">{problem}</span> : null}
            {!problem && rows.length === 0 ? <span className="quiet">has no records yet</span> : null}
          </p>
          <PreviewRows rows={rows} />
        </div>
      ))}
    </div>
  )
}

/** Rows of one stream, quarantined ones first, then a table for each kind of record. */
export function PreviewRows({ rows }: { rows: readonly Row[] }) {
  const wrong = rows.filter(({ error }) => error !== null)
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
    </>
  )
}

function Misfits({ rows }: { rows: readonly Row[] }) {
  return (
    <table className="grid dense">
      <tbody>
        {rows.map(({ error, raw, line }, n) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a few rows that never change places
          <tr key={n} className="wrong">
            <td className="nowrap">{line === undefined ? '' : `line ${line}: `}would be quarantined</td>
            <td>{error}</td>
            <td className="clip raw" title={raw}>
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
              <td className="quiet">{line ?? n + 1}</td>
              {columns.map(column => (
                <td key={column} className="clip">
                  {readableValue(mapped[column] ?? '')}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
