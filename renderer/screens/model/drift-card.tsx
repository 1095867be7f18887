import { useQuery } from '@tanstack/react-query'
import { DRIFT_LEVELS, type ModelDrift } from '../../../shared/predict/model-drift.ts'
import { useApi } from '../../api/client.tsx'
import { failureOf } from '../../api/errors.ts'
import { ErrorNote } from '../../parts/error-note.tsx'
import { count, figure, percent, plural } from '../../parts/number.ts'
import { BarRows } from '../../parts/skeleton.tsx'

const SHOWN = 8

/** Whether accounts are still what the model learned from. */
export function DriftCard() {
  // Accounts are measured for it, so it is asked when the card appears and not at each change of the data.
  const drift = useQuery(
    useApi().model.drift.queryOptions({ staleTime: Number.POSITIVE_INFINITY, refetchOnMount: 'always' }),
  )
  return (
    <section className="card" aria-label="Drift">
      <h2>
        Drift <small>how far accounts have moved since the training (population stability index)</small>
      </h2>
      {drift.error ? <ErrorNote failure={failureOf(drift.error)} /> : null}
      {drift.isPending ? <BarRows rows={4} /> : null}
      {drift.data === null ? (
        <p className="quiet">The model in use was trained before the spread of its features was kept. Train again.</p>
      ) : null}
      {drift.data ? <Columns drift={drift.data} /> : null}
    </section>
  )
}

function Columns({ drift: { accounts, columns } }: { drift: ModelDrift }) {
  const far = columns.filter(({ psi }) => psi >= DRIFT_LEVELS.far).length
  const some = columns.filter(({ psi }) => psi >= DRIFT_LEVELS.some).length
  return (
    <>
      <p className="quiet">
        {some === 0
          ? `None of ${count(columns.length)} features has moved, by ${plural(accounts, 'account')} measured now.`
          : `${plural(some, 'feature')} of ${count(columns.length)} moved, ${count(far)} of them far, by ${plural(accounts, 'account')} measured now. Where many have moved far, train again.`}
      </p>
      {some === 0 ? null : (
        <table className="grid">
          <thead>
            <tr>
              <th>Feature</th>
              <th className="num">Index</th>
              <th className="num">In the middle</th>
              <th className="num">Missing</th>
              <th>
                <span className="sr">How far</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {columns
              .filter(({ psi }) => psi >= DRIFT_LEVELS.some)
              .slice(0, SHOWN)
              .map(({ column, psi, middle, missing }) => (
                <tr key={column}>
                  <td className="drift-name" title={column}>
                    {column}
                  </td>
                  <td className="num">{psi.toFixed(2)}</td>
                  <td className="num">{middle ? `${figure(middle.before)} → ${figure(middle.now)}` : '–'}</td>
                  <td className="num">
                    {percent(missing.before)} → {percent(missing.now)}
                  </td>
                  <td>{psi >= DRIFT_LEVELS.far ? <span className="tag wait">far</span> : null}</td>
                </tr>
              ))}
          </tbody>
        </table>
      )}
    </>
  )
}
