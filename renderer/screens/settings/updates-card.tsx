import { useMutation, useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { updateSettingsSchema } from '../../../shared/update/update-settings.ts'
import type { UpdateState } from '../../../shared/update/update-state.ts'
import { useApi } from '../../api/client.tsx'
import { failureOf } from '../../api/errors.ts'
import { ErrorNote } from '../../parts/error-note.tsx'
import { TextField } from '../../parts/field.tsx'
import { Form, firstLack, SendButton, STILL_SAVING, UNCHANGED } from '../../parts/form.tsx'
import { SetByAdministrator } from '../../parts/held.tsx'
import { exact, personZone } from '../../parts/time.ts'
import { toast } from '../../parts/toast.tsx'
import { useRoute } from '../../state/route.ts'
import { UpdateSteps } from './update-steps.tsx'

/** Newer versions of Forestall: where they are looked for, what is available, and how it is installed. */
export function UpdatesCard() {
  const state = useQuery(useApi().update.state.queryOptions())
  const { data } = state
  const card = useRef<HTMLElement>(null)
  const isWanted = useRoute().rest === 'updates' && data !== undefined
  useEffect(() => {
    if (isWanted) card.current?.scrollIntoView({ block: 'center' })
  }, [isWanted])
  return (
    <section className="card" aria-label="Updates" ref={card}>
      <h2>
        Updates <small>{data ? `version ${data.version} is running` : ''}</small>
      </h2>
      {state.error ? <ErrorNote failure={failureOf(state.error)} /> : null}
      {data?.allowed === false ? (
        <p className="quiet">
          Updates from within Forestall are not allowed: <SetByAdministrator />
        </p>
      ) : null}
      {data?.allowed ? (
        <div className="update-parts">
          <UpdateSettingsForm key={JSON.stringify(data.settings)} state={data} />
          <p className="quiet">{lookedWords(data)}</p>
          <UpdateSteps state={data} />
        </div>
      ) : null}
    </section>
  )
}

const HELD_WORDS = { daily: 'Daily look', address: 'Address', channel: 'Channel' }

function lookedWords({ hasAddress, lookedAt, newer, staged }: UpdateState): string {
  if (!hasAddress) return 'Without an address, Forestall asks no server. Help → Update from a file works without one.'
  if (lookedAt === null) return 'Nobody has looked for a newer version yet.'
  const when = `Last looked ${exact(lookedAt, personZone())}`
  return newer || staged ? `${when}.` : `${when}: this is the newest version.`
}

function UpdateSettingsForm({ state: { settings, held } }: { state: UpdateState }) {
  const [typed, setTyped] = useState({ ...settings, address: settings.address ?? '' })
  const save = useMutation(
    useApi().update.configure.mutationOptions({ onSuccess: () => toast('Settings of updates changed') }),
  )
  const wanted = updateSettingsSchema.safeParse({ ...typed, address: typed.address.trim() || null })
  const isChanged = JSON.stringify(wanted.data) !== JSON.stringify(settings)
  const [wrong] = wanted.error?.issues ?? []
  const problem = wrong && {
    say: `The ${String(wrong.path[0])} cannot be used: ${wrong.message}`,
    field: String(wrong.path[0]),
  }
  const lack = firstLack(save.isPending && STILL_SAVING, problem, !isChanged && UNCHANGED)
  return (
    <Form className="form" lack={lack} onSend={() => wanted.success && save.mutate(wanted.data)}>
      <div className="row-2">
        <TextField
          label="Address of the update server"
          name="address"
          value={typed.address}
          placeholder="https://updates.example.com/forestall"
          inputMode="url"
          disabled={held.includes('address')}
          onText={address => setTyped({ ...typed, address })}
        />
        <TextField
          label="Channel"
          name="channel"
          value={typed.channel}
          disabled={held.includes('channel')}
          onText={channel => setTyped({ ...typed, channel })}
        />
      </div>
      <label className="check-line">
        <input
          type="checkbox"
          checked={typed.daily}
          disabled={held.includes('daily')}
          onChange={event => setTyped({ ...typed, daily: event.currentTarget.checked })}
        />
        Look for a newer version once a day
      </label>
      {held.length > 0 ? (
        <p className="why">
          {held.map(name => HELD_WORDS[name]).join(', ')}: <SetByAdministrator />
        </p>
      ) : null}
      {problem ? <p role="alert">{problem.say}.</p> : null}
      {save.error ? <ErrorNote failure={failureOf(save.error)} /> : null}
      <div className="inline">
        <SendButton className="btn small">Save</SendButton>
      </div>
    </Form>
  )
}
