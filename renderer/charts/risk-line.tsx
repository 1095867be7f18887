import type { RiskHistory } from '../../shared/predict/risk-history.ts'
import { percent } from '../parts/number.ts'
import './charts.css'

const WIDTH = 480
const HEIGHT = 56
const EDGE = 4

interface Props {
  points: RiskHistory['points']
  /** Where the line ends, UTC ms: the last risk holds until then. */
  now: number
  label: string
}

/** A risk over time as a line of steps, with its width as a band. The scale begins at 0. */
export function RiskLine({ points, now, label }: Props) {
  const first = points[0]?.at ?? now
  const reach = Math.max(0.1, ...points.map(({ risk, high }) => Math.max(risk, high ?? 0)))
  const x = (at: number) => (Math.max(0, at - first) / Math.max(1, now - first)) * WIDTH
  const y = (risk: number) => HEIGHT - EDGE - (risk / reach) * (HEIGHT - 2 * EDGE)
  const ends = points.map((_, k) => x(points[k + 1]?.at ?? now))
  const line = points.map(
    ({ at, risk }, k) => `${k === 0 ? 'M' : 'V'}${k === 0 ? `${x(at)} ` : ''}${y(risk)}H${ends[k]}`,
  )
  const last = points.at(-1)
  return (
    <div className="risk-line">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={label}>
        <title>{label}</title>
        <path className="grid" d={`M0 ${HEIGHT - EDGE}H${WIDTH}`} />
        {points.map(({ at, low, high }, k) =>
          low === null || high === null ? null : (
            <rect
              className="band"
              key={at}
              x={x(at)}
              y={y(high)}
              width={Math.max(0, (ends[k] ?? 0) - x(at))}
              height={Math.max(1, y(low) - y(high))}
            />
          ),
        )}
        <path className="line" d={line.join('')} />
      </svg>
      {last === undefined ? null : <i className="last" style={{ top: `${(y(last.risk) / HEIGHT) * 100}%` }} />}
      <span className="top">{percent(reach)}</span>
      <span className="bottom">0</span>
    </div>
  )
}
