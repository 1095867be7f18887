import { useQuery } from '@tanstack/react-query'
import { Activity, memo } from 'react'
import type { IssueDetail } from '../../../../shared/model/issue.ts'
import { useApi } from '../../../api/client.tsx'
import { Bar, useLast } from '../../../parts/skeleton.tsx'
import type { MenuName } from '../menu-name.ts'
import type { Commands } from '../use-commands.ts'
import { Compose } from './compose.tsx'
import { Decide } from './decide.tsx'
import { UnderWay } from './under-way.tsx'

interface Props {
  id: number | null
  menu: MenuName
  onMenu: (menu: MenuName) => void
  commands: Commands
}

function Loading() {
  return (
    <div className="stack" role="status" aria-label="Loading suggestions">
      {[58, 58, 170].map((height, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the boxes never move
        <div className="play" key={at} style={{ height }}>
          <Bar width="70%" />
        </div>
      ))}
    </div>
  )
}

/** The actions for the issue in view: compose a message, or follow a run. */
export function SidePanel({ id, menu, onMenu, commands }: Props) {
  const issue = useQuery(useApi().issue.get.queryOptions({ input: { id: id ?? 0 }, enabled: id !== null }))
  const isLoading = id !== null && issue.isPending
  const detail = useLast(issue.data, isLoading)
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
  const { state } = detail.row
  if (state === 'acting' || state === 'closed') return <UnderWay detail={detail} resolve={commands.resolve} />
  const decide = <Decide detail={detail} menu={menu} onMenu={onMenu} commands={commands} />
  return <Compose detail={detail} decide={decide} />
})
