import { useMutation } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { useApi } from '../../api/client.tsx'
import { Form, firstLack, SendButton, unlessTyped } from '../../parts/form.tsx'
import { count } from '../../parts/number.ts'
import { useTour } from '../../state/desk/tour.ts'
import { useWorkspace } from '../../state/now.ts'
import { useReady } from '../../state/ready.ts'
import { useSwitch } from '../../state/switch-workspace.ts'
import './welcome.css'

function NameForm({ onBack }: { onBack: () => void }) {
  const { workspace } = useApi()
  const [name, setName] = useState('')
  const onSwitch = useSwitch()
  const welcomed = useMutation(workspace.welcomed.mutationOptions())
  const create = useMutation(workspace.create.mutationOptions())
  const make = async () => {
    // The choice is stored in the sample first, because the new workspace becomes the open one.
    await welcomed.mutateAsync({}).catch(() => undefined)
    await create.mutateAsync({ name: name.trim() })
    onSwitch('sources', 'connect')
  }
  return (
    <Form
      lack={firstLack(
        (welcomed.isPending || create.isPending) && { say: 'The workspace is still being created' },
        unlessTyped(name, 'Name the workspace first', 'name'),
      )}
      onSend={() => void make().catch(() => undefined)}
    >
      <label className="field">
        <span>Name this workspace</span>
        <input
          className="in"
          // biome-ignore lint/a11y/noAutofocus: it was just asked for
          autoFocus
          name="name"
          value={name}
          maxLength={80}
          placeholder="Your company"
          onChange={event => setName(event.currentTarget.value)}
        />
      </label>
      <div className="welcome-acts">
        <SendButton>
          {create.isPending ? 'Creating …' : 'Continue'} <kbd>⏎</kbd>
        </SendButton>
        <button type="button" className="btn" onClick={onBack}>
          Back
        </button>
      </div>
    </Form>
  )
}

/** The welcome screen of the first run: explore a simulated shop, or connect real data. */
export function Welcome() {
  const { workspace } = useApi()
  const [naming, setNaming] = useState(false)
  const accounts = useWorkspace().data?.counts.accounts ?? 0
  const explore = useRef<HTMLButtonElement>(null)
  const welcomed = useMutation(workspace.welcomed.mutationOptions())
  useEffect(() => {
    if (!naming) explore.current?.focus()
  }, [naming])
  useReady('question', true)
  return (
    <div className="welcome">
      <div role="dialog" aria-modal="true" aria-labelledby="welcome-title" className="welcome-card">
        <div className="mark" aria-hidden="true">
          F
        </div>
        <h1 id="welcome-title">Act before the ticket exists</h1>
        <p>
          Forestall reads data from your systems, predicts which accounts are about to have a problem, and lists them in
          one queue by priority, each with the reason and the next step. Your data stays on this computer. Only messages
          that you send leave it.
        </p>
        {naming ? (
          <NameForm onBack={() => setNaming(false)} />
        ) : (
          <div className="welcome-choices">
            <button
              type="button"
              className="play"
              ref={explore}
              disabled={welcomed.isPending}
              onClick={() => welcomed.mutate({}, { onSuccess: useTour.getState().begin })}
            >
              <b>Explore the sample</b>
              <kbd>⏎</kbd>
              <small>A simulated shop with {count(accounts)} accounts. None of its data is real.</small>
            </button>
            <button type="button" className="play" onClick={() => setNaming(true)}>
              <b>Connect a source</b>
              <small>
                Create your own workspace and sync accounts, events and tickets from your systems, a database, a Singer
                tap or files.
              </small>
            </button>
          </div>
        )}
      </div>
    </div>
  )
}
