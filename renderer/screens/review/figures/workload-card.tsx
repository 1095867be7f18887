import type { ReviewFigures } from '../../../../shared/review/figures.ts'
import { count } from '../../../parts/number.ts'
import { type Behind, BehindFigure, type OpenBehind } from '../behind-drawer.tsx'
import { hoursWords } from './bounded-words.ts'
import { CannotTell, FigureCard } from './figure-card.tsx'

interface Props {
  rows: ReviewFigures['workload']
  onBehind: OpenBehind
}

const PARTS = [
  { key: 'startedMinutes', colour: 'var(--accent)' },
  { key: 'claimedMinutes', colour: 'var(--line-strong)' },
] as const

/** Hours started, and those claimed where there are any: `7.1 h + 1.5 h`. */
export function timeWords({ startedMinutes, claimedMinutes }: { startedMinutes: number; claimedMinutes: number }) {
  const started = hoursWords(startedMinutes / 60)
  return claimedMinutes === 0 ? started : `${started} + ${hoursWords(claimedMinutes / 60)}`
}

const ofPerson = (of: 'started' | 'claimed' | 'confirmed', actor: string): Behind => ({
  title: `${actor}: ${of}`,
  wanted: { of, actor },
})

/** What each person has claimed, started and judged. */
export function WorkloadCard({ rows, onBehind }: Props) {
  const most = Math.max(1, ...rows.map(({ startedMinutes, claimedMinutes }) => startedMinutes + claimedMinutes))
  return (
    <FigureCard
      title="Workload by specialist"
      note="started in the period, claimed now"
      definition="Time by the estimate of each issue, not by a clock: started in the period (coloured) and claimed but still open (grey). Autopilot has a row of its own. Source: starts, claims and confirmed outcomes."
    >
      {rows.length === 0 ? (
        <CannotTell why="Nobody started, claimed or confirmed anything in this period." />
      ) : (
        <table className="grid">
          <thead>
            <tr>
              <th>Person</th>
              <th className="num">Started</th>
              <th className="num">Claimed</th>
              <th className="num">Confirmed</th>
              <th className="num">Time</th>
              <th className="figure-line">Started, claimed</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ actor, claimed, started, judged, ...minutes }) => (
              <tr key={actor}>
                <td>
                  <bdi>{actor}</bdi>
                </td>
                {(
                  [
                    ['started', started],
                    ['claimed', claimed],
                    ['confirmed', judged],
                  ] as const
                ).map(([of, n]) => (
                  <td key={of} className="num">
                    <BehindFigure value={count(n)} isNone={n === 0} behind={ofPerson(of, actor)} onOpen={onBehind} />
                  </td>
                ))}
                <td className="num">{timeWords(minutes)}</td>
                <td className="figure-line">
                  <span className="figure-load" aria-hidden="true">
                    {PARTS.map(({ key, colour }) => (
                      <i key={key} style={{ width: `${(100 * minutes[key]) / most}%`, background: colour }} />
                    ))}
                  </span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </FigureCard>
  )
}
