import { useQuery } from '@tanstack/react-query'
import { memo, useEffect, useLayoutEffect, useState } from 'react'
import { useApi } from '../../api/client.tsx'
import { isIssueWindow, openIssueWindow } from '../../desktop/issue-window.ts'
import { useOpenTicket } from '../../desktop/open-ticket.ts'
import { toast, toastNoIssue } from '../../parts/toast.tsx'
import { useCopyLink } from '../../state/follow-link.ts'
import { useKeys } from '../../state/keys.tsx'
import { useWorkspace } from '../../state/now.ts'
import { bindPlace } from '../../state/place.ts'
import { useReady } from '../../state/ready.ts'
import { addressOf } from '../../state/route.ts'
import { useSelection } from '../../state/selection.ts'
import { HandOver } from './act/hand-over.tsx'
import { SidePanel } from './act/side-panel.tsx'
import { TAKEN_UP } from './act/taken-up.ts'
import { IssuePane } from './detail/issue-pane.tsx'
import { IssueList } from './list/issue-list.tsx'
import { useSaveList } from './list/shape/save-list.ts'
import type { MenuName } from './menu-name.ts'
import { targets, useCommands } from './use-commands.ts'
import './queue.css'
import './act/run.css'

/** The queue: the issue to work on next, the reasons for its priority, and the playbooks that fit. */
export const QueueScreen = memo(function QueueScreen() {
  const id = useSelection(s => s.id)
  const [menu, setMenu] = useState<MenuName>(null)
  const [handing, hand] = useState<readonly number[] | null>(null)
  const commands = useCommands()
  const { actor: me, dir } = useWorkspace().data ?? {}
  const detail = useQuery(useApi().issue.get.queryOptions({ input: { id: id ?? 0 }, enabled: id !== null }))
  useReady('list', isIssueWindow() && detail.isFetched)
  useLayoutEffect(() => bindPlace(addressOf('queue'), useSelection), [])
  const copyLink = useCopyLink()
  const openTicket = useOpenTicket(detail.data?.row.accountId ?? null)
  const saveList = useSaveList()
  const mine = detail.data?.row.claimedBy === me
  const snoozed = detail.data?.row.state === 'snoozed'
  /** Asks something about the issues that are meant, if any are. */
  const asking = (ask: (ids: readonly number[]) => void) => () => {
    const ids = targets()
    if (ids.length > 0) ask(ids)
    else toastNoIssue()
  }
  const state = detail.data?.row.state
  const isBulk = useSelection(s => s.checked.size > 0)
  const why = state && !isBulk ? TAKEN_UP[state] : undefined
  // Where there is no menu the key is answered; it may have come before the issue was there.
  useEffect(() => {
    if (menu === null || !why) return
    toast(why)
    setMenu(null)
  }, [menu, why])
  useKeys([
    { act: 'act.claim', label: mine ? 'release' : 'claim', run: mine ? commands.release : commands.claim },
    { act: 'act.hand_over', run: asking(hand) },
    {
      act: 'act.snooze',
      label: snoozed ? 'unsnooze' : 'snooze',
      run: snoozed ? commands.unsnooze : asking(() => setMenu('snooze')),
    },
    { act: 'act.dismiss', run: asking(() => setMenu('dismiss')) },
    { act: 'act.resolve', run: commands.resolve },
    { act: 'issue.link', run: copyLink },
    { act: 'issue.helpdesk', run: openTicket },
    ...(isIssueWindow() ? [] : [{ act: 'issue.window' as const, run: () => openIssueWindow(dir, id) }]),
    { act: 'queue.csv', run: saveList },
  ])
  return (
    <div className="queue">
      <h1 className="sr">Queue</h1>
      {/* A list that nobody sees has no keys either: they would move to another issue, or do nothing that can be seen. */}
      {isIssueWindow() ? null : <IssueList />}
      <IssuePane id={id} />
      <SidePanel id={id} menu={menu} onMenu={setMenu} commands={commands} />
      <HandOver ids={handing} close={() => hand(null)} />
    </div>
  )
})
