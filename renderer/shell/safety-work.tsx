import { useMutation, useQuery } from '@tanstack/react-query'
import { useApi } from '../api/client.tsx'
import { plural } from '../parts/number.ts'

/** A check, a backup or a repair that is running: how far it is, and a way to stop it. Nothing while none is. */
export function SafetyWork() {
  const { task } = useApi()
  const tasks = useQuery(task.list.queryOptions())
  const cancel = useMutation(task.cancel.mutationOptions())
  const running = tasks.data?.find(({ kind, state }) => kind === 'safety' && state === 'running')
  if (!running) return null
  return (
    <span className="task" role="status">
      <progress aria-label={running.title} />
      <span>
        {running.title}
        {running.done > 0 ? ` · ${plural(running.done, 'row')}` : ' …'}
      </span>
      <button type="button" className="link" onClick={() => cancel.mutate({ id: running.id })}>
        cancel
      </button>
    </span>
  )
}
