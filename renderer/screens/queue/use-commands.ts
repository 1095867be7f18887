import { useMutation } from '@tanstack/react-query'
import type { Dismissal } from '../../../shared/vocabulary.ts'
import { useApi } from '../../api/client.tsx'
import { plural } from '../../parts/number.ts'
import { toast, toastNoIssue } from '../../parts/toast.tsx'
import { useKeepStanding } from '../../state/list/standing.ts'
import { useSelection } from '../../state/selection.ts'
import { useUndo } from '../../state/undo.ts'

/** The issues that the next command applies to: the selected ones, or else the one in view. */
export function targets(): number[] {
  const { checked, id } = useSelection.getState()
  return checked.size > 0 ? [...checked] : id === null ? [] : [id]
}

/** A person's commands over issues in the queue. Each offers an undo afterwards instead of a question first. */
export function useCommands() {
  const { issue } = useApi()
  const undo = useUndo()
  const keepStanding = useKeepStanding()
  const done = (words: string) => ({
    onSuccess: ({ journalId }: { journalId: string }, { ids }: { ids: number[] }) => {
      void keepStanding()
      const what = ids.length > 1 ? `${words}: ${plural(ids.length, 'issue')}` : words
      toast(what, { act: { label: 'Undo', act: 'undo', run: () => undo(journalId) } })
    },
  })
  const claim = useMutation(issue.claim.mutationOptions(done('Claimed')))
  const release = useMutation(issue.release.mutationOptions(done('Released')))
  const snooze = useMutation(issue.snooze.mutationOptions(done('Snoozed')))
  const unsnooze = useMutation(issue.unsnooze.mutationOptions(done('Returned to the queue')))
  const dismiss = useMutation(issue.dismiss.mutationOptions(done('Dismissed')))
  const resolve = useMutation(issue.resolve.mutationOptions(done('Resolved')))
  const withTargets = (run: (ids: number[]) => void) => {
    const ids = targets()
    if (ids.length > 0) run(ids)
    else toastNoIssue()
  }
  return {
    claim: () => withTargets(ids => claim.mutate({ ids })),
    release: () => withTargets(ids => release.mutate({ ids })),
    snooze: (until: number | null) => withTargets(ids => snooze.mutate({ ids, until })),
    unsnooze: () => withTargets(ids => unsnooze.mutate({ ids })),
    dismiss: (reason: Dismissal) => withTargets(ids => dismiss.mutate({ ids, reason })),
    resolve: () => withTargets(ids => resolve.mutate({ ids })),
  }
}

export type Commands = ReturnType<typeof useCommands>
