import type { Factor } from '../../shared/model/issue.ts'
import { signed } from '../parts/number.ts'
import './charts.css'

const HALF = 46

/** Factors that raise (right) and lower (left) the risk, to scale: the base and all bars add up to the risk. */
export function FactorBars({ factors }: { factors: readonly Factor[] }) {
  const largest = Math.max(...factors.map(f => Math.abs(f.contribution)), 0.01)
  return (
    <ul className="factors">
      {factors.map(({ label, contribution }) => (
        <li key={label}>
          <span title={label}>{label}</span>
          <i className="axis" aria-hidden="true">
            <b
              className={contribution < 0 ? 'down' : ''}
              style={{ width: `${(Math.abs(contribution) / largest) * HALF}%` }}
            />
          </i>
          <em>{signed(contribution)}</em>
        </li>
      ))}
    </ul>
  )
}
