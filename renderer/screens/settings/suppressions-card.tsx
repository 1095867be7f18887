import { useMutation, useQuery } from '@tanstack/react-query'
import type { Suppression } from '../../../shared/intervention/consent.ts'
import { useApi } from '../../api/client.tsx'
import { failureOf } from '../../api/errors.ts'
import { ErrorNote } from '../../parts/error-note.tsx'
import { plural } from '../../parts/number.ts'
import { personZone, shortDate } from '../../parts/time.ts'
import { toast } from '../../parts/toast.tsx'
import { useMay } from '../../state/may.ts'
import { useNow } from '../../state/now.ts'
import { useUndo } from '../../state/undo.ts'

const SHOWN = 20
const MOST = 200

function Line({ suppression: { address, reason, at } }: { suppression: Suppression }) {
  const now = useNow()
  const { lead } = useMay()
  const undo = useUndo()
  const lift = useMutation(
    useApi().account.unsuppress.mutationOptions({
      onSuccess: ({ journalId }) =>
        toast(`${address} may be contacted again`, { act: { label: 'Undo', run: () => undo(journalId) } }),
    }),
  )
  return (
    <li>
      <div>
        <b>{address}</b>
        <p className="quiet">
          {reason} · {shortDate(at, now, personZone())}
        </p>
        {lift.error ? <ErrorNote failure={failureOf(lift.error)} /> : null}
      </div>
      <button
        type="button"
        className="btn small"
        aria-label={`Lift the suppression of ${address}`}
        disabled={!lead || lift.isPending}
        onClick={() => lift.mutate({ address })}
      >
        Lift
      </button>
    </li>
  )
}

/** Addresses and domains that are never contacted, such as those that bounced, and the way back. */
export function SuppressionsCard() {
  const list = useQuery(useApi().account.suppressions.queryOptions({ input: { limit: MOST } }))
  const { lead } = useMay()
  const all = list.data ?? []
  const more = all.length - SHOWN
  return (
    <section className="card" aria-label="Suppressed addresses">
      <h2>
        Suppressed addresses{' '}
        <small>
          {[
            all.length === MOST ? `the newest ${MOST}` : all.length > 0 ? plural(all.length, 'entry', 'entries') : [],
            lead ? [] : 'needs a lead',
          ]
            .flat()
            .join(' · ')}
        </small>
      </h2>
      {list.error ? <ErrorNote failure={failureOf(list.error)} /> : null}
      {list.data && all.length === 0 ? (
        <p className="quiet">None. An address that bounces for good is listed here, and is not contacted again.</p>
      ) : null}
      <ul className="suppressions">
        {all.slice(0, SHOWN).map(one => (
          <Line key={one.address} suppression={one} />
        ))}
      </ul>
      {more > 0 ? (
        <p className="quiet">
          More: <code>forestall suppressions --limit 500</code> lists all.
        </p>
      ) : null}
    </section>
  )
}
