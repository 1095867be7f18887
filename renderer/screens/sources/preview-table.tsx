import type { SourcePreview } from '../../../shared/manifest-view.ts'

/** Real records of each stream as their mapping reads them; what would not fit says why. */
export function PreviewTable({ streams }: { streams: SourcePreview }) {
  return (
    <div className="stack">
      {streams.map(({ stream, problem, rows }) => (
        <div key={stream}>
          <p>
            <b>{stream}</b> {problem ? <span className="bad">{problem}</span> : null}
            {!problem && rows.length === 0 ? <span className="quiet">has nothing yet</span> : null}
          </p>
          {rows.length > 0 ? <Rows rows={rows} /> : null}
        </div>
      ))}
    </div>
  )
}

function Rows({ rows }: { rows: SourcePreview[number]['rows'] }) {
  const columns = [...new Set(rows.flatMap(({ mapped }) => Object.keys(mapped)))]
  return (
    <div className="preview">
      <table className="grid">
        <thead>
          <tr>
            <th>Becomes</th>
            {columns.map(column => (
              <th key={column}>{column}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ record, mapped, error, raw }, n) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a look at a few rows that never change places
            <tr key={n} className={error ? 'wrong' : ''} title={raw}>
              <td>{record ?? 'set aside'}</td>
              {error ? (
                <td colSpan={Math.max(1, columns.length)}>{error}</td>
              ) : (
                columns.map(column => (
                  <td key={column} className="clip">
                    {mapped[column] ?? ''}
                  </td>
                ))
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
