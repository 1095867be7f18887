import type { RecallFigures } from '../../shared/review/missed.ts'
import { withInterval } from '../parts/number.ts'
import { personZone, shortDate } from '../parts/time.ts'
import './charts.css'

const WIDTH = 560
const HEIGHT = 132
const TOP = 8
const BOTTOM = 112

/** Recall by week, each week with its 95 % interval, on a scale from 0 to 100 %. */
export function RecallChart({ weeks }: { weeks: RecallFigures['weeks'] }) {
  const step = WIDTH / Math.max(1, weeks.length)
  const y = (share: number) => BOTTOM - share * (BOTTOM - TOP)
  const last = weeks.at(-1)?.at ?? 0
  return (
    <svg
      className="recall-chart"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={`Recall in ${weeks.length} weeks`}
    >
      {[0, 0.5, 1].map(share => (
        <path key={share} d={`M0 ${y(share)}H${WIDTH}`} stroke="var(--line)" />
      ))}
      {weeks.map(({ at, recall }, week) => {
        const { value, low, high } = recall
        if (value === null || low === null || high === null) return null
        const x = (week + 0.5) * step
        return (
          <g key={at}>
            <title>{`Week of ${shortDate(at, last, personZone())}: ${withInterval(recall)} (${recall.k} of ${recall.n})`}</title>
            <path d={`M${x} ${y(high)}V${y(low)}`} stroke="var(--line-strong)" strokeWidth="3" />
            <circle cx={x} cy={y(value)} r="3.5" fill="var(--accent)" />
          </g>
        )
      })}
      {[weeks[0], weeks.at(-1)].map((week, end) =>
        week && (end === 0 || weeks.length > 1) ? (
          <text key={week.at} x={end === 0 ? 0 : WIDTH} y={HEIGHT - 4} textAnchor={end === 0 ? 'start' : 'end'}>
            {shortDate(week.at, last, personZone())}
          </text>
        ) : null,
      )}
    </svg>
  )
}
