import { useMutation, useQuery } from '@tanstack/react-query'
import { begunLaterWords } from '../../../shared/intervention/begun-later.ts'
import { useApi } from '../../api/client.tsx'
import { plural } from '../../parts/number.ts'
import { exact, personZone } from '../../parts/time.ts'
import { toast } from '../../parts/toast.tsx'
import { useWorkspace } from '../../state/now.ts'
import { useUndo } from '../../state/undo.ts'
import { endsInThePast, missingWords } from './data-gaps-words.ts'

/** Asks what time it is where the data end in the past: their own day, or today. */
function ClockQuestion({ newestAt }: { newestAt: number }) {
  const undo = useUndo()
  const set = useMutation(
    useApi().workspace.setClock.mutationOptions({
      onSuccess: ({ journalId, begunLater }) =>
        toast(`Clock set to the end of the data${begunLater > 0 ? `. ${begunLaterWords(begunLater)}` : ''}`, {
          act: { label: 'Undo', act: 'undo', run: () => undo(journalId) },
        }),
    }),
  )
  return (
    <div className="note wait">
      <b>Your data end on {exact(newestAt, personZone())}</b>
      <p>
        Triggers look at recent days, so with today’s clock they find nothing. Replay the workspace from the end of its
        data, or keep today’s clock if newer data are coming. No real message leaves while the clock replays.
      </p>
      <div className="acts">
        <button
          type="button"
          className="btn main small"
          aria-disabled={set.isPending}
          onClick={() => !set.isPending && set.mutate({ mode: 'fixed', at: newestAt })}
        >
          Replay from that moment
        </button>
      </div>
    </div>
  )
}

/** What the data lack: no contacts, no tickets, triggers that stay silent, a history that ends in the past. */
export function DataGapsCard() {
  const gaps = useQuery(useApi().source.gaps.queryOptions({ input: {} })).data
  const workspace = useWorkspace().data
  if (!gaps?.synced || !workspace || workspace.sample) return null
  const missing = missingWords(gaps)
  const asksClock = endsInThePast(gaps, workspace)
  if (missing.length === 0 && gaps.silent.length === 0 && !asksClock) return null
  return (
    <section className="card" aria-label="What is missing">
      <h2>What is missing</h2>
      {asksClock && gaps.newestAt !== null ? <ClockQuestion newestAt={gaps.newestAt} /> : null}
      {missing.length > 0 ? (
        <ul className="gaps">
          {missing.map(words => (
            <li key={words}>{words}</li>
          ))}
        </ul>
      ) : null}
      {gaps.silent.length > 0 ? (
        <details>
          <summary>{plural(gaps.silent.length, 'trigger stays', 'triggers stay')} silent for want of data</summary>
          <ul className="gaps">
            {gaps.silent.map(({ triggerId, title, lacks }) => (
              <li key={triggerId}>
                <a className="link" href={`#/triggers/${triggerId}`}>
                  {title}
                </a>
                <span className="quiet"> · no source supplies {lacks.join(', ')}</span>
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </section>
  )
}
