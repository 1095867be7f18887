import { useMutation } from '@tanstack/react-query'
import type { JournalEntry } from '../../shared/model/journal.ts'
import { type Client, useApi, useEngine } from '../api/client.tsx'
import { toast } from '../parts/toast.tsx'
import { commandWords } from '../parts/words.ts'
import { useDrafts } from './drafts.ts'
import { useSelection } from './selection.ts'

/** How many of the newest decisions are searched for the one that was undone. */
const NEWEST = 500

/** The issues of decisions whose arguments do not name them, by decision. */
const issuesOf = new Map<string, readonly number[]>()

/** Remembers the issues of a decision, so that an undo can show them again. */
export const rememberIssues = (journalId: string, ids: readonly number[]): void => void issuesOf.set(journalId, ids)

const ABOUT_MANY = /^(incident\.|intervention\.startMany$)/

/** The issues that taking a decision back leads to; one about an incident or a bulk outreach leads to none of them. */
export const issuesIn = ({ command, issues }: Pick<JournalEntry, 'command' | 'issues'>): number[] =>
  ABOUT_MANY.test(command) ? [] : issues

const choicesSoFar = (): number => useSelection.getState().choices

/**
 * Shows an issue that was restored, with the draft of its message. `asked`: the person’s choices when they asked for it; a
 * person who has opened another issue since stays there, because their next key is meant for that one.
 */
function backTo(ids: readonly number[], asked: number): void {
  for (const id of ids) useDrafts.getState().bringBack(id)
  const [first] = ids
  if (first !== undefined && choicesSoFar() === asked) useSelection.getState().bringBack(first)
}

async function undoneBy(client: Client, journalId: string): Promise<readonly number[]> {
  const rows = await client.journal.list({ limit: NEWEST })
  const undone = rows.find(row => row.id === rows.find(({ id }) => id === journalId)?.undoes)
  return undone ? (issuesOf.get(undone.id) ?? issuesIn(undone)) : []
}

/** Undoes a decision by its inverse (without an id: the person's last one), and shows its issue again. */
export function useUndo() {
  const { client } = useEngine()
  const undo = useMutation(
    useApi().journal.undo.mutationOptions({
      onMutate: choicesSoFar,
      onSuccess: async ({ undone, journalId }, _, asked) => {
        const issues = await undoneBy(client, journalId)
        toast(`Undone: ${commandWords(undone).toLowerCase()}`)
        backTo(issues, asked)
      },
    }),
  )
  return (id?: string) => undo.mutate(id ? { id } : {})
}

/** Recalls a message before it is sent: the issue returns to the queue with the message as it was written. */
export function useRecall() {
  const { client } = useEngine()
  const recall = useMutation({
    mutationFn: ({ outboxId }: { outboxId: number; issueId: number }) => client.outbox.recall({ id: outboxId }),
    onMutate: choicesSoFar,
    onSuccess: (_, { issueId }, asked) => {
      toast('Message recalled · its issue is back in the queue')
      backTo([issueId], asked)
    },
  })
  return (outboxId: number, issueId: number) => recall.mutate({ outboxId, issueId })
}
