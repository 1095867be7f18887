import type { Proportion } from '../../shared/model/review.ts'
import { withInterval } from '../parts/number.ts'
import './charts.css'

const WIDTH = 120
const HEIGHT = 18

/** A share with its 95 % interval on a line from 0 to 100 %. Empty without data to estimate from. */
export function Whisker({ proportion, tone }: { proportion: Proportion; tone: 'good' | 'bad' }) {
  const { value, low, high } = proportion
  const colour = `var(--${tone})`
  const middle = HEIGHT / 2
  return (
    <svg className="whisker" width={WIDTH} height={HEIGHT} role="img" aria-label={withInterval(proportion)}>
      <title>{withInterval(proportion)}</title>
      <path d={`M0.5 3V${HEIGHT - 3}M${WIDTH - 0.5} 3V${HEIGHT - 3}`} stroke="var(--line-strong)" />
      <path d={`M0 ${middle}H${WIDTH}`} stroke="var(--line)" />
      {value !== null && low !== null && high !== null ? (
        <>
          <path d={`M${low * WIDTH} ${middle}H${high * WIDTH}`} stroke={colour} strokeWidth="2" />
          <rect
            x={Math.min(WIDTH - 8, Math.max(0, value * WIDTH - 4))}
            y={middle - 4}
            width="8"
            height="8"
            rx="1"
            fill={colour}
          />
        </>
      ) : null}
    </svg>
  )
}
