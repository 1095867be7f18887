import { DateTimePicker } from '@mantine/dates'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { ClockSetting, WorkspaceInfo } from '../../../shared/model.ts'
import { useApi } from '../../api/client.tsx'
import { Field } from '../../parts/field.tsx'
import { exact, personZone } from '../../parts/time.ts'
import { toast } from '../../parts/toast.tsx'
import { useNow, useWorkspace } from '../../state/now.ts'

const two = (n: number) => String(n).padStart(2, '0')

/** A moment as the picker writes it, in the person's zone. */
function pickerText(at: number): string {
  const d = new Date(at)
  const date = `${d.getFullYear()}-${two(d.getMonth() + 1)}-${two(d.getDate())}`
  return `${date} ${two(d.getHours())}:${two(d.getMinutes())}:00`
}

function Form({ info }: { info: WorkspaceInfo }) {
  const [mode, setMode] = useState<ClockSetting['mode']>(info.clock.mode)
  const [at, setAt] = useState<string | null>(pickerText(info.now))
  const save = useMutation(useApi().workspace.setClock.mutationOptions({ onSuccess: () => toast('Clock set') }))
  const setting = (): ClockSetting => {
    const moment = at ? Date.parse(at.replace(' ', 'T')) : info.now
    if (mode === 'real') return { mode }
    return mode === 'fixed' ? { mode, at: moment } : { mode, offset: moment - Date.now() }
  }
  return (
    <form
      className="form"
      onSubmit={event => {
        event.preventDefault()
        save.mutate(setting())
      }}
    >
      <div className="row-2">
        <Field label="Time runs">
          <select
            className="in"
            value={mode}
            onChange={event => setMode(event.currentTarget.value as ClockSetting['mode'])}
          >
            <option value="real">as on this computer</option>
            <option value="fixed">not at all: always the same moment</option>
            <option value="shifted">on, from a chosen moment</option>
          </select>
        </Field>
        {mode === 'real' ? null : (
          <DateTimePicker
            size="xs"
            label="Now is"
            value={at}
            valueFormat="D MMM YYYY, HH:mm"
            onChange={setAt}
            classNames={{ label: 'picker-label' }}
          />
        )}
      </div>
      <div className="form-acts">
        <button type="submit" className="btn main" disabled={save.isPending}>
          Set
        </button>
        <span className="quiet">For looking at history as if it were today.</span>
      </div>
    </form>
  )
}

/** Which moment counts as now in this workspace. */
export function ClockForm() {
  const workspace = useWorkspace()
  const now = useNow()
  return (
    <section className="card" aria-label="Clock">
      <h2>
        Clock <small>it is {exact(now, personZone())} here</small>
      </h2>
      {workspace.data ? <Form key={JSON.stringify(workspace.data.clock)} info={workspace.data} /> : null}
    </section>
  )
}
