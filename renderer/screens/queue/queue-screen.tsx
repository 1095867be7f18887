import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useApi } from '../../api/client.tsx'
import { useKeys } from '../../state/keys.tsx'
import { useWorkspace } from '../../state/now.ts'
import { useSelection } from '../../state/selection.ts'
import { SidePanel } from './act/side-panel.tsx'
import { AccountPane } from './detail/account-pane.tsx'
import { IssuePane } from './detail/issue-pane.tsx'
import { IssueList } from './list/issue-list.tsx'
import type { MenuName } from './menu-name.ts'
import { useCommands } from './use-commands.ts'
import './queue.css'
import './act/run.css'

/** The queue: the issue to work on next, the reasons for its priority, and the playbooks that fit. */
export function QueueScreen({ opened }: { opened: string | null }) {
  const id = useSelection(s => s.id)
  const accountId = opened?.startsWith('account-') ? Number(opened.slice('account-'.length)) : null
  const issueId = opened && accountId === null ? Number(opened) : null
  const [menu, setMenu] = useState<MenuName>(null)
  const commands = useCommands()
  const me = useWorkspace().data?.actor
  const detail = useQuery(useApi().issue.get.queryOptions({ input: { id: id ?? 0 }, enabled: id !== null }))
  useEffect(() => {
    if (issueId) useSelection.getState().pin(issueId)
    // An account is shown instead of an issue until the person moves on in the list.
    if (accountId) useSelection.setState({ id: null, pinned: true })
  }, [issueId, accountId])
  const mine = detail.data?.row.claimedBy === me
  const snoozed = detail.data?.row.state === 'snoozed'
  const act = { group: 'Act' }
  useKeys([
    { keys: 'c', label: mine ? 'release' : 'claim', ...act, run: mine ? commands.release : commands.claim },
    {
      keys: 's',
      label: snoozed ? 'unsnooze' : 'snooze',
      ...act,
      run: snoozed ? commands.unsnooze : () => setMenu('snooze'),
    },
    { keys: 'd', label: 'dismiss', ...act, run: () => setMenu('dismiss') },
    { keys: 'e', label: 'resolve', ...act, run: commands.resolve },
  ])
  return (
    <div className="queue">
      <h1 className="sr">Queue</h1>
      <IssueList />
      {accountId !== null && id === null ? <AccountPane id={accountId} /> : <IssuePane id={id} />}
      <SidePanel id={id} menu={menu} onMenu={setMenu} commands={commands} />
    </div>
  )
}
