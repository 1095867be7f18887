import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { flushSync } from 'react-dom'
import { type CallList, OUTAGE_PLAYBOOKS, type OutageDetail } from '../../../shared/desk/outage.ts'
import { componentName, noticeWords, restoredWords, statusText } from '../../../shared/desk/outage-text.ts'
import type { OutageLanguage } from '../../../shared/desk/outage-words.ts'
import { languageName } from '../../../shared/intervention/language.ts'
import { useApi, useEngine } from '../../api/client.tsx'
import { plural } from '../../parts/number.ts'
import { personZone } from '../../parts/time.ts'
import { toast, toastBusy } from '../../parts/toast.tsx'
import { useBulk } from '../../state/bulk.ts'
import { useNow } from '../../state/now.ts'
import { useUndo } from '../../state/undo.ts'
import { nobodyWords } from './outage-words.ts'

const IS_CLOSED = 'This outage is closed'
const IS_LOADING = 'The outage is still loading'

/** What a person does about a declared outage. */
export type OutageActs = ReturnType<typeof useOutage>

/** The commands over an outage; each that decides something can be undone. `show`: puts a call list on the page. */
export function useOutage(detail: OutageDetail | undefined, show: (list: CallList) => void) {
  const { outage } = useApi()
  const { client } = useEngine()
  const { ask } = useBulk()
  const undo = useUndo()
  const now = useNow()
  const [language, setLanguage] = useState<OutageLanguage>('en')
  const said = (words: string) => ({
    onSuccess: ({ journalId }: { journalId: string }) =>
      toast(words, { act: { label: 'Undo', act: 'undo', run: () => undo(journalId) } }),
  })
  const over = useMutation(outage.over.mutationOptions(said('Outage ended · waiting notices were recalled')))
  const close = useMutation(outage.close.mutationOptions(said('Outage closed')))
  const print = useMutation({
    mutationFn: (id: number) => client.outage.calls({ id }),
    onSuccess: list => {
      // The list must be on the page before the page is printed.
      flushSync(() => show(list))
      window.print()
    },
  })
  const write = () => {
    if (!detail) return toastBusy(IS_LOADING)
    if (detail.state === 'closed') return toast(IS_CLOSED)
    const isOver = detail.state === 'over'
    const issueIds = isOver ? detail.toTellOver : detail.toTell
    if (issueIds.length === 0) return toast(nobodyWords(detail))
    ask({
      whom: { issueIds, words: isOver ? restoredWords(detail) : noticeWords(detail) },
      title: `${plural(issueIds.length, 'account')} · ${componentName(detail)}`,
      playbookId: isOver ? OUTAGE_PLAYBOOKS.over : OUTAGE_PLAYBOOKS.notice,
      only: true,
    })
  }
  const copy = () => {
    if (!detail) return toastBusy(IS_LOADING)
    navigator.clipboard.writeText(statusText(detail, now, personZone(), language)).then(
      () => toast(`Status text copied in ${languageName(language)}`),
      () => toast('The status text could not be copied: the system refused access to the clipboard'),
    )
  }
  return {
    language,
    setLanguage,
    write,
    copy,
    print: () => {
      if (print.isPending) toastBusy('The call list is still being prepared')
      else if (detail) print.mutate(detail.id)
      else toastBusy(IS_LOADING)
    },
    over: () => {
      if (detail && detail.state !== 'open') toast(detail.state === 'over' ? 'This outage has ended' : IS_CLOSED)
      else if (over.isPending) toastBusy()
      else if (detail) over.mutate({ id: detail.id })
      else toastBusy(IS_LOADING)
    },
    close: () => {
      if (detail?.state === 'closed') toast(IS_CLOSED)
      else if (close.isPending) toastBusy()
      else if (detail) close.mutate({ id: detail.id })
      else toastBusy(IS_LOADING)
    },
  }
}
