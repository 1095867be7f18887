import { useDebouncedValue } from '@mantine/hooks'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { own } from '../../../../shared/foreign/own.ts'
import type { OutreachPreview } from '../../../../shared/model/intervention.ts'
import type { IssueDetail } from '../../../../shared/model/issue.ts'
import type { Arm } from '../../../../shared/vocabulary.ts'
import { type Api, useApi } from '../../../api/client.tsx'
import { keepWhileSame } from '../../../api/keep-while-same.ts'
import { personZone, relative } from '../../../parts/time.ts'
import { toast, toastBusy } from '../../../parts/toast.tsx'
import { type Draft, draftKey, NO_DRAFT, useDrafts } from '../../../state/drafts.ts'
import { useRecall, useUndo } from '../../../state/undo.ts'
import { overridesOf } from './leaving.ts'

const TYPING_MS = 300
const MINUTE_MS = 60_000

const edits = ({ subject, text, language, contactId }: Draft) => ({
  ...(subject === undefined ? {} : { subject }),
  ...(text === undefined ? {} : { text }),
  ...(language === undefined ? {} : { language }),
  ...(contactId === undefined ? {} : { contactId }),
})

/** A draft, and the message that it belongs to. */
interface Keyed {
  key: string
  draft: Draft
}

/**
 * The draft to ask a preview for: as it was when the last pause in typing began. What was `typed` for another message, or
 * for another recipient or language, is never asked for under this one.
 */
export const settledDraft = (typed: Keyed, { key, draft }: Keyed): Draft =>
  typed.key === key && typed.draft.contactId === draft.contactId && typed.draft.language === draft.language
    ? typed.draft
    : draft

/** The playbook that is suggested first. */
export const suggestedFirst = ({ suggestions }: IssueDetail): string | null =>
  (suggestions.find(s => s.suggested) ?? suggestions[0])?.playbookId ?? null

/** How the message is asked for as it would be sent with this draft's changes. */
export function previewOptions(api: Api, issueId: number, playbookId: string | null, draft: Draft) {
  const input = { issueId, playbookId: playbookId ?? '', ...edits(draft) }
  return api.intervention.preview.queryOptions({
    input,
    enabled: playbookId !== null,
    // The last preview stays while a word is typed. That of another issue is a letter to somebody else.
    placeholderData: keepWhileSame(input, ['issueId', 'playbookId']),
  })
}

/** The chosen playbook, its draft, and the message as it would be sent with the draft's changes. */
export function useOutreach(detail: IssueDetail) {
  const issueId = detail.row.id
  const chosen = useDrafts(s => s.playbook[issueId])
  const playbookId = chosen ?? suggestedFirst(detail)
  const key = draftKey(issueId, playbookId ?? '')
  const draft = useDrafts(s => own(s.byKey, key)) ?? NO_DRAFT
  const keyed = useMemo(() => ({ key, draft }), [key, draft])
  const [typed] = useDebouncedValue(keyed, TYPING_MS)
  const preview = useQuery(previewOptions(useApi(), issueId, playbookId, settledDraft(typed, keyed)))
  return { playbookId, key, draft, preview }
}

interface Started {
  outboxId: number | null
  notBefore: number | null
  held: boolean
  arm: Arm
  /** Whether an account of the control arm was messaged nevertheless. */
  anyway: boolean
}

/** The result of starting a playbook for an account. `wall`: machine time. */
export function startWords(
  name: string,
  { outboxId, notBefore, held, arm, anyway }: Started,
  wall: number,
  zone: string,
) {
  if (arm === 'control' && !anyway) return `${name} recorded as held out`
  if (outboxId === null) return `Playbook started for ${name}`
  if (held) return `Message to ${name} waits for approval`
  return (notBefore ?? 0) - wall < MINUTE_MS
    ? `Sending the message to ${name}`
    : `Message to ${name} will be sent ${relative(notBefore ?? 0, wall, zone)}`
}

/** Starts the playbook; says when the message will be sent, and offers to recall it. */
export function useSend(detail: IssueDetail) {
  const { intervention } = useApi()
  const undo = useUndo()
  const recall = useRecall()
  const name = detail.account.name
  const start = useMutation(
    intervention.start.mutationOptions({
      onSuccess: ({ outboxId, notBefore, held, arm, journalId }, { issueId, playbookId, overrides }) => {
        const anyway = (overrides ?? []).some(({ check }) => check === 'arm')
        useDrafts.getState().keep(issueId, playbookId)
        const wait = (notBefore ?? 0) - Date.now()
        const soon = wait < MINUTE_MS && !held
        const back = outboxId === null ? () => undo(journalId) : () => recall(outboxId, issueId)
        toast(startWords(name, { outboxId, notBefore, held, arm, anyway }, Date.now(), personZone()), {
          ms: soon && outboxId !== null ? Math.max(4_000, wait) : 8_000,
          act: { label: 'Undo', act: 'undo', countdown: soon && outboxId !== null && wait > 0, run: back },
        })
      },
    }),
  )
  return {
    sending: start.isPending,
    send: (playbookId: string, draft: Draft, preview: OutreachPreview | undefined) => {
      if (start.isPending) return toastBusy()
      const overrides = overridesOf(preview, draft.overrides)
      start.mutate({ issueId: detail.row.id, playbookId, ...edits(draft), overrides })
    },
  }
}
