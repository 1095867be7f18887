import { useMutation } from '@tanstack/react-query'
import type { OutboxEntry } from '../../../shared/outbox/outbox.ts'
import { useApi, useEngine } from '../../api/client.tsx'
import { count, plural } from '../../parts/number.ts'
import { toast } from '../../parts/toast.tsx'
import { useRecall, useUndo } from '../../state/undo.ts'

const UNDO_MS = 8_000

/** The commands over messages that are not sent. */
export interface Acts {
  recall: (id: number, issueId: number) => void
  retry: (id: number) => void
}

/** Commands over single messages. */
export function useActs(): Acts {
  const { outbox } = useApi()
  const recall = useRecall()
  const retry = useMutation(outbox.retry.mutationOptions({ onSuccess: () => toast('Queued for retry') }))
  return { recall, retry: id => retry.mutate({ id }) }
}

/** A person's answers for a message or fix whose result is unknown. */
export type Settlement = 'sent' | 'send_again' | 'cancel'

type Settled = Pick<OutboxEntry, 'id' | 'kind'>
type Sort = OutboxEntry['kind'] | 'both'

const SAY: Record<Sort, Record<Settlement, string>> = {
  message: { sent: 'Mark as sent', send_again: 'Send again', cancel: 'Cancel' },
  action: { sent: 'Mark as done', send_again: 'Retry', cancel: 'Give up' },
  both: { sent: 'Mark as done', send_again: 'Retry', cancel: 'Give up' },
}
const SETTLED: Record<Sort, Record<Settlement, string>> = {
  message: {
    sent: 'Marked as sent',
    send_again: 'Sending again in a moment',
    cancel: 'Cancelled · kept under “Not sent”',
  },
  action: {
    sent: 'Marked as done · checking the result',
    send_again: 'Retrying in a moment',
    cancel: 'Fix given up · its playbook continues',
  },
  both: { sent: 'Marked as done', send_again: 'Retrying in a moment', cancel: 'Given up' },
}

function sortOf(items: readonly Settled[]): Sort {
  const [first, ...others] = new Set(items.map(({ kind }) => kind))
  return others.length > 0 ? 'both' : (first ?? 'message')
}

/** The possible answers for these items, in words that fit all of them. */
export const settleActs = (items: readonly Settled[]): { label: string; as: Settlement }[] =>
  (['sent', 'send_again', 'cancel'] as const).map(as => ({ label: SAY[sortOf(items)][as], as }))

/** The answer, for how many items, and how many had changed meanwhile: `Marked as sent · 16 · 1 had already changed`. */
export function settledWords(items: readonly Settled[], as: Settlement, settled: number): string {
  const missed = items.length - settled
  return [
    SETTLED[sortOf(items)][as],
    items.length > 1 ? count(settled) : null,
    missed > 0 ? `${count(missed)} had already changed` : null,
  ]
    .filter(Boolean)
    .join(' · ')
}

/** Gives several items the same answer, one decision each, so that each can be undone. */
export function useSettle(done: () => void) {
  const { client } = useEngine()
  const undo = useUndo()
  const settle = useMutation({
    mutationFn: async ({ items, as }: { items: readonly Settled[]; as: Settlement }) => {
      const said: string[] = []
      let refused: unknown
      for (const { id } of items)
        await client.outbox.settle({ id, as }).then(
          ({ journalId }) => said.push(journalId),
          (error: unknown) => {
            refused = error
          },
        )
      if (said.length === 0) throw refused
      return said
    },
    onSuccess: (said, { items, as }) => {
      done()
      toast(settledWords(items, as, said.length), {
        ms: UNDO_MS,
        // The key undoes the last decision only, so it is offered only where there is just one.
        act: {
          label: 'Undo',
          ...(said.length === 1 ? { act: 'undo' } : {}),
          run: () => said.forEach(id => void undo(id)),
        },
      })
    },
  })
  return { settle: (items: readonly Settled[], as: Settlement) => settle.mutate({ items, as }), busy: settle.isPending }
}

/** Commands over the whole outbox. */
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

/** Answers for messages that wait for approval. */
export function useAnswers(done: () => void) {
  const { outbox } = useApi()
  const undo = useUndo()
  const approve = useMutation(
    outbox.approve.mutationOptions({
      onSuccess: ({ answered, journalId }) => {
        done()
        toast(`${plural(answered, 'message')} approved`, {
          act: { label: 'Undo', act: 'undo', run: () => undo(journalId) },
        })
      },
    }),
  )
  // A declined message has ended for good; only a new start creates another.
  const decline = useMutation(
    outbox.decline.mutationOptions({
      onSuccess: ({ answered }) => {
        done()
        toast(`${plural(answered, 'message')} declined · kept under “Not sent”`)
      },
    }),
  )
  return { approve, decline, busy: approve.isPending || decline.isPending }
}
