import { useMutation, useQuery } from '@tanstack/react-query'
import type { UpdateState } from '../../../shared/update/update-state.ts'
import { useApi } from '../../api/client.tsx'
import { failureOf } from '../../api/errors.ts'
import { ErrorNote } from '../../parts/error-note.tsx'
import { size } from '../../parts/number.ts'

/** Look, then install, then what a person does; each step can be cancelled while it runs. */
export function UpdateSteps({ state: { hasAddress, newer, staged, working } }: { state: UpdateState }) {
  const { update } = useApi()
  const look = useMutation(update.look.mutationOptions())
  const install = useMutation(update.install.mutationOptions())
  const busy = working || look.isPending || install.isPending
  const error = install.error ?? look.error
  return (
    <>
      {newer ? (
        <>
          <p>
            <b>Version {newer.version} is available</b>, signed by the publisher.{' '}
            <span className="quiet">{size(newer.size)}</span>
          </p>
          {newer.notes ? <pre className="update-notes">{newer.notes}</pre> : null}
        </>
      ) : null}
      {staged ? (
        <p role="status">
          <b>Version {staged.version} was verified, and the workspaces were backed up.</b> {staged.todo}
        </p>
      ) : null}
      {error ? <ErrorNote failure={failureOf(error)} /> : null}
      <div className="inline">
        {newer ? (
          <button
            type="button"
            className="btn"
            disabled={busy}
            onClick={() => {
              look.reset()
              install.mutate({})
            }}
          >
            Back up and install
          </button>
        ) : null}
        {hasAddress ? (
          <button
            type="button"
            className="btn"
            disabled={busy}
            onClick={() => {
              install.reset()
              look.mutate({})
            }}
          >
            Look now
          </button>
        ) : null}
        <UpdateWork />
      </div>
    </>
  )
}

/** How far an update is, and a way to stop it. Nothing while none runs. */
function UpdateWork() {
  const { task } = useApi()
  const tasks = useQuery(task.list.queryOptions())
  const cancel = useMutation(task.cancel.mutationOptions())
  const running = tasks.data?.find(({ kind, state }) => kind === 'update' && state === 'running')
  if (!running) return null
  const { id, title, done, total } = running
  const fetched = done > 0 ? ` · ${size(done)}${total === null ? '' : ` of ${size(total)}`}` : ' …'
  return (
    <span className="task" role="status">
      <progress aria-label={title} {...(total === null ? {} : { value: done, max: total })} />
      <span>
        {title}
        {fetched}
      </span>
      <button type="button" className="link" onClick={() => cancel.mutate({ id })}>
        cancel
      </button>
    </span>
  )
}
