import { Menu, type MenuItemConstructorOptions } from 'electron'
import type { MenuKey } from '../../../shared/desktop/page-says.ts'
import { type MenuSection, menuSections } from '../at-home/menu-sections.ts'

/** What the entries of the menu bar do. */
export interface MenuActs {
  showLog(): void
  updateFromFile(): void
  crashReport(): void
  print(): void
  resetZoom(): void
  stepZoom(by: 1 | -1): void
  /** Runs what a key of the page does. */
  run(key: MenuKey): void
}

type Entries = MenuItemConstructorOptions[]

const viewMenu = (packaged: boolean, acts: MenuActs): Entries => [
  { role: 'reload' },
  { type: 'separator' },
  { label: 'Actual size', accelerator: 'CommandOrControl+0', click: acts.resetZoom },
  { label: 'Zoom in', accelerator: 'CommandOrControl+Plus', click: () => acts.stepZoom(1) },
  // The same key without Shift, and the one of the number pad.
  ...['CommandOrControl+=', 'CommandOrControl+numadd'].map(accelerator => ({
    ...{ label: 'Zoom in', accelerator, visible: false, acceleratorWorksWhenHidden: true },
    click: () => acts.stepZoom(1),
  })),
  { label: 'Zoom out', accelerator: 'CommandOrControl+-', click: () => acts.stepZoom(-1) },
  { type: 'separator' },
  { role: 'togglefullscreen' },
  ...(packaged ? [] : [{ role: 'toggleDevTools' } as const]),
]

const entriesOf = ({ entries }: MenuSection, acts: MenuActs): Entries =>
  entries.map(entry => ({
    label: entry.text,
    click: () => acts.run({ group: entry.group, label: entry.label, keys: entry.keys }),
  }))

/** The menu bar: the window's own entries, and every key of the page that works at the moment. */
export function setMenu(platform: NodeJS.Platform, packaged: boolean, keys: readonly MenuKey[], acts: MenuActs): void {
  const isMac = platform === 'darwin'
  const { places, acts: groups } = menuSections(keys, isMac ? '⌘' : 'Ctrl')
  const actions: Entries = groups.map(section => ({ label: section.group, submenu: entriesOf(section, acts) }))
  const helpMenu: Entries = [
    { label: 'Show log', click: acts.showLog },
    { label: 'Crash report …', click: acts.crashReport },
    { type: 'separator' },
    { label: 'Update from a file …', click: acts.updateFromFile },
  ]
  const file: Entries = [
    // Without a key: the page’s own entry names it, and a person can change it.
    { label: 'Print …', click: acts.print },
    { type: 'separator' },
    { role: 'close' },
    ...(isMac ? [] : [{ role: 'quit' } as const]),
  ]
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      ...(isMac ? [{ role: 'appMenu' } as const] : []),
      { label: '&File', submenu: file },
      { role: 'editMenu' },
      { label: '&View', submenu: viewMenu(packaged, acts) },
      ...(places.entries.length > 0 ? [{ label: '&Go to', submenu: entriesOf(places, acts) }] : []),
      ...(actions.length > 0 ? [{ label: '&Actions', submenu: actions }] : []),
      { role: 'windowMenu' },
      { role: 'help', label: '&Help', submenu: helpMenu },
    ]),
  )
}
