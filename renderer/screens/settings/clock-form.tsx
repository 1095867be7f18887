import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { begunLaterWords } from '../../../shared/intervention/begun-later.ts'
import type { ClockSetting, WorkspaceInfo } from '../../../shared/model/workspace.ts'
import { DAY } from '../../../shared/trigger/duration.ts'
import { useApi } from '../../api/client.tsx'
import { Field, TextField } from '../../parts/field.tsx'
import { Form, firstLack, SendButton, STILL_SAVING } from '../../parts/form.tsx'
import { exact, personZone } from '../../parts/time.ts'
import { toast } from '../../parts/toast.tsx'
import { useNow, useWorkspace } from '../../state/now.ts'
import { AdminOnly, NeedsAdmin } from './admin-only.tsx'

const two = (n: number) => String(n).padStart(2, '0')

/** A moment in the format of the input, in the person's time zone. */
function pickerText(at: number): string {
  const d = new Date(at)
  const date = `${d.getFullYear()}-${two(d.getMonth() + 1)}-${two(d.getDate())}`
  return `${date}T${two(d.getHours())}:${two(d.getMinutes())}`
}

/** Midnight UTC of the day of a moment. */
const midnight = (at: number) => Math.floor(at / DAY) * DAY

function ClockFields({ info, newestAt }: { info: WorkspaceInfo; newestAt: number | null }) {
  const [mode, setMode] = useState<ClockSetting['mode']>(info.clock.mode)
  const [at, setAt] = useState(pickerText(info.now))
  const save = useMutation(
    useApi().workspace.setClock.mutationOptions({
      onSuccess: ({ begunLater }) => toast(begunLater > 0 ? `Clock set. ${begunLaterWords(begunLater)}` : 'Clock set'),
    }),
  )
  // A fixed clock starts at the newest data, which is what people want to replay.
  const choose = (next: ClockSetting['mode']) => {
    setMode(next)
    if (next === 'fixed' && info.clock.mode !== 'fixed' && newestAt !== null) setAt(pickerText(midnight(newestAt)))
  }
  const valid = mode === 'real' || !Number.isNaN(Date.parse(at))
  const setting = (): ClockSetting => {
    const moment = Date.parse(at)
    if (mode === 'real') return { mode }
    return mode === 'fixed' ? { mode, at: moment } : { mode, offset: moment - Date.now() }
  }
  const lack = firstLack(
    save.isPending && STILL_SAVING,
    !valid && { say: 'Choose the day and the time first', field: 'now' },
  )
  return (
    <Form className="form" lack={lack} onSend={() => save.mutate(setting())}>
      <div className="row-2">
        <Field label="Mode">
          <select
            className="in"
            value={mode}
            onChange={event => choose(event.currentTarget.value as ClockSetting['mode'])}
          >
            <option value="real">Real: this computer’s time</option>
            <option value="fixed">Fixed at one moment</option>
            <option value="shifted">Shifted: runs from then on</option>
          </select>
        </Field>
        {mode === 'real' ? null : (
          <TextField label="Now is" name="now" type="datetime-local" step={60} required value={at} onText={setAt} />
        )}
      </div>
      <div className="form-acts">
        <SendButton>Set clock</SendButton>
        <span className="quiet">A fixed or shifted clock replays history as if it were today.</span>
      </div>
    </Form>
  )
}

/** The clock of this workspace: real, fixed or shifted. */
export function ClockForm() {
  const workspace = useWorkspace()
  const sources = useQuery(useApi().source.list.queryOptions())
  const newest = Math.max(0, ...(sources.data?.map(source => source.newestAt ?? 0) ?? []))
  const now = useNow()
  return (
    <section className="card" aria-label="Clock">
      <h2>
        Clock <NeedsAdmin>now {exact(now, personZone())}</NeedsAdmin>
      </h2>
      {workspace.data ? (
        <AdminOnly>
          <ClockFields key={JSON.stringify(workspace.data.clock)} info={workspace.data} newestAt={newest || null} />
        </AdminOnly>
      ) : null}
    </section>
  )
}
