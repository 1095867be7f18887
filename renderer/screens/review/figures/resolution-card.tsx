import type { ReviewFigures } from '../../../../shared/review/figures.ts'
import { SpanLine } from '../../../charts/span-line.tsx'
import { count } from '../../../parts/number.ts'
import { BehindFigure, type OpenBehind } from '../behind-drawer.tsx'
import { hoursWithBounds } from './bounded-words.ts'
import { CannotTell, FigureCard } from './figure-card.tsx'

interface Props {
  resolution: ReviewFigures['resolution']
  onBehind: OpenBehind
}

/** How long issues that we opened took, beside tickets that customers opened, and why the gap is no effect. */
export function ResolutionCard({ resolution: { ours, theirs }, onBehind }: Props) {
  const rows = [
    { name: 'Issues that we opened', by: 'us', colour: 'var(--accent)', ...ours },
    { name: 'Tickets that they opened', by: 'them', colour: 'var(--ink-3)', ...theirs },
  ] as const
  const reach = Math.max(0, ...rows.map(({ median }) => median?.high ?? 0))
  return (
    <FigureCard
      title="Time to resolution"
      note="median, 95 % interval"
      definition={
        <>
          From the opening of an issue that we acted on to its closing, and from the opening of a ticket to its closing.
          <b> The gap is no causal claim:</b> chance did not decide which troubles we found first, and troubles that a
          trigger finds differ from troubles that a customer reports. Source: issues and tickets.
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
              <th className="num">Median</th>
              <th className="figure-line">0 → longer</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ name, by, colour, n, median }) => {
              const words = median ? hoursWithBounds(median) : 'cannot tell yet'
              return (
                <tr key={name}>
                  <td>{name}</td>
                  <td className="num">
                    <BehindFigure
                      value={count(n)}
                      isNone={n === 0}
                      behind={{ title: `${name}, closed`, wanted: { of: 'resolved', by } }}
                      onOpen={onBehind}
                    />
                  </td>
                  <td className="num">{words}</td>
                  <td className="figure-line">
                    <SpanLine interval={median} reach={reach} colour={colour} label={words} />
                  </td>
                </tr>
              )
            })}
          </tbody>
        </table>
      )}
    </FigureCard>
  )
}
