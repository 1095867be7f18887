import { useMutation } from '@tanstack/react-query'
import type { RecallFigures, UnusualFeature } from '../../../../shared/review/missed.ts'
import { useApi } from '../../../api/client.tsx'
import { failureOf } from '../../../api/errors.ts'
import { ErrorNote } from '../../../parts/error-note.tsx'
import { withInterval } from '../../../parts/number.ts'
import { go } from '../../../state/route.ts'
import { CannotTell, FigureCard } from '../figures/figure-card.tsx'

/** What was unusual of the accounts that no trigger looked at, each as a draft that a person can back-test. */
export function UnusualCard({ figures: { unusual, endings } }: { figures: RecallFigures }) {
  const save = useMutation(useApi().trigger.save.mutationOptions())
  const keep = ({ draft }: UnusualFeature) => save.mutate(draft, { onSuccess: () => go('triggers', draft.id) })
  return (
    <FigureCard
      title="Unusual before they came, although no trigger looked"
      note="share of accounts, 95 % interval"
      definition="Accounts that came although no trigger was near, in the week before, beside all others at the same moments. Half of the accounts choose the threshold and the other half judges it; Holm’s correction over all features. A draft is saved turned off. Source: measures of the trigger language over the history."
    >
      {save.error ? <ErrorNote failure={failureOf(save.error)} /> : null}
      {unusual.length === 0 ? (
        <CannotTell
          why={
            endings.no_trigger < 20
              ? 'Fewer than 20 came without a trigger near, which is too few to look for what they have in common.'
              : 'No feature differs beyond chance from accounts that did not come.'
          }
        />
      ) : (
        <table className="grid">
          <thead>
            <tr>
              <th>In the week before</th>
              <th className="num">Came without a trigger</th>
              <th className="num">All others</th>
              <th>
                <span className="sr">Save</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {unusual.map(one => (
              <tr key={one.draft.id}>
                <td>{one.label}</td>
                <td className="num">{withInterval(one.came)}</td>
                <td className="num">{withInterval(one.others)}</td>
                <td className="num">
                  <button type="button" className="btn small" disabled={save.isPending} onClick={() => keep(one)}>
                    Save as draft and back-test
                  </button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </FigureCard>
  )
}
