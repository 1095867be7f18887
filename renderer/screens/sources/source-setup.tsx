import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { SourceStatus } from '../../../shared/model.ts'
import { isConnected, type SecretNeedView, type SourceTest } from '../../../shared/source-config.ts'
import { useApi } from '../../api/client.tsx'
import { Field } from '../../parts/field.tsx'
import { toast } from '../../parts/toast.tsx'
import { SCHEDULES, scheduleOf, scheduleValue, scheduleWords } from './connect-form.ts'
import { Credentials } from './credentials.tsx'
import { TestAnswer } from './test-answer.tsx'

interface Props {
  source: SourceStatus
  needs: readonly SecretNeedView[]
  /** Its streams and settings can be changed on a page of their own. */
  editable: boolean
  onEdit: () => void
}

/** Schedule, credentials and test of a source: seldom needed, so folded away. */
export function SourceSetup({ source, needs, editable, onEdit }: Props) {
  const api = useApi()
  const [answer, setAnswer] = useState<SourceTest | null>(null)
  const test = useMutation(api.source.test.mutationOptions({ onSuccess: setAnswer }))
  return (
    <div className="setup">
      <Schedule source={source} />
      {isConnected(source.kind) ? <Credentials sourceId={source.id} needs={needs} /> : null}
      {isConnected(source.kind) ? (
        <div className="setup-test">
          <button
            type="button"
            className="btn small"
            disabled={test.isPending}
            onClick={() => test.mutate({ sourceId: source.id, secrets: {} })}
          >
            {test.isPending ? 'Asking …' : 'Test'}
          </button>
          {editable ? (
            <button type="button" className="btn small" onClick={onEdit}>
              Streams and settings …
            </button>
          ) : null}
          <TestAnswer answer={answer} idle="Tries credentials and reach; nothing is stored." />
        </div>
      ) : null}
    </div>
  )
}

function Schedule({ source: { id, scheduleMs } }: { source: SourceStatus }) {
  const schedule = useMutation(
    useApi().source.schedule.mutationOptions({
      onSuccess: (_done, asked) => toast(`Read ${scheduleWords(asked.scheduleMs)} · z takes it back`),
    }),
  )
  const intervals = SCHEDULES.some(([ms]) => ms === scheduleMs)
    ? SCHEDULES
    : [[scheduleMs, scheduleWords(scheduleMs)] as const, ...SCHEDULES]
  return (
    <Field label="Read it">
      <select
        className="in"
        value={scheduleValue(scheduleMs)}
        onChange={event => schedule.mutate({ sourceId: id, scheduleMs: scheduleOf(event.currentTarget.value) })}
      >
        {intervals.map(([ms, words]) => (
          <option key={words} value={scheduleValue(ms)}>
            {words}
          </option>
        ))}
      </select>
    </Field>
  )
}
