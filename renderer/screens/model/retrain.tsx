import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useApi } from '../../api/client.tsx'
import { failureOf } from '../../api/errors.ts'
import { ErrorNote } from '../../parts/error-note.tsx'
import { Key } from '../../parts/keys/key.tsx'
import { count } from '../../parts/number.ts'
import { TaskProgress } from '../../parts/tasks/task-progress.tsx'
import { personZone, shortDate } from '../../parts/time.ts'
import { toastBusy } from '../../parts/toast.tsx'
import { useKeys } from '../../state/keys.tsx'
import { useMay } from '../../state/may.ts'
import { useNow } from '../../state/now.ts'
import { useRunningTask } from '../../state/tasks/running-task.ts'

const HORIZONS = [7, 14, 30]
const TITLE = 'Training the model'

/** Trains again, with progress, and can be cancelled. `days`: the horizon of the model that is shown. */
export function Retrain({ days, isFirst }: { days: number; isFirst: boolean }) {
  const { model } = useApi()
  const [horizon, setHorizon] = useState(days)
  const train = useMutation(model.train.mutationOptions())
  const running = useRunningTask(TITLE)
  const begin = () => {
    if (train.isPending || running) toastBusy('The model is still being trained')
    else train.mutate({ days: horizon })
  }
  useKeys([{ act: 'model.train', ...(isFirst ? {} : { label: 'train again' }), run: begin }])
  return (
    <div className="retrain">
      <label>
        Horizon{' '}
        <select
          className="in bit"
          value={horizon}
          onChange={event => setHorizon(Number(event.target.value))}
          disabled={running !== null}
        >
          {HORIZONS.map(one => (
            <option key={one} value={one}>
              {one} days
            </option>
          ))}
        </select>
      </label>
      {running ? (
        <TaskProgress task={running.task} onCancel={running.cancel} />
      ) : (
        <button type="button" className="btn main small" disabled={train.isPending} onClick={begin}>
          {train.isPending ? 'Scoring issues …' : isFirst ? 'Train a model' : 'Train again'} <Key of="model.train" />
        </button>
      )}
      {isFirst ? null : <Automatic />}
      {train.data === null ? <span className="quiet">The training was cancelled.</span> : null}
      {train.error ? <ErrorNote failure={failureOf(train.error)} /> : null}
    </div>
  )
}

/** Whether models are trained again automatically; a lead decides. */
function Automatic() {
  const { model } = useApi()
  const now = useNow()
  const { lead } = useMay()
  const known = useQuery(model.retraining.queryOptions())
  const set = useMutation(model.setRetraining.mutationOptions())
  if (!known.data) return null
  const { isOn, wanted, notBefore } = known.data
  return (
    <div className="retrain-automatic">
      <label>
        <input
          type="checkbox"
          checked={isOn}
          disabled={!lead || set.isPending}
          onChange={event => set.mutate({ isOn: event.currentTarget.checked })}
        />{' '}
        Train again automatically
      </label>
      <small className="quiet">{isOn ? waitingWords(wanted, notBefore, now) : 'Off: a person trains.'}</small>
      {set.error ? <ErrorNote failure={failureOf(set.error)} /> : null}
    </div>
  )
}

/** What the next automatic training waits for. */
function waitingWords(wanted: number | null, notBefore: number | null, now: number): string {
  const outcomes = `Once ${count(wanted ?? 0)} more tickets or departures have come`
  if (notBefore === null || notBefore <= now) return `${outcomes}, while nothing else runs.`
  return `${outcomes}, from ${shortDate(notBefore, now, personZone())} on.`
}
