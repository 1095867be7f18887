import type { AccountHealth } from '../../shared/predict/health.ts'
import { stepPath } from './step-path.ts'
import './charts.css'

const WIDTH = 480
const HEIGHT = 56
const EDGE = 4
/** A step that is shorter could not be seen: one of today beside a month, or of an issue that was open for an hour. */
const SHORTEST = 3

/** A health over time as steps from 0 to 100, with gaps while nothing measured it. `now`: where the line ends, UTC ms. */
export function HealthLine({ points, now, label }: { points: AccountHealth['points']; now: number; label: string }) {
  const first = points[0]?.at ?? now
  const x = (at: number) => (Math.max(0, at - first) / Math.max(1, now - first)) * WIDTH
  const y = (health: number) => HEIGHT - EDGE - (health / 100) * (HEIGHT - 2 * EDGE)
  const steps = points.map(({ at, health }) => ({ x: x(at), y: health === null ? null : y(health) }))
  const last = points.at(-1)?.health ?? null
  return (
    <div className="risk-line">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={label}>
        <title>{label}</title>
        <path className="grid" d={`M0 ${y(0)}H${WIDTH}M0 ${y(100)}H${WIDTH}`} />
        <path className="line" d={stepPath(steps, WIDTH, SHORTEST)} />
      </svg>
      {last === null ? null : <i className="last" style={{ top: `${(y(last) / HEIGHT) * 100}%` }} />}
      <span className="top">100</span>
      <span className="bottom">0</span>
    </div>
  )
}
