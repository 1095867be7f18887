import { useMutation } from '@tanstack/react-query'
import type { OutboxItem } from '../../../shared/outbox.ts'
import { useApi } from '../../api/client.tsx'
import { count, plural } from '../../parts/number.ts'
import { toast } from '../../parts/toast.tsx'
import { useRecall, useUndo } from '../../state/undo.ts'

/** What a person can do about messages that have not left. */
export interface Acts {
  recall: (id: number, issueId: number) => void
  retry: (id: number) => void
  settle: (item: Pick<OutboxItem, 'id' | 'kind'>, as: Said) => void
}

type Said = 'sent' | 'send_again' | 'cancel'
const SETTLED: Record<OutboxItem['kind'], Record<Said, string>> = {
  message: {
    sent: 'Counted as arrived',
    send_again: 'Sent once more, in a moment',
    cancel: 'Given up; kept under “Did not leave”',
  },
  action: {
    sent: 'Counted as made; it is looked at now',
    send_again: 'Made once more, in a moment',
    cancel: 'Fix given up; its playbook goes on',
  },
}

/** Commands over single messages. */
export function useActs(): Acts {
  const { outbox } = useApi()
  const recall = useRecall()
  const retry = useMutation(outbox.retry.mutationOptions({ onSuccess: () => toast('Back in line') }))
  const undo = useUndo()
  const settle = useMutation(outbox.settle.mutationOptions())
  const say: Acts['settle'] = ({ id, kind }, as) =>
    settle.mutate(
      { id, as },
      {
        onSuccess: ({ journalId }) =>
          toast(SETTLED[kind][as], { act: { label: 'Undo', kbd: 'z', run: () => undo(journalId) } }),
      },
    )
  return { recall, retry: id => retry.mutate({ id }), settle: say }
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
