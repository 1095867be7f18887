import { useQuery } from '@tanstack/react-query'
import type { Erasure } from '../../../shared/model/person.ts'
import { useApi } from '../../api/client.tsx'
import { failureOf } from '../../api/errors.ts'
import { ErrorNote } from '../../parts/error-note.tsx'
import { plural } from '../../parts/number.ts'
import { personZone, shortDate } from '../../parts/time.ts'
import { useNow } from '../../state/now.ts'

const SHOWN = 5

function Line({ erasure, now }: { erasure: Erasure; now: number }) {
  const { kind, askedAt, askedBy, state, sources } = erasure
  const day = (at: number) => shortDate(at, now, personZone())
  return (
    <li>
      <b>{kind === 'account' ? 'Account' : 'Contact'}</b> erased {day(askedAt)} by {askedBy}
      {state === 'done' ? null : <span className="tag wait">in progress</span>}
      {sources.length > 0 ? (
        <p className="quiet">Still in {sources.map(({ name, at }) => `${name} (last read ${day(at)})`).join(', ')}.</p>
      ) : null}
    </li>
  )
}

/** People who were erased, without their names, and the sources that still have them. */
export function ErasuresCard() {
  const erasures = useQuery(useApi().person.erasures.queryOptions())
  const now = useNow()
  const all = erasures.data ?? []
  // Those that somebody still has to erase elsewhere come first.
  const shown = [...all].sort((a, b) => Number(b.sources.length > 0) - Number(a.sources.length > 0)).slice(0, SHOWN)
  return (
    <section className="card" aria-label="Erased people">
      <h2>
        Erased people <small>{all.length > 0 ? plural(all.length, 'erasure') : ''}</small>
      </h2>
      {erasures.error ? <ErrorNote failure={failureOf(erasures.error)} /> : null}
      {erasures.data && all.length === 0 ? (
        <p className="quiet">Nobody. Search for an account to export or erase its data.</p>
      ) : null}
      <ul className="erasures">
        {shown.map(erasure => (
          <Line key={erasure.id} erasure={erasure} now={now} />
        ))}
      </ul>
    </section>
  )
}
