import type { Recommendation } from '../../../../shared/review/effect.ts'
import type { Cohort } from '../cohort-drawer.tsx'
import { CannotTell, FigureCard } from './figure-card.tsx'

const ADVICE = {
  pause: { tone: 'bad', words: 'Pause' },
  scale: { tone: 'good', words: 'Scale' },
  split: { tone: 'wait', words: 'Split' },
} as const

/** What is advised, as the verb of a sentence: `Split by EU`. */
export const adviceWords = ({ advice, segment }: Pick<Recommendation, 'advice' | 'segment'>): string =>
  segment === null ? ADVICE[advice].words : `${ADVICE[advice].words} by ${segment}`

interface Props {
  rows: readonly Recommendation[]
  onOpen: (cohort: Cohort) => void
}

/** What the comparison advises for each playbook: pause, scale or split, each with its reason. */
export function AdviceCard({ rows, onOpen }: Props) {
  return (
    <FigureCard
      title="Advice"
      note="a lead decides; nothing changes automatically"
      definition="Pause: treated accounts contacted us more often than control accounts. Scale: less often. Split: one segment differs from the rest after Holm’s correction. The intervals for pause and scale are valid at any look. Source: the comparison above, by playbook."
    >
      {rows.length === 0 ? (
        <CannotTell why="No playbook’s interval lies on one side of 0, so there is nothing to advise. Keep accounts held out and look again later." />
      ) : (
        <table className="grid">
          <thead>
            <tr>
              <th>Advice</th>
              <th>Playbook</th>
              <th>Because</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(row => (
              <tr key={row.playbookId}>
                <td>
                  <span className={`tag ${ADVICE[row.advice].tone}`}>{adviceWords(row)}</span>
                </td>
                <td>
                  <button
                    type="button"
                    className="link"
                    onClick={() =>
                      onOpen({ figure: 'treated', title: `${row.label}: treated`, playbookId: row.playbookId })
                    }
                  >
                    {row.label}
                  </button>
                </td>
                <td>{row.because}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </FigureCard>
  )
}
