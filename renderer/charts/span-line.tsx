import type { Bounded } from '../../shared/review/effect.ts'
import './charts.css'

const WIDTH = 240
const HEIGHT = 22
const EDGE = 7

interface Props {
  /** Null while there is nothing to estimate from. */
  interval: Bounded | null
  /** The largest value of the common scale, which begins at 0. */
  reach: number
  colour: string
  label: string
}

/** An amount with its interval on a line from 0; dashed where nothing is known. */
export function SpanLine({ interval, reach, colour, label }: Props) {
  const x = (value: number) =>
    EDGE + (Math.max(0, Math.min(reach, value)) / (reach > 0 ? reach : 1)) * (WIDTH - 2 * EDGE)
  const middle = HEIGHT / 2
  return (
    <svg className="forest-line" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label}>
      <title>{label}</title>
      <path d={`M${EDGE} 3V${HEIGHT - 3}`} stroke="var(--line-strong)" />
      {interval === null ? (
        <path d={`M${EDGE} ${middle}H${WIDTH - EDGE}`} stroke="var(--line-strong)" strokeDasharray="2 5" />
      ) : (
        <>
          <path d={`M${EDGE} ${middle}H${WIDTH - EDGE}`} stroke="var(--line)" />
          <path d={`M${x(interval.low)} ${middle}H${x(interval.high)}`} stroke={colour} strokeWidth="2" />
          <rect x={x(interval.value) - 4.5} y={middle - 4.5} width="9" height="9" rx="1" fill={colour} />
        </>
      )}
    </svg>
  )
}
