import { Menu, type MenuItemConstructorOptions } from 'electron'

/** What the entries of the help menu do. */
export interface HelpEntries {
  showLog(): void
  updateFromFile(): void
  crashReport(): void
}

/** The few entries that a keyboard or a screen reader expects of any window; the console has its own palette. */
export function setMenu(platform: NodeJS.Platform, packaged: boolean, help: HelpEntries): void {
  const mac: MenuItemConstructorOptions[] = platform === 'darwin' ? [{ role: 'appMenu' }] : []
  const view: MenuItemConstructorOptions[] = [
    { role: 'reload' },
    { type: 'separator' },
    { role: 'resetZoom' },
    { role: 'zoomIn' },
    { role: 'zoomOut' },
    { type: 'separator' },
    { role: 'togglefullscreen' },
    ...(packaged ? [] : [{ role: 'toggleDevTools' } as const]),
  ]
  const helpMenu: MenuItemConstructorOptions[] = [
    { label: 'Show log', click: help.showLog },
    { label: 'Crash report …', click: help.crashReport },
    { type: 'separator' },
    { label: 'Update from a file …', click: help.updateFromFile },
  ]
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      ...mac,
      { label: '&File', submenu: [platform === 'darwin' ? { role: 'close' } : { role: 'quit' }] },
      { role: 'editMenu' },
      { label: '&View', submenu: view },
      { role: 'windowMenu' },
      { role: 'help', label: '&Help', submenu: helpMenu },
    ]),
  )
}
