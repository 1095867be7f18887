import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useApi } from '../../api/client.tsx'
import { failureOf } from '../../api/errors.ts'
import { ErrorNote } from '../../parts/error-note.tsx'
import { percent } from '../../parts/number.ts'
import { useKeys } from '../../state/keys.tsx'

const HORIZONS = [7, 14, 30]
const TITLE = 'Training the model'

/** Trains again, with progress, and can be cancelled. `days`: the horizon of the model that is shown. */
export function Retrain({ days, isFirst }: { days: number; isFirst: boolean }) {
  const { model, task } = useApi()
  const [horizon, setHorizon] = useState(days)
  const train = useMutation(model.train.mutationOptions())
  const tasks = useQuery(task.list.queryOptions())
  const cancel = useMutation(task.cancel.mutationOptions())
  const running = tasks.data?.find(one => one.title === TITLE && one.state === 'running')
  const begin = () => {
    if (!train.isPending && !running) train.mutate({ days: horizon })
  }
  useKeys([{ keys: 't', label: isFirst ? 'train a model' : 'train again', group: 'Model', run: begin }])
  return (
    <div className="retrain">
      <label>
        Horizon{' '}
        <select
          value={horizon}
          onChange={event => setHorizon(Number(event.target.value))}
          disabled={running !== undefined}
        >
          {HORIZONS.map(one => (
            <option key={one} value={one}>
              {one} days
            </option>
          ))}
        </select>
      </label>
      {running ? (
        <>
          <progress value={running.done} max={running.total ?? 100} aria-label={TITLE} />
          <span className="quiet">{percent(running.done / (running.total ?? 100))}</span>
          <button type="button" className="btn small" onClick={() => cancel.mutate({ id: running.id })}>
            Cancel
          </button>
        </>
      ) : (
        <button type="button" className="btn main small" disabled={train.isPending} onClick={begin}>
          {train.isPending ? 'Scoring issues …' : isFirst ? 'Train a model' : 'Train again'} <kbd>t</kbd>
        </button>
      )}
      {train.data === null ? <span className="quiet">The training was cancelled.</span> : null}
      {train.error ? <ErrorNote failure={failureOf(train.error)} /> : null}
    </div>
  )
}
