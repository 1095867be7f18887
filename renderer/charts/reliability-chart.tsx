import type { ReportCard } from '../../shared/predict/report-card.ts'
import { count, percent } from '../parts/number.ts'
import './charts.css'

const SIZE = 260
const EDGE = 30
const SPAN = SIZE - 2 * EDGE

/** The end of the scale: a round share above everything that is drawn. */
export function scaleOf(bins: ReportCard['bins']): number {
  const most = Math.max(0.05, ...bins.flatMap(({ predicted, observed }) => [predicted, observed]))
  return [0.05, 0.1, 0.2, 0.25, 0.5, 1].find(end => end >= most) ?? 1
}

/** What was predicted beside what happened, in ten groups: on the line, a risk of 20 % came true in 20 of 100 cases. */
export function ReliabilityChart({ bins }: { bins: ReportCard['bins'] }) {
  const end = scaleOf(bins)
  const x = (share: number) => EDGE + (share / end) * SPAN
  const y = (share: number) => SIZE - EDGE - (share / end) * SPAN
  const known = bins.filter(({ n }) => n > 0)
  const label = `Predicted and observed: ${known.map(({ predicted, observed }) => `${percent(predicted)} predicted, ${percent(observed)} observed`).join('; ')}`
  return (
    <svg className="reliability" viewBox={`0 0 ${SIZE} ${SIZE}`} role="img" aria-label={label}>
      <path className="frame" d={`M${EDGE} ${EDGE}V${SIZE - EDGE}H${SIZE - EDGE}`} />
      <path className="ideal" d={`M${x(0)} ${y(0)}L${x(end)} ${y(end)}`} />
      {known.length > 1 ? (
        <path
          className="line"
          d={known.map(({ predicted, observed }, k) => `${k === 0 ? 'M' : 'L'}${x(predicted)} ${y(observed)}`).join('')}
        />
      ) : null}
      {known.map(({ from, predicted, observed, n }) => (
        <circle key={from} cx={x(predicted)} cy={y(observed)} r="3.5">
          <title>{`${count(n)} moments: ${percent(predicted)} predicted, ${percent(observed)} observed`}</title>
        </circle>
      ))}
      <text x={EDGE} y={SIZE - EDGE + 16}>
        0
      </text>
      <text x={SIZE - EDGE} y={SIZE - EDGE + 16} textAnchor="end">
        {percent(end)} predicted
      </text>
      <text x={EDGE + 6} y={EDGE + 4}>
        {percent(end)} observed
      </text>
    </svg>
  )
}
