import { useMutation } from '@tanstack/react-query'
import type { IncidentDetail } from '../../shared/incident.ts'
import { useApi } from '../api/client.tsx'
import { plural } from '../parts/number.ts'
import { toast, toastBusy } from '../parts/toast.tsx'
import { useBulk } from './bulk.ts'
import { go } from './route.ts'
import { useSelection } from './selection.ts'
import { useUndo } from './undo.ts'

const IS_CLOSED = 'This incident is closed'
const IS_LOADING = 'The incident is still loading'

/** The commands over an incident. Each can be undone. */
export function useIncident(detail: IncidentDetail | undefined) {
  const { incident } = useApi()
  const { ask } = useBulk()
  const undo = useUndo()
  const said = (words: string) => ({
    onSuccess: ({ journalId }: { journalId: string }) =>
      toast(words, { act: { label: 'Undo', act: 'undo', run: () => undo(journalId) } }),
  })
  const close = useMutation(incident.close.mutationOptions(said('Incident closed')))
  const takeOut = useMutation(incident.takeOut.mutationOptions(said('Removed from the incident')))
  const putBack = useMutation(incident.putBack.mutationOptions(said('Put back into the incident')))
  const categories = new Set(detail?.issues.filter(issue => !issue.takenOut).map(({ category }) => category))
  const [category] = categories
  return {
    write: () => {
      if (!detail) return toastBusy(IS_LOADING)
      if (detail.waiting === 0) return toast('No account of this incident is waiting for a message')
      const playbookId = detail.playbooks[0]?.id
      ask({
        whom: { incidentId: detail.id },
        title: `${plural(detail.waiting, 'account')} · ${detail.title}`,
        ...(playbookId ? { playbookId } : {}),
        ...(category && categories.size === 1 ? { category } : {}),
      })
    },
    show: () => {
      if (!detail) return toastBusy(IS_LOADING)
      useSelection.getState().setIncident({ id: detail.id, title: detail.title })
      go('queue')
    },
    close: () => {
      if (detail?.state === 'open') close.mutate({ id: detail.id })
      else toast(detail ? IS_CLOSED : IS_LOADING)
    },
    /** Removes an issue from an open incident, or puts a removed one back. */
    takeOut: (issueId: number) => {
      const issue = detail?.issues.find(one => one.issueId === issueId)
      if (detail?.state === 'closed') return toast(IS_CLOSED)
      if (takeOut.isPending || putBack.isPending) return toastBusy()
      if (!detail || !issue) return toastBusy(IS_LOADING)
      const act = issue.takenOut ? putBack : takeOut
      act.mutate({ id: detail.id, issueIds: [issueId] })
    },
  }
}
