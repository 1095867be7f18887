import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useApi } from '../api/client.tsx'
import { useWorkspace } from '../state/now.ts'
import { useSelection } from '../state/selection.ts'
import { isIssueWindow } from './issue-window.ts'

/** Titles the window: by its workspace, or by the issue that it was opened for, since several of them may be open. */
export function useWindowTitle(): void {
  const name = useWorkspace().data?.name
  const id = useSelection(state => state.id)
  const asked = { input: { id: id ?? 0 }, enabled: isIssueWindow() && id !== null }
  const row = useQuery(useApi().issue.get.queryOptions(asked)).data?.row
  const title = isIssueWindow() && row ? `${row.accountName}: ${row.title}` : name
  useEffect(() => {
    if (title !== undefined) document.title = `${title} · Forestall`
  }, [title])
}
