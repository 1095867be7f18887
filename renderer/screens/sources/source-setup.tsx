import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { SourceStatus } from '../../../shared/model/source.ts'
import { isConnected, type SecretNeedView, type SourceTest } from '../../../shared/source/source-config.ts'
import { useApi } from '../../api/client.tsx'
import { Field } from '../../parts/field.tsx'
import { toast } from '../../parts/toast.tsx'
import { SCHEDULES, scheduleOf, scheduleValue, scheduleWords } from './connect/connect-form.ts'
import { TestAnswer } from './connect/test-answer.tsx'
import { Credentials } from './credentials.tsx'

interface Props {
  source: SourceStatus
  needs: readonly SecretNeedView[]
  /** Its streams and settings are changed on a page of their own. */
  onEdit: () => void
}

/** Schedule, credentials and test of a source: seldom needed, so folded away. */
export function SourceSetup({ source, needs, onEdit }: Props) {
  const api = useApi()
  const connected = isConnected(source.kind)
  const [answer, setAnswer] = useState<SourceTest | null>(null)
  const test = useMutation(api.source.test.mutationOptions({ onSuccess: setAnswer }))
  return (
    <div className="setup">
      <Schedule source={source} />
      {connected ? <Credentials sourceId={source.id} needs={needs} /> : null}
      <div className="setup-test">
        {connected ? (
          <button
            type="button"
            className="btn small"
            disabled={test.isPending}
            onClick={() => test.mutate({ sourceId: source.id, secrets: {} })}
          >
            {test.isPending ? 'Asking …' : 'Test'}
          </button>
        ) : null}
        <button type="button" className="btn small" onClick={onEdit}>
          Streams and settings …
        </button>
        {connected ? <TestAnswer answer={answer} idle="Tries credentials and reach; nothing is stored." /> : null}
      </div>
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
