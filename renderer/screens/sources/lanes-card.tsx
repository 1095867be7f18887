import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Lane } from '../../../shared/predict/arrival.ts'
import { DAY } from '../../../shared/trigger/duration.ts'
import { useApi } from '../../api/client.tsx'
import { failureOf } from '../../api/errors.ts'
import { ErrorNote } from '../../parts/error-note.tsx'
import { count, percent } from '../../parts/number.ts'

const SHOWN = 8

function Row({ lane }: { lane: Lane }) {
  const { kind, lives, median, judged, held, few } = lane
  return (
    <tr>
      <td>
        {lane.lane === null ? <b>all {kind}s</b> : <bdi>{lane.lane}</bdi>}
        {few ? <span className="quiet"> · few, judged by all {kind}s</span> : null}
      </td>
      <td className="num">{count(lives)}</td>
      <td className="num">{median === null ? '' : `${(median / DAY).toFixed(1)} d`}</td>
      <td className="num">
        {judged === 0 ? (
          <span className="quiet">none yet</span>
        ) : (
          <>
            <b>{percent(held / judged)}</b> <span className="quiet">of {count(judged)}</span>
          </>
        )}
      </td>
    </tr>
  )
}

/** How long shipments take by lane, and how often “90 %” was 90 %. */
export function LanesCard() {
  const [all, setAll] = useState(false)
  const lanes = useQuery(useApi().signal.lanes.queryOptions({ input: {} }))
  if (lanes.error) return <ErrorNote failure={failureOf(lanes.error)} />
  if (!lanes.data || lanes.data.length === 0) return null
  const shown = all ? lanes.data : lanes.data.slice(0, SHOWN)
  return (
    <section className="card" aria-label="Arrivals">
      <h2>
        <span>
          Arrivals <small>how often the interval of 90 % held, over the last 12 weeks</small>
        </span>
        {lanes.data.length > SHOWN ? (
          <button type="button" className="btn small plain" onClick={() => setAll(!all)}>
            {all ? 'Show the largest' : `Show all ${count(lanes.data.length)}`}
          </button>
        ) : null}
      </h2>
      <table className="topics">
        <thead>
          <tr>
            <th>Lane</th>
            <th className="num">Known</th>
            <th className="num">Half arrive within</th>
            <th className="num">Interval held</th>
          </tr>
        </thead>
        <tbody>
          {shown.map(lane => (
            <Row key={`${lane.kind} ${lane.lane}`} lane={lane} />
          ))}
        </tbody>
      </table>
    </section>
  )
}
