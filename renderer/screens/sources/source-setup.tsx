import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { SourceStatus } from '../../../shared/model/source.ts'
import { isConnected, type SecretNeedView, type SourceTest } from '../../../shared/source/source-config.ts'
import { useApi } from '../../api/client.tsx'
import { Field } from '../../parts/field.tsx'
import { toastUndoable } from '../../parts/toast.tsx'
import { SCHEDULES, scheduleOf, scheduleValue, scheduleWords } from './connect/connect-form.ts'
import { TestAnswer } from './connect/test-answer.tsx'
import { Credentials } from './credentials.tsx'

interface Props {
  source: SourceStatus
  needs: readonly SecretNeedView[]
  /** Opens the page for its streams and settings. */
  onEdit: () => void
  /** A field for a credential has the focus. */
  onEnter: () => void
}

/** The schedule, credentials and test of a source. Rarely needed, so folded. */
export function SourceSetup({ source, needs, onEdit, onEnter }: Props) {
  const api = useApi()
  const connected = isConnected(source.kind)
  const [answer, setAnswer] = useState<SourceTest | null>(null)
  const test = useMutation(api.source.test.mutationOptions({ onSuccess: setAnswer }))
  return (
    <div className="setup">
      <Schedule source={source} />
      {connected ? <Credentials sourceId={source.id} {...{ needs, onEnter }} /> : null}
      <div className="setup-test">
        {connected ? (
          <button
            type="button"
            className="btn small"
            disabled={test.isPending}
            onClick={() => test.mutate({ sourceId: source.id, secrets: {} })}
          >
            {test.isPending ? 'Testing …' : 'Test'}
          </button>
        ) : null}
        <button type="button" className="btn small" onClick={onEdit}>
          Edit streams and settings
        </button>
        {connected ? (
          <TestAnswer answer={answer} idle="Tests the connection and the credentials. Nothing is stored." />
        ) : null}
      </div>
    </div>
  )
}

function Schedule({ source: { id, scheduleMs } }: { source: SourceStatus }) {
  const schedule = useMutation(
    useApi().source.schedule.mutationOptions({
      onSuccess: (_done, asked) => toastUndoable(`Sync schedule: ${scheduleWords(asked.scheduleMs)}`),
    }),
  )
  const intervals = SCHEDULES.some(([ms]) => ms === scheduleMs)
    ? SCHEDULES
    : [[scheduleMs, scheduleWords(scheduleMs)] as const, ...SCHEDULES]
  return (
    <Field label="Sync schedule">
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
