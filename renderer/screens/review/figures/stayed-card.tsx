import type { Bounded } from '../../../../shared/review/effect.ts'
import type { RetentionCurves } from '../../../../shared/review/figures.ts'
import { RetentionChart } from '../../../charts/retention-chart.tsx'
import { count, percent } from '../../../parts/number.ts'
import type { Cohort } from '../cohort-drawer.tsx'
import { pointsWithBounds } from '../effects-card.tsx'
import { FigureCard } from './figure-card.tsx'

const pWords = (p: number): string => (p < 0.001 ? 'p < 0.001' : `p = ${p.toFixed(3)}`)

/** A share with its bounds: `93.8 % (92.6 to 95.0)`. */
const shareWords = ({ value, low, high }: Bounded): string => {
  const bound = (share: number) => (100 * share).toFixed(1)
  return `${percent(value)} (${bound(low)} to ${bound(high)})`
}

type After = RetentionCurves['after'][number]

function AfterTable({ rows, onLeft }: { rows: readonly After[]; onLeft: () => void }) {
  const opens = (share: number) => (
    <button type="button" className="link" onClick={onLeft}>
      {percent(share)}
    </button>
  )
  return (
    <table className="grid">
      <thead>
        <tr>
          <th>After</th>
          <th className="num">Treated</th>
          <th className="num">Control</th>
          <th className="num">Difference, points</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ days, treated, control, difference }) => (
          <tr key={days}>
            <td>{days} days</td>
            <td className="num">{opens(treated)}</td>
            <td className="num">{opens(control)}</td>
            <td className="num">{pointsWithBounds(difference)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function StepsTable({ curves }: { curves: RetentionCurves }) {
  const rows = (['treated', 'control'] as const).flatMap(arm =>
    curves[arm].steps.map(({ day, share, low, high, atRisk }) => ({ arm, day, share, low, high, atRisk })),
  )
  return (
    <details className="table-behind">
      <summary>Show the table</summary>
      <table className="grid">
        <thead>
          <tr>
            <th>Arm</th>
            <th className="num">Day</th>
            <th className="num">Watched</th>
            <th className="num">Still a customer</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ arm, day, share, low, high, atRisk }) => (
            <tr key={`${arm}:${day}:${atRisk}`}>
              <td>{arm}</td>
              <td className="num">{Math.round(day)}</td>
              <td className="num">{count(atRisk)}</td>
              <td className="num">{shareWords({ value: share, low, high })}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  )
}

interface Props {
  retention: RetentionCurves
  onOpen: (cohort: Cohort) => void
}

/** Who stayed a customer, by arm: curves with bands, 30, 60 and 90 days compared, and the steps as a table. */
export function StayedCard({ retention, onOpen }: Props) {
  const onLeft = () => onOpen({ figure: 'left', title: 'Accounts that left' })
  const p = retention.logRankP === null ? '' : ` · log-rank ${pWords(retention.logRankP)}, for one look`
  return (
    <FigureCard
      title="Still a customer after the first start"
      note={`Kaplan–Meier, 95 % bands${p}`}
      definition={
        <>
          Each account counts from its first start in the period, in the arm of that start, until it leaves or until
          now. Bands by Greenwood; while nobody has left, by Wilson. Source: accounts and starts.{' '}
          <button type="button" className="link" onClick={onLeft}>
            Show the accounts that left
          </button>
        </>
      }
    >
      <RetentionChart curves={retention} />
      {retention.after.length > 0 ? <AfterTable rows={retention.after} onLeft={onLeft} /> : null}
      <StepsTable curves={retention} />
    </FigureCard>
  )
}
