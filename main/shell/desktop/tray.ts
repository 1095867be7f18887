import { app, Menu, nativeImage, Tray } from 'electron'
import { trayWords } from '../at-home/news-words.ts'

/** The icon beside the system's clock. */
export interface TrayIcon {
  /** Shows how many issues are urgent, null where that is not known, and whether quiet mode is on. */
  show(urgent: number | null, quiet: boolean): void
}

const SIZE = 22

/** Puts the icon there; a desktop without a tray has only the number on the app's own icon, where it has that. */
export function openTray(icon: string, acts: { open: () => void; setQuiet: (quiet: boolean) => void }): TrayIcon {
  const tray = new Tray(nativeImage.createFromPath(icon).resize({ width: SIZE, height: SIZE }))
  tray.on('click', acts.open)
  return {
    show: (urgent, quiet) => {
      const words = trayWords(urgent, quiet)
      tray.setToolTip(words)
      // Only macOS shows text beside the icon.
      tray.setTitle(urgent ? String(urgent) : '')
      app.setBadgeCount(urgent ?? 0)
      tray.setContextMenu(
        Menu.buildFromTemplate([
          { label: words, enabled: false },
          { type: 'separator' },
          { label: 'Open Forestall', click: acts.open },
          { label: 'Quiet mode', type: 'checkbox', checked: quiet, click: ({ checked }) => acts.setQuiet(checked) },
          { type: 'separator' },
          { role: 'quit' },
        ]),
      )
    },
  }
}
