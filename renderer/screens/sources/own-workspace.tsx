import { useMutation } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { useApi } from '../../api/client.tsx'
import { Form, firstLack, SendButton, unlessTyped } from '../../parts/form.tsx'
import { PageTop } from '../../parts/page-top.tsx'
import { go } from '../../state/route.ts'
import { useSwitch } from '../../state/switch-workspace.ts'

/** Real accounts among simulated ones would be counted and written to with them, so they get a workspace of their own. */
export function OwnWorkspace() {
  const { workspace } = useApi()
  const [name, setName] = useState('')
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => field.current?.focus(), [])
  const onSwitch = useSwitch()
  const create = useMutation(workspace.create.mutationOptions({ onSuccess: () => onSwitch('sources', 'connect') }))
  const lack = firstLack(
    create.isPending && { say: 'The workspace is still being created' },
    unlessTyped(name, 'Name the workspace first', 'name'),
  )
  return (
    <div className="page">
      <Form className="inner stack" lack={lack} onSend={() => create.mutate({ name: name.trim() })}>
        <PageTop
          title="Connect your own data"
          about={
            <>
              This is the sample: its accounts are simulated. Your data get a workspace of their own, so that the two
              never mix. You can switch between workspaces at any time in Settings.
            </>
          }
        />
        <label className="field narrow">
          <span>Name this workspace</span>
          <input
            className="in"
            ref={field}
            name="name"
            value={name}
            maxLength={80}
            placeholder="Your company"
            onChange={event => setName(event.currentTarget.value)}
          />
        </label>
        <div className="form-acts">
          <SendButton>
            {create.isPending ? 'Creating …' : 'Create and continue'} <kbd>⏎</kbd>
          </SendButton>
          <button type="button" className="btn plain" onClick={() => go('sources', 'connect/here')}>
            Connect to the sample instead
          </button>
        </div>
      </Form>
    </div>
  )
}
