import { BrowserWindow, type DownloadItem, dialog, type WebContents } from 'electron'
import { type PageExport, pageExport } from '../at-home/exports.ts'
import { isOurPage, ORIGIN } from './page-scheme.ts'
import { sayToPage } from './say-to-page.ts'

const NOT_SAVED = [
  'The file was not saved.',
  'The disk did not take the file. Free some space, or choose another folder.',
] as const

/**
 * A file that the page exports goes where the person says; no other download happens. The dialog is asked at once,
 * because Electron takes a path for a download only before this listener returns.
 */
export function keepExport(event: Electron.Event, item: DownloadItem, contents: WebContents): void {
  const file = item.getFilename()
  const exported = isOfOurPage(item, contents) ? pageExport(file, item.getMimeType()) : null
  const path = exported ? askWhere(file, exported, BrowserWindow.fromWebContents(contents)) : ''
  const ended = (saved: boolean) => sayToPage(contents, { say: 'export-ended', file, saved })
  if (path === '') {
    event.preventDefault()
    ended(false)
    return
  }
  item.setSavePath(path)
  item.once('done', (_event, state) => {
    ended(state === 'completed')
    if (state === 'interrupted')
      void dialog.showMessageBox({ type: 'error', message: NOT_SAVED[0], detail: NOT_SAVED[1] })
  })
}

const isOfOurPage = (item: DownloadItem, contents: WebContents): boolean =>
  isOurPage(contents.getURL()) && item.getURL().startsWith(`blob:${ORIGIN}/`)

function askWhere(defaultPath: string, { name, ending }: PageExport, window: BrowserWindow | null): string {
  const options = { defaultPath, filters: [{ name, extensions: [ending] }] }
  return window ? dialog.showSaveDialogSync(window, options) : dialog.showSaveDialogSync(options)
}
