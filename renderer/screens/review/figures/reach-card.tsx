import { useState } from 'react'
import type { ReviewFigures } from '../../../../shared/review/figures.ts'
import { ReachChart } from '../../../charts/reach-chart.tsx'
import { plural } from '../../../parts/number.ts'
import { hoursWords, moneyWords } from './bounded-words.ts'
import { CannotTell, FigureCard } from './figure-card.tsx'
import { nextHourWords, reachWords } from './reach-words.ts'

/** A working day of one person. */
const FIRST_HOURS = 8

/** Rows of the table: whole hours that tell the shape of the curve. */
const ROWS = [1, 2, 4, 8, 16, 40, 80, 120, 200]

/** How much of the queue's value the team's hours reach, and what an hour more would be worth. */
export function ReachCard({ reach }: { reach: ReviewFigures['reach'] }) {
  const [chosen, setChosen] = useState(FIRST_HOURS)
  const { hours, currency, minutes, unpriced } = reach
  const spent = Math.min(chosen, hours.length)
  return (
    <FigureCard
      title="How far the team’s hours reach"
      note={`open issues in the order of the queue, in ${currency}`}
      definition={
        <>
          {`Value of an issue: risk, times treatability, times the amount at stake. Time by the estimate of each issue: ${hoursWords(minutes / 60)} for all.${unpriced > 0 ? ` ${plural(unpriced, 'open issue')} without an exchange rate ${unpriced === 1 ? 'counts' : 'count'} as 0.` : ''} An expectation, not a measured saving. Independent of the chosen period. Source: `}
          <a className="link" href="#/queue">
            queue
          </a>
          .
        </>
      }
    >
      {hours.length === 0 ? (
        <CannotTell why="No issue is open." />
      ) : (
        <>
          <p className="reach-words">
            <b>{reachWords(reach, spent)}</b> {nextHourWords(reach, spent)}
          </p>
          <ReachChart hours={hours} spent={spent} currency={currency} />
          <label className="reach-hours">
            <span>Hours of work</span>
            <input
              type="range"
              min={1}
              max={hours.length}
              value={spent}
              aria-valuetext={plural(spent, 'hour')}
              onChange={event => setChosen(Number(event.currentTarget.value))}
            />
            <b>{plural(spent, 'hour')}</b>
          </label>
          <details className="table-behind">
            <summary>Show the table</summary>
            <table className="grid">
              <thead>
                <tr>
                  <th>Hours</th>
                  <th className="num">Saved by then</th>
                  <th>Next hour</th>
                </tr>
              </thead>
              <tbody>
                {ROWS.filter(row => row <= hours.length).map(row => (
                  <tr key={row}>
                    <td>{row}</td>
                    <td className="num">{moneyWords(hours[row - 1] ?? 0, currency)}</td>
                    <td className="quiet">{nextHourWords(reach, row)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </details>
        </>
      )}
    </FigureCard>
  )
}
