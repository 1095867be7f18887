import { BrowserWindow, type WebContents } from 'electron'
import { issueWindowAt } from '../../../shared/desktop/issue-window.ts'
import { PAGE } from './page-scheme.ts'
import { sayToPage } from './say-to-page.ts'
import { openWindow, type WindowFiles } from './window.ts'

/** The console's window and the windows of single issues. */
export interface Windows {
  /** Brings the console to the front, and opens it where it was closed. */
  show(): void
  /** `workspace`: the folder of the workspace in which the number names an issue. */
  openIssue(workspace: string, issueId: number): void
  isConsole(page: WebContents): boolean
  /** The console's page, while there is one. */
  console(): WebContents | null
}

const ISSUE_SIZE = { width: 980, height: 760 }

const bringUp = (window: BrowserWindow) => {
  if (window.isMinimized()) window.restore()
  window.focus()
}

/** `opened` is told of every new window, before its page is loaded. */
export function createWindows(files: WindowFiles, opened: (window: BrowserWindow) => void): Windows {
  let main: BrowserWindow | null = null
  const issues = new Map<string, BrowserWindow>()
  const alive = () => (main && !main.isDestroyed() ? main : null)
  return {
    show: () => {
      const there = alive()
      if (there) return bringUp(there)
      main = openWindow(files, { page: PAGE })
      opened(main)
    },
    openIssue: (workspace, issueId) => {
      const at = issueWindowAt(workspace, issueId)
      const there = issues.get(at)
      if (there && !there.isDestroyed()) {
        bringUp(there)
        // By its keys it may have come to another issue since.
        return sayToPage(there.webContents, { say: 'show', workspace, issueId })
      }
      const window = openWindow(files, { page: `${PAGE}${at}`, size: ISSUE_SIZE })
      issues.set(at, window)
      window.once('closed', () => issues.delete(at))
      opened(window)
    },
    isConsole: page => page === alive()?.webContents,
    console: () => alive()?.webContents ?? null,
  }
}

/** The window in which a person works, or any other. */
export const windowInUse = (): BrowserWindow | null =>
  BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0] ?? null
