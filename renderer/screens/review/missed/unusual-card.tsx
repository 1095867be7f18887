import { useMutation, useQuery } from '@tanstack/react-query'
import type { Period } from '../../../../shared/period.ts'
import type { TroubleEndings, UnusualFeature } from '../../../../shared/review/missed.ts'
import { COMPARING_UNSEEN } from '../../../../shared/review/missed-tasks.ts'
import { useApi } from '../../../api/client.tsx'
import { failureOf } from '../../../api/errors.ts'
import { ErrorNote } from '../../../parts/error-note.tsx'
import { withInterval } from '../../../parts/number.ts'
import { BarRows } from '../../../parts/skeleton.tsx'
import { TaskProgress } from '../../../parts/tasks/task-progress.tsx'
import { go } from '../../../state/route.ts'
import { useRunningTask } from '../../../state/tasks/running-task.ts'
import { CannotTell, FigureCard } from '../figures/figure-card.tsx'

/**
 * What was unusual of the accounts that no trigger looked at, each as a draft that a person can back-test. It is asked for
 * apart from the figures, because to measure thousands of accounts takes several times as long as to count causes.
 */
export function UnusualCard({ range, endings }: { range: Period; endings: TroubleEndings }) {
  const api = useApi()
  const found = useQuery(api.recall.unusual.queryOptions({ input: range }))
  const running = useRunningTask(COMPARING_UNSEEN)
  const unusual = found.data
  const save = useMutation(api.trigger.save.mutationOptions())
  const keep = ({ draft }: UnusualFeature) => save.mutate(draft, { onSuccess: () => go('triggers', draft.id) })
  return (
    <FigureCard
      title="Unusual before they came, although no trigger looked"
      note="share of accounts, 95 % interval"
      definition="Accounts that came although no trigger was near, in the week before, beside all others at the same moments. Half of the accounts choose the threshold and the other half judges it; Holm’s correction over all features. A draft is saved turned off. Source: measures of the trigger language over the history."
    >
      {save.error ? <ErrorNote failure={failureOf(save.error)} /> : null}
      {found.error ? (
        <ErrorNote failure={failureOf(found.error)}>
          <button type="button" className="btn small" onClick={() => void found.refetch()}>
            Start again
          </button>
        </ErrorNote>
      ) : null}
      {running ? (
        <p className="quiet replaying">
          Accounts are compared week by week. <TaskProgress task={running.task} onCancel={running.cancel} />
        </p>
      ) : null}
      {unusual === undefined ? (
        found.error ? null : (
          <BarRows rows={3} />
        )
      ) : unusual.length === 0 ? (
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
