import { useMutation } from '@tanstack/react-query'
import { useApi } from '../../api/client.tsx'
import { count, plural } from '../../parts/number.ts'
import { toast } from '../../parts/toast.tsx'
import { useRecall, useUndo } from '../../state/undo.ts'

/** What a person can do about messages that have not left. */
export interface Acts {
  recall: (id: number, issueId: number) => void
  retry: (id: number) => void
  settle: (id: number, as: 'sent' | 'send_again' | 'cancel') => void
}

const SETTLED = {
  sent: 'Counted as arrived',
  send_again: 'Sent once more, in a moment',
  cancel: 'Given up; kept under “Did not leave”',
} as const

/** Commands over single messages. */
export function useActs(): Acts {
  const { outbox } = useApi()
  const recall = useRecall()
  const retry = useMutation(outbox.retry.mutationOptions({ onSuccess: () => toast('Back in line') }))
  const undo = useUndo()
  const settle = useMutation(
    outbox.settle.mutationOptions({
      onSuccess: ({ journalId }, { as }) =>
        toast(SETTLED[as], { act: { label: 'Undo', kbd: 'z', run: () => undo(journalId) } }),
    }),
  )
  return { recall, retry: id => retry.mutate({ id }), settle: (id, as) => settle.mutate({ id, as }) }
}

/** Commands over everything that waits. */
export function useSending() {
  const { outbox } = useApi()
  const drain = useMutation(
    outbox.drain.mutationOptions({
      onSuccess: ({ sent, later, refused, unsure }) =>
        toast(`${count(sent)} sent · ${count(later)} later · ${count(refused)} refused · ${count(unsure)} unsure`),
    }),
  )
  const pause = useMutation(outbox.pause.mutationOptions())
  const replay = useMutation(outbox.allowReplay.mutationOptions())
  return { drain, pause, replay }
}

/** Answers for messages that wait for a second person. */
export function useAnswers(done: () => void) {
  const { outbox } = useApi()
  const undo = useUndo()
  const approve = useMutation(
    outbox.approve.mutationOptions({
      onSuccess: ({ answered, journalId }) => {
        done()
        toast(`${plural(answered, 'message')} approved`, {
          act: { label: 'Undo', kbd: 'z', run: () => undo(journalId) },
        })
      },
    }),
  )
  // What was declined has ended for good; only a new start brings it back.
  const decline = useMutation(
    outbox.decline.mutationOptions({
      onSuccess: ({ answered }) => {
        done()
        toast(`${plural(answered, 'message')} declined; kept under “Did not leave”`)
      },
    }),
  )
  return { approve, decline, busy: approve.isPending || decline.isPending }
}
