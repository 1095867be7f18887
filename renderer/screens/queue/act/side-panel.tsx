import { useQuery } from '@tanstack/react-query'
import { Activity, memo } from 'react'
import type { IssueDetail } from '../../../../shared/model/issue.ts'
import { useApi } from '../../../api/client.tsx'
import type { ActionName } from '../../../parts/keys/actions.ts'
import { useLast } from '../../../parts/skeleton.tsx'
import { toast } from '../../../parts/toast.tsx'
import { useKeys } from '../../../state/keys.tsx'
import { useSelection } from '../../../state/selection.ts'
import type { MenuName } from '../menu-name.ts'
import type { Commands } from '../use-commands.ts'
import { Compose, LoadingBox } from './compose.tsx'
import { Decide } from './decide.tsx'
import { TAKEN_UP } from './taken-up.ts'
import { UnderWay } from './under-way.tsx'

/** What begins a message, and so has no place beside an issue without one. */
const COMPOSING = [
  'act.write',
  'act.playbook',
  'act.preview',
  'act.send',
  'act.send_writing',
] as const satisfies readonly ActionName[]

/**
 * Answers the keys of the composer where there is none. A list keeps its rows while a person works in it, so an issue that is
 * acted on meanwhile may still be in view, and a key that is silent there looks as if it had sent something.
 */
function useComposerKeys(state: IssueDetail['row']['state'] | null): void {
  const isBulk = useSelection(s => s.checked.size > 0)
  const words = state === null ? 'The issue is still loading' : TAKEN_UP[state]
  // With issues selected the key to write is the list's.
  const acts = words ? COMPOSING.filter(act => !(isBulk && act === 'act.write')) : []
  useKeys(acts.map(act => ({ act, hidden: true, run: () => toast(words ?? '') })))
}

interface Props {
  id: number | null
  menu: MenuName
  onMenu: (menu: MenuName) => void
  commands: Commands
}

function Loading() {
  return (
    <div className="side-scroll" role="status" aria-label="Loading suggestions">
      {[58, 58, 170].map((height, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the boxes never move
        <LoadingBox key={at} height={height} />
      ))}
    </div>
  )
}

/** The actions for the issue in view: compose a message, or follow a run. */
export function SidePanel({ id, menu, onMenu, commands }: Props) {
  const issue = useQuery(useApi().issue.get.queryOptions({ input: { id: id ?? 0 }, enabled: id !== null }))
  const isLoading = id !== null && issue.isPending
  const detail = useLast(issue.data, isLoading)
  useComposerKeys(isLoading ? null : (issue.data?.row.state ?? 'open'))
  return (
    <aside className="side" aria-label="Actions">
      {isLoading ? <Loading /> : null}
      {detail ? (
        <Activity mode={isLoading ? 'hidden' : 'visible'}>
          <Act detail={detail} menu={menu} onMenu={onMenu} commands={commands} />
        </Activity>
      ) : null}
    </aside>
  )
}

const Act = memo(function Act({ detail, menu, onMenu, commands }: Omit<Props, 'id'> & { detail: IssueDetail }) {
  const isBulk = useSelection(s => s.checked.size > 0)
  const decide = <Decide detail={detail} menu={menu} onMenu={onMenu} commands={commands} />
  // What is decided then is meant for the selected issues, whichever is in view.
  if (TAKEN_UP[detail.row.state])
    return <UnderWay detail={detail} resolve={commands.resolve} decide={isBulk ? decide : null} />
  return <Compose detail={detail} decide={decide} />
})
