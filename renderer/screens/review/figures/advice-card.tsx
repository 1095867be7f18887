import { useState } from 'react'
import type { Period } from '../../../../shared/period.ts'
import type { Recommendation } from '../../../../shared/review/effect.ts'
import type { Cohort } from '../cohort-drawer.tsx'
import { AdviceForm } from './advice-form.tsx'
import { ADVICE, adviceWords } from './advice-words.ts'
import { CannotTell, FigureCard } from './figure-card.tsx'

interface Props {
  rows: readonly Recommendation[]
  range: Period
  /** Whether the person may decide. */
  lead: boolean
  onOpen: (cohort: Cohort) => void
}

/** What the comparison advises for each playbook: pause, scale or split, each with its reason. */
export function AdviceCard({ rows, range, lead, onOpen }: Props) {
  const [chosen, setChosen] = useState<string | null>(null)
  const answered = rows.find(({ playbookId }) => playbookId === chosen)
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
              {lead ? <th>Decision</th> : null}
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
                {lead ? (
                  <td>
                    <button
                      type="button"
                      className="btn small"
                      aria-expanded={chosen === row.playbookId}
                      onClick={() => setChosen(chosen === row.playbookId ? null : row.playbookId)}
                    >
                      Decide
                    </button>
                  </td>
                ) : null}
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {answered ? (
        <AdviceForm key={answered.playbookId} advice={answered} range={range} onDone={() => setChosen(null)} />
      ) : null}
    </FigureCard>
  )
}
