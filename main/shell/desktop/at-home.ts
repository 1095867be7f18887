import { BrowserWindow, Notification, type WebContents } from 'electron'
import { type MenuKey, type News, pageSaysSchema } from '../../../shared/desktop/page-says.ts'
import { isQuietAt } from '../../../shared/desktop/quiet.ts'
import type { DragOut } from '../at-home/drag-out.ts'
import { newsNotices } from '../at-home/news-words.ts'
import { stepZoom } from '../at-home/zoom.ts'
import type { KeptFile } from './kept.ts'
import { type MenuActs, setMenu } from './menu.ts'
import { sayToPage } from './say-to-page.ts'
import type { TrayIcon } from './tray.ts'
import { type Windows, windowInUse } from './windows.ts'

/** What pages say to their windows, and what the person does with menu, tray and notifications. */
export interface AtHome {
  /** A page said something; what is not as the schema has it is dropped. */
  hear(page: WebContents, said: unknown): void
  /** A window was opened. */
  welcome(window: BrowserWindow): void
  setQuiet(quiet: boolean): void
}

export interface AtHomeDeps {
  kept: KeptFile
  windows: Windows
  tray: TrayIcon
  drags: DragOut<WebContents>
  /** Minutes since local midnight. */
  minute: () => number
  menu: { platform: NodeJS.Platform; packaged: boolean } & Pick<MenuActs, 'showLog' | 'crashReport' | 'updateFromFile'>
}

/** Connects the pages with the desktop around them. It navigates and shows; a decision is made only in a page. */
export function createAtHome({ kept, windows, tray, drags, minute, menu }: AtHomeDeps): AtHome {
  const keysOf = new WeakMap<WebContents, readonly MenuKey[]>()
  // A notification that nothing refers to can be collected before it is clicked.
  const shown = new Set<Notification>()
  let urgent: number | null = null

  const zoomTo = (zoom: number) => {
    kept.set({ zoom })
    for (const { webContents } of BrowserWindow.getAllWindows()) webContents.setZoomFactor(zoom)
  }
  const acts: MenuActs = {
    ...menu,
    print: () => windowInUse()?.webContents.print(),
    resetZoom: () => zoomTo(1),
    stepZoom: by => zoomTo(stepZoom(kept.get().zoom, by)),
    run: ({ group, keys }) => sayToPage(windowInUse()?.webContents, { say: 'run', group, keys }),
  }
  const drawMenu = (keys: readonly MenuKey[]) => setMenu(menu.platform, menu.packaged, keys, acts)
  const drawTray = () => tray.show(urgent, kept.get().quiet)
  const tellHabits = () => {
    const { quiet, quietHours, named } = kept.get()
    for (const { webContents } of BrowserWindow.getAllWindows())
      sayToPage(webContents, { say: 'habits', habits: { quiet, quietHours, named } })
  }
  const notify = (workspace: string, news: readonly News[]) => {
    // Who works in a window sees the news there.
    if (BrowserWindow.getFocusedWindow() || isQuietAt(kept.get(), minute())) return
    for (const { title, body, issueId } of newsNotices(news, kept.get().named)) {
      const notification = new Notification({ title, body })
      shown.add(notification)
      notification.on('close', () => shown.delete(notification))
      notification.on('click', () => {
        shown.delete(notification)
        windows.show()
        sayToPage(windows.console(), { say: 'show', workspace, issueId })
      })
      notification.show()
    }
  }
  const setHabits = (habits: Parameters<KeptFile['set']>[0]) => {
    kept.set(habits)
    drawTray()
    tellHabits()
  }

  drawMenu([])
  drawTray()
  return {
    hear: (page, said) => {
      const read = pageSaysSchema.safeParse(said)
      if (!read.success) return
      const { data } = read
      if (data.say === 'keys') {
        keysOf.set(page, data.keys)
        if (windowInUse()?.webContents === page) drawMenu(data.keys)
      }
      if (data.say === 'drag-list' || data.say === 'drag-go' || data.say === 'drag-drop') drags.hear(page, data)
      if (data.say === 'open-issue') windows.openIssue(data.workspace, data.issueId)
      if (data.say === 'ask-habits') tellHabits()
      if (data.say === 'set-habits') setHabits(data.habits)
      // Every window knows the news; the console alone tells them, so that nothing is said twice.
      if (!windows.isConsole(page)) return
      if (data.say === 'news') notify(data.workspace, data.news)
      if (data.say === 'urgent') {
        urgent = data.count
        drawTray()
      }
    },
    welcome: window => {
      const page = window.webContents
      page.on('did-finish-load', () => page.setZoomFactor(kept.get().zoom))
      page.on('zoom-changed', (_event, direction) => acts.stepZoom(direction === 'in' ? 1 : -1))
      window.on('focus', () => drawMenu(keysOf.get(page) ?? []))
    },
    setQuiet: quiet => setHabits({ quiet }),
  }
}
