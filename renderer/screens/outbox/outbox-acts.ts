import { useMutation } from '@tanstack/react-query'
import type { OutboxItem } from '../../../shared/outbox/outbox.ts'
import { useApi, useEngine } from '../../api/client.tsx'
import { count, plural } from '../../parts/number.ts'
import { toast } from '../../parts/toast.tsx'
import { useRecall, useUndo } from '../../state/undo.ts'

const UNDO_MS = 8_000

/** What a person can do about messages that have not left. */
export interface Acts {
  recall: (id: number, issueId: number) => void
  retry: (id: number) => void
}

/** Commands over single messages. */
export function useActs(): Acts {
  const { outbox } = useApi()
  const recall = useRecall()
  const retry = useMutation(outbox.retry.mutationOptions({ onSuccess: () => toast('Back in line') }))
  return { recall, retry: id => retry.mutate({ id }) }
}

/** What a person may say of something that may have left. */
export type Said = 'sent' | 'send_again' | 'cancel'

type Settled = Pick<OutboxItem, 'id' | 'kind'>
type Sort = OutboxItem['kind'] | 'both'

const SAY: Record<Sort, Record<Said, string>> = {
  message: { sent: 'It arrived', send_again: 'Send again', cancel: 'Cancel' },
  action: { sent: 'It is done', send_again: 'Do it again', cancel: 'Give up' },
  both: { sent: 'It arrived or is done', send_again: 'Once more', cancel: 'Give up' },
}
const SETTLED: Record<Sort, Record<Said, string>> = {
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
  both: { sent: 'Counted as done', send_again: 'Done once more, in a moment', cancel: 'Given up' },
}

function sortOf(items: readonly Settled[]): Sort {
  const [first, ...others] = new Set(items.map(({ kind }) => kind))
  return others.length > 0 ? 'both' : (first ?? 'message')
}

/** What can be said of these, in words that fit all of them, each with its key. */
export const settleActs = (items: readonly Settled[]): { keys: string; label: string; as: Said }[] =>
  (['sent', 'send_again', 'cancel'] as const).map((as, n) => ({
    keys: String(n + 1),
    label: SAY[sortOf(items)][as],
    as,
  }))

/** What was said, of how many, and how many had moved on meanwhile: `Counted as arrived · 16 · 1 had changed`. */
export function settledWords(items: readonly Settled[], as: Said, settled: number): string {
  const missed = items.length - settled
  return [
    SETTLED[sortOf(items)][as],
    items.length > 1 ? count(settled) : null,
    missed > 0 ? `${count(missed)} had changed meanwhile` : null,
  ]
    .filter(Boolean)
    .join(' · ')
}

/** Says the same of several, one decision each, so that each can be taken back. */
export function useSettle(done: () => void) {
  const { client } = useEngine()
  const undo = useUndo()
  const settle = useMutation({
    mutationFn: async ({ items, as }: { items: readonly Settled[]; as: Said }) => {
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
        // The key takes back the last decision, which is all of it only where there is one.
        act: {
          label: 'Undo',
          ...(said.length === 1 ? { kbd: 'z' } : {}),
          run: () => said.forEach(id => void undo(id)),
        },
      })
    },
  })
  return { settle: (items: readonly Settled[], as: Said) => settle.mutate({ items, as }), busy: settle.isPending }
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
