import type { ReviewFigures } from '../../../../shared/review/figures.ts'
import { Whisker } from '../../../charts/whisker.tsx'
import { count, withInterval } from '../../../parts/number.ts'
import type { Cohort } from '../cohort-drawer.tsx'
import { CannotTell, FigureCard } from './figure-card.tsx'

interface Props {
  rows: ReviewFigures['induced']
  onOpen: (cohort: Cohort) => void
}

/** Contacts that our own messages caused, by playbook. */
export function InducedCard({ rows, onOpen }: Props) {
  return (
    <FigureCard
      title="Contacts that we caused"
      note="share of starts with a message or fix, 95 % interval"
      definition="The account wrote about our message within 72 hours: by a reply, its subject or its reference code. Without the message these contacts would not exist, so they need no control. Source: tickets and outbox."
    >
      {rows.length === 0 ? (
        <CannotTell why="Nothing was sent for a start of this period." />
      ) : (
        <table className="grid">
          <thead>
            <tr>
              <th>Playbook</th>
              <th className="num">Caused</th>
              <th>0 – 100 %</th>
              <th className="num">Share</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ playbookId, label, induced }) => (
              <tr key={playbookId}>
                <td>
                  <span className="two">{label}</span>
                </td>
                <td className="num">
                  <button
                    type="button"
                    className="link"
                    onClick={() =>
                      onOpen({ figure: 'induced', title: `${label}: contacts that we caused`, playbookId })
                    }
                  >
                    {count(induced.k)} of {count(induced.n)}
                  </button>
                </td>
                <td>
                  <Whisker proportion={induced} tone="bad" />
                </td>
                <td className="num">{withInterval(induced)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </FigureCard>
  )
}
