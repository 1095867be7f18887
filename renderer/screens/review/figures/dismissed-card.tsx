import type { ReviewFigures } from '../../../../shared/review/figures.ts'
import { DISMISSALS } from '../../../../shared/vocabulary.ts'
import { Whisker } from '../../../charts/whisker.tsx'
import { count, withInterval } from '../../../parts/number.ts'
import { DISMISSAL_WORDS } from '../../../parts/words.ts'
import { type Behind, BehindFigure, type OpenBehind } from '../behind-drawer.tsx'
import { CannotTell, FigureCard } from './figure-card.tsx'

type Dismissed = ReviewFigures['dismissed'][number]

/** Why issues were dismissed other than as false positives: `3 already known, 1 wrong account`. */
export const otherReasons = ({ reasons }: Pick<Dismissed, 'reasons'>): string =>
  DISMISSALS.filter(reason => reason !== 'false_positive' && reasons[reason] > 0)
    .map(reason => `${count(reasons[reason])} ${DISMISSAL_WORDS[reason].toLowerCase()}`)
    .join(', ')

const behindOf = ({ triggerId, label }: Dismissed, falseOnly: boolean): Behind => ({
  title: `${label}: ${falseOnly ? 'false positives' : 'closed by a person'}`,
  wanted: { of: 'dismissed', triggerId, falseOnly },
})

/** False positives and other dismissals, by the trigger that found the issue. */
export function DismissedCard({ rows, onBehind }: { rows: ReviewFigures['dismissed']; onBehind: OpenBehind }) {
  return (
    <FigureCard
      title="False positives and dismissals"
      note="share of closed issues, 95 % interval"
      definition="Issues that a person closed in the period, by the trigger that found them first. A false positive is an issue that a person dismissed or judged as one; other reasons are named beside the trigger. Source: issues and outcomes."
    >
      {rows.length === 0 ? (
        <CannotTell why="Nobody closed an issue in this period." />
      ) : (
        <table className="grid">
          <thead>
            <tr>
              <th>Trigger</th>
              <th className="num">False</th>
              <th className="num">Share</th>
              <th className="figure-line">0 – 100 %</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(row => (
              <tr key={row.triggerId}>
                <td>
                  <span className="two">{row.label}</span> <small className="quiet">{otherReasons(row)}</small>
                </td>
                <td className="num">
                  <BehindFigure
                    value={count(row.falsePositives.k)}
                    isNone={row.falsePositives.k === 0}
                    behind={behindOf(row, true)}
                    onOpen={onBehind}
                  />{' '}
                  of{' '}
                  <BehindFigure
                    value={count(row.closed)}
                    isNone={row.closed === 0}
                    behind={behindOf(row, false)}
                    onOpen={onBehind}
                  />
                </td>
                <td className="num">{withInterval(row.falsePositives)}</td>
                <td className="figure-line">
                  <Whisker proportion={row.falsePositives} tone="bad" />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </FigureCard>
  )
}
