import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { BrowserWindow, nativeTheme, type Rectangle, type Session, screen, shell, type WebContents } from 'electron'
import { isOurPage, PAGE } from './page-scheme.ts'

/** Help pages that a screen may open in the person's own browser; everything else stays shut. */
const EXTERNAL_HOSTS = new Set(['support.google.com', 'learn.microsoft.com'])
const GROUND = { light: '#f6f6f4', dark: '#141413' }

interface WindowState {
  bounds: Rectangle
  maximized: boolean
}

/** May this address be handed to the system's browser? */
export function mayOpenOutside(address: string): boolean {
  if (!URL.canParse(address)) return false
  const url = new URL(address)
  return url.protocol === 'https:' && !url.port && !url.username && EXTERNAL_HOSTS.has(url.host)
}

/** Nobody in this session is allowed anything: no device, no permission, no request to another machine. */
export function lockSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false))
  session.setPermissionCheckHandler(() => false)
  session.setDevicePermissionHandler(() => false)
  session.setSpellCheckerEnabled(false)
  session.on('will-download', event => event.preventDefault())
  // The content policy forbids it already; this holds even where a policy does not reach.
  session.webRequest.onBeforeRequest((details, answer) =>
    answer({ cancel: !/^(app|devtools|blob|data):/.test(details.url) }),
  )
}

/** Pins a page to itself: no navigation, no second window, no embedded one. */
export function guard(contents: WebContents): void {
  contents.on('will-navigate', event => {
    if (!isOurPage(event.url)) event.preventDefault()
  })
  contents.on('will-frame-navigate', event => {
    if (!event.isMainFrame || !isOurPage(event.url)) event.preventDefault()
  })
  contents.on('will-redirect', event => event.preventDefault())
  contents.on('will-attach-webview', event => event.preventDefault())
  contents.setWindowOpenHandler(({ url }) => {
    if (mayOpenOutside(url)) void shell.openExternal(url)
    return { action: 'deny' }
  })
}

function savedState(file: string): WindowState | null {
  try {
    const state = JSON.parse(readFileSync(file, 'utf8')) as WindowState
    const area = screen.getDisplayMatching(state.bounds).workArea
    // A window on a monitor that is gone would be out of reach.
    const visible = state.bounds.x < area.x + area.width - 80 && state.bounds.y < area.y + area.height - 80
    return visible && state.bounds.x + state.bounds.width > area.x + 80 && state.bounds.y >= area.y - 20 ? state : null
  } catch {
    return null
  }
}

function keepState(window: BrowserWindow, file: string): void {
  window.on('close', () => {
    const state: WindowState = { bounds: window.getNormalBounds(), maximized: window.isMaximized() }
    try {
      writeFileSync(file, JSON.stringify(state))
    } catch {
      // A full or read-only disk must not keep the window from closing.
    }
  })
}

/** The one window: sandboxed, isolated, without Node, where and as large as it was left. */
export function openWindow(files: { preload: string; icon: string; userData: string }): BrowserWindow {
  const stateFile = join(files.userData, 'window.json')
  const state = savedState(stateFile)
  const window = new BrowserWindow({
    ...(state?.bounds ?? { width: 1440, height: 900 }),
    minWidth: 960,
    minHeight: 600,
    title: 'Forestall',
    icon: files.icon,
    show: false,
    autoHideMenuBar: true,
    backgroundColor: nativeTheme.shouldUseDarkColors ? GROUND.dark : GROUND.light,
    webPreferences: {
      preload: files.preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      safeDialogs: true,
    },
  })
  if (state?.maximized) window.maximize()
  window.once('ready-to-show', () => window.show())
  keepState(window, stateFile)
  void window.loadURL(PAGE)
  return window
}
