import { ISSUE_WINDOW } from '../../shared/desktop/issue-window.ts'
import { toast, toastNoIssue } from '../parts/toast.tsx'
import { inWindow, sayToWindow } from './say.ts'

/** Whether this page shows one issue in a window of its own. */
export const isIssueWindow = (): boolean => new URLSearchParams(window.location.search).has(ISSUE_WINDOW)

/** Opens an issue in a window of its own, or says what to do in a browser. */
export function openIssueWindow(issueId: number | null): void {
  if (issueId === null) toastNoIssue()
  else if (inWindow()) sayToWindow({ say: 'open-issue', issueId })
  else toast('Issues open in windows of their own in the desktop app. In a browser, open a second tab.')
}
