import { useMutation, useQuery } from '@tanstack/react-query'
import { useApi } from '../../api/client.tsx'

/** The work of that title which runs now, and how it is cancelled. */
export function useRunningTask(title: string) {
  const { task } = useApi()
  const running = useQuery(task.list.queryOptions()).data?.find(one => one.title === title && one.state === 'running')
  const cancel = useMutation(task.cancel.mutationOptions())
  return running ? { task: running, cancel: () => cancel.mutate({ id: running.id }) } : null
}
