import type { Bounded, EffectConclusion } from '../../shared/review/effect.ts'
import './charts.css'

const WIDTH = 240
const HEIGHT = 22
const EDGE = 7

interface Props {
  /** Always-valid interval; null while there are too few accounts for one. */
  interval: Bounded | null
  conclusion: EffectConclusion
  /** The largest distance from 0 on the common scale. */
  reach: number
  label: string
}

const COLOURS: Record<EffectConclusion, string> = {
  fewer: 'var(--good)',
  more: 'var(--bad)',
  cannot_tell: 'var(--ink-2)',
}

/** One row of a forest plot: an effect on a line through 0, hollow while one cannot tell, dashed where nothing is known. */
export function ForestLine({ interval, conclusion, reach, label }: Props) {
  const x = (value: number) => WIDTH / 2 + (Math.max(-reach, Math.min(reach, value)) / reach) * (WIDTH / 2 - EDGE)
  const colour = COLOURS[conclusion]
  const middle = HEIGHT / 2
  return (
    <svg className="forest-line" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label}>
      <title>{label}</title>
      <path d={`M${WIDTH / 2} 0V${HEIGHT}`} stroke="var(--line-strong)" />
      {interval === null ? (
        <path d={`M${EDGE} ${middle}H${WIDTH - EDGE}`} stroke="var(--line-strong)" strokeDasharray="2 5" />
      ) : (
        <>
          <path d={`M${x(interval.low)} ${middle}H${x(interval.high)}`} stroke={colour} strokeWidth="2" />
          <rect
            x={x(interval.value) - 4.5}
            y={middle - 4.5}
            width="9"
            height="9"
            rx="1"
            fill={conclusion === 'cannot_tell' ? 'var(--surface)' : colour}
            stroke={colour}
            strokeWidth="1.5"
          />
        </>
      )}
    </svg>
  )
}
