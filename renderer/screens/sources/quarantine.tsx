import { useMutation, useQuery } from '@tanstack/react-query'
import type { SourceStatus } from '../../../shared/model.ts'
import { useApi } from '../../api/client.tsx'
import { failureOf } from '../../api/errors.ts'
import { ErrorNote } from '../../parts/error-note.tsx'
import { count } from '../../parts/number.ts'
import { toast } from '../../parts/toast.tsx'

const LIMIT = 200

/** Rows that did not fit, with the reason and the row itself; they can be tried again. */
export function Quarantine({ sources }: { sources: readonly SourceStatus[] }) {
  const { source } = useApi()
  const rows = useQuery(source.quarantine.queryOptions({ input: { limit: LIMIT } }))
  const retry = useMutation(
    source.retryQuarantine.mutationOptions({
      onSuccess: ({ accepted, left }) => toast(`${count(accepted)} taken in · ${count(left)} still do not fit`),
    }),
  )
  return (
    <section className="card" aria-label="Quarantine">
      <h2>
        Quarantine · rows set aside
        <span className="retry">
          {sources
            .filter(s => s.quarantined > 0)
            .map(s => (
              <button
                type="button"
                className="btn small"
                key={s.id}
                disabled={retry.isPending}
                onClick={() => retry.mutate({ sourceId: s.id })}
              >
                Try {count(s.quarantined)} of {s.name} again
              </button>
            ))}
        </span>
      </h2>
      {rows.error ? <ErrorNote failure={failureOf(rows.error)} /> : null}
      <table className="grid">
        <thead>
          <tr>
            <th>Reason</th>
            <th>Stream</th>
            <th className="num">Line</th>
            <th>Column</th>
            <th>Row</th>
          </tr>
        </thead>
        <tbody>
          {rows.data?.map(row => (
            <tr key={row.id}>
              <td>{row.reason}</td>
              <td className="quiet">{row.stream}</td>
              <td className="num">{count(row.line)}</td>
              <td>{row.column ?? '–'}</td>
              <td className="clip raw" title={row.raw}>
                {row.raw}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {rows.data?.length === LIMIT ? <p className="quiet">The first {LIMIT} are shown.</p> : null}
    </section>
  )
}
