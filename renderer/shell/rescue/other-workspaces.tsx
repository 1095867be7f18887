import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useApi } from '../../api/client.tsx'
import { failureOf } from '../../api/errors.ts'
import { ErrorNote } from '../../parts/error-note.tsx'
import { Form, firstLack, SendButton, unlessTyped } from '../../parts/form.tsx'
import { useAttend, useCreateWorkspace } from '../../state/switch-workspace.ts'

/** The other workspaces of this computer, and a new one: work goes on while the first one is out of order. */
export function OtherWorkspaces({ isBusy }: { isBusy: boolean }) {
  const { workspace } = useApi()
  const [name, setName] = useState('')
  const list = useQuery(workspace.list.queryOptions())
  const attend = useAttend()
  const create = useCreateWorkspace()
  const others = list.data?.filter(({ current }) => !current) ?? []
  const error = list.error ?? attend.error ?? create.error
  return (
    <section className="card" aria-label="Open another workspace">
      <h2>Open another workspace</h2>
      {error ? <ErrorNote failure={failureOf(error)} /> : null}
      <ul className="rescue-list">
        {others.map(({ name, dir, sample, trouble }) => (
          <li key={dir}>
            <span title={dir}>
              {name} {sample ? <span className="tag wait">Sample</span> : null}
            </span>
            {trouble === null ? null : <span className="quiet">{trouble}</span>}
            <button
              type="button"
              className="btn small"
              disabled={isBusy}
              aria-label={`Open ${name}`}
              onClick={() => attend.mutate({ dir })}
            >
              Open
            </button>
          </li>
        ))}
      </ul>
      <Form
        className="inline"
        lack={firstLack(
          isBusy && { say: 'Wait until the current step has ended' },
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
