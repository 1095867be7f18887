import type { AccountHealth } from '../../shared/predict/health.ts'
import './charts.css'

const WIDTH = 480
const HEIGHT = 56
const EDGE = 4

/** A health over time as steps from 0 to 100, with gaps while nothing measured it. `now`: where the line ends, UTC ms. */
export function HealthLine({ points, now, label }: { points: AccountHealth['points']; now: number; label: string }) {
  const first = points[0]?.at ?? now
  const x = (at: number) => (Math.max(0, at - first) / Math.max(1, now - first)) * WIDTH
  const y = (health: number) => HEIGHT - EDGE - (health / 100) * (HEIGHT - 2 * EDGE)
  const line = points.map(({ at, health }, k) => {
    if (health === null) return ''
    const before = points[k - 1]?.health ?? null
    return `${before === null ? `M${x(at)} ${y(health)}` : `V${y(health)}`}H${x(points[k + 1]?.at ?? now)}`
  })
  return (
    <div className="risk-line">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={label}>
        <title>{label}</title>
        <path className="grid" d={`M0 ${y(0)}H${WIDTH}M0 ${y(100)}H${WIDTH}`} />
        <path className="line" d={line.join('')} />
      </svg>
      <span className="top">100</span>
      <span className="bottom">0</span>
    </div>
  )
}
