import { useQuery } from '@tanstack/react-query'
import type { Arrival } from '../../shared/predict/arrival.ts'
import { useApi } from '../api/client.tsx'
import { count, percent } from '../parts/number.ts'
import { personZone, stamp } from '../parts/time.ts'

const SHOWN = 5

/** `90 %: 3 Jul to 6 Jul`, and by what that is known. */
function Expected({ arrival, now }: { arrival: Arrival; now: number }) {
  const { low, high, judgedBy, known, lane, kind } = arrival
  if (low === null) return <span className="quiet">nothing to go by: few lasted so long</span>
  const zone = personZone()
  return (
    <>
      <b>
        {high === null ? `after ${stamp(low, now, zone)}` : `${stamp(low, now, zone)} to ${stamp(high, now, zone)}`}
      </b>{' '}
      <span className="quiet">
        by {count(known)} {judgedBy === 'lane' ? `on ${lane}` : `of all ${kind}s; few on this lane`}
      </span>
    </>
  )
}

function Row({ arrival, now }: { arrival: Arrival; now: number }) {
  const { kind, externalId, dueAt, late } = arrival
  return (
    <tr>
      <td>
        {kind.replaceAll('_', ' ')} <bdi className="quiet">{externalId}</bdi>
      </td>
      <td>{dueAt === null ? <span className="quiet">none</span> : stamp(dueAt, now, personZone())}</td>
      <td>
        <Expected arrival={arrival} now={now} />
      </td>
      <td className={late !== null && late >= 0.5 ? 'num bad' : 'num'}>
        {late === null ? '' : late === 1 && dueAt !== null && dueAt <= now ? 'is late' : percent(late)}
      </td>
    </tr>
  )
}

/** What is open at an account: the promise, when it is expected with a chance of 90 %, and the chance of lateness. */
export function Arrivals({ accountId, now }: { accountId: number; now: number }) {
  const arrivals = useQuery(useApi().account.arrivals.queryOptions({ input: { id: accountId } }))
  const all = arrivals.data ?? []
  if (all.length === 0) return null
  return (
    <section className="card" aria-label="Open records">
      <h2>
        Open records
        <small>expected: with a chance of 90 %</small>
      </h2>
      <table className="under-way">
        <thead>
          <tr>
            <th>Record</th>
            <th>Promised</th>
            <th>Expected</th>
            <th className="num">Late</th>
          </tr>
        </thead>
        <tbody>
          {all.slice(0, SHOWN).map(arrival => (
            <Row key={arrival.objectId} arrival={arrival} now={now} />
          ))}
        </tbody>
      </table>
      {all.length > SHOWN ? <p className="quiet">{count(all.length - SHOWN)} more are open.</p> : null}
    </section>
  )
}
