import type { ReviewFigures } from '../../../../shared/review/figures.ts'
import { SpanLine } from '../../../charts/span-line.tsx'
import { count } from '../../../parts/number.ts'
import type { Cohort } from '../cohort-drawer.tsx'
import { hoursWithBounds } from './bounded-words.ts'
import { CannotTell, FigureCard } from './figure-card.tsx'

interface Props {
  resolution: ReviewFigures['resolution']
  onOpen: (cohort: Cohort) => void
}

/** How long issues that we opened took, beside tickets that customers opened, and why the gap is no effect. */
export function ResolutionCard({ resolution: { ours, theirs }, onOpen }: Props) {
  const rows = [
    { name: 'Issues that we opened', colour: 'var(--accent)', ...ours },
    { name: 'Tickets that they opened', colour: 'var(--ink-3)', ...theirs },
  ]
  const reach = Math.max(0, ...rows.map(({ median }) => median?.high ?? 0))
  return (
    <FigureCard
      title="Time to resolution"
      note="median, 95 % interval"
      definition={
        <>
          From the opening of an issue that we acted on to its closing, and from the opening of a ticket to its closing.
          <b> The gap is no causal claim:</b> chance did not decide which troubles we found first, and troubles that a
          trigger finds differ from troubles that a customer reports. Source: issues and tickets.{' '}
          <button
            type="button"
            className="link"
            onClick={() => onOpen({ figure: 'resolved', title: 'Issues that we opened and closed' })}
          >
            Show the issues
          </button>
        </>
      }
    >
      {ours.n + theirs.n === 0 ? (
        <CannotTell why="No issue and no ticket of this period is closed." />
      ) : (
        <table className="grid">
          <thead>
            <tr>
              <th>Opened by</th>
              <th className="num">Closed</th>
              <th>0 → longer</th>
              <th className="num">Median</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ name, colour, n, median }) => {
              const words = median ? hoursWithBounds(median) : 'cannot tell yet'
              return (
                <tr key={name}>
                  <td>{name}</td>
                  <td className="num">{count(n)}</td>
                  <td>
                    <SpanLine interval={median} reach={reach} colour={colour} label={words} />
                  </td>
                  <td className="num">{words}</td>
                </tr>
              )
            })}
          </tbody>
        </table>
      )}
    </FigureCard>
  )
}
