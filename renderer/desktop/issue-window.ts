import { ISSUE_WINDOW } from '../../shared/desktop/issue-window.ts'
import { toast, toastNoIssue } from '../parts/toast.tsx'
import { inWindow, sayToWindow } from './say.ts'

/** The folder of the workspace whose issue this page shows in a window of its own; null in the console. */
export const issueWindowWorkspace = (): string | null => new URLSearchParams(window.location.search).get(ISSUE_WINDOW)

/** Whether this page shows one issue in a window of its own. */
export const isIssueWindow = (): boolean => issueWindowWorkspace() !== null

/** Opens an issue of a workspace in a window of its own, or says what to do in a browser. */
export function openIssueWindow(workspace: string | undefined, issueId: number | null): void {
  if (issueId === null || workspace === undefined) toastNoIssue()
  else if (inWindow()) sayToWindow({ say: 'open-issue', workspace, issueId })
  else toast('Issues open in windows of their own in the desktop app. In a browser, open a second tab.')
}
