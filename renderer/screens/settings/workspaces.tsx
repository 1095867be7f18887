import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useApi } from '../../api/client.tsx'
import { failureOf } from '../../api/errors.ts'
import { ErrorNote } from '../../parts/error-note.tsx'
import { Form, firstLack, SendButton, unlessTyped } from '../../parts/form.tsx'
import { useAttend, useCreateWorkspace, useSwitch } from '../../state/switch-workspace.ts'

/** The workspaces on this computer: open another one, or create a new one. */
export function Workspaces() {
  const { workspace } = useApi()
  const [name, setName] = useState('')
  const list = useQuery(workspace.list.queryOptions())
  const onSwitch = useSwitch()
  const open = useMutation(workspace.open.mutationOptions({ onSuccess: () => onSwitch('queue') }))
  const attend = useAttend()
  const create = useCreateWorkspace()
  return (
    <section className="card" aria-label="Workspaces">
      <h2>
        Workspaces <small>each with its own sources, queue and outbox</small>
      </h2>
      {list.error ? <ErrorNote failure={failureOf(list.error)} /> : null}
      <ul className="workspaces">
        {list.data?.map(entry => (
          <li key={entry.dir}>
            <span title={entry.dir}>
              {entry.name} {entry.sample ? <span className="tag wait">Sample</span> : null}{' '}
              {entry.trouble === null ? null : <span className="quiet">{entry.trouble}</span>}
            </span>
            {entry.current ? (
              <span className="tag good">open</span>
            ) : entry.trouble !== null ? (
              <button
                type="button"
                className="btn small"
                disabled={attend.isPending}
                aria-label={`Repair ${entry.name}`}
                onClick={() => attend.mutate({ dir: entry.dir })}
              >
                Repair …
              </button>
            ) : (
              <button
                type="button"
                className="btn small"
                disabled={open.isPending}
                onClick={() => open.mutate({ dir: entry.dir })}
              >
                Open
              </button>
            )}
          </li>
        ))}
      </ul>
      <Form
        className="inline"
        lack={firstLack(
          create.isPending && { say: 'The workspace is still being created' },
          unlessTyped(name, 'Name the new workspace first', 'name'),
        )}
        onSend={() => create.mutate({ name: name.trim() })}
      >
        <input
          className="in"
          value={name}
          maxLength={80}
          name="name"
          placeholder="Name of the new workspace"
          aria-label="Name of the new workspace"
          onChange={event => setName(event.currentTarget.value)}
        />
        <SendButton className="btn">{create.isPending ? 'Creating …' : 'Create'}</SendButton>
      </Form>
    </section>
  )
}
