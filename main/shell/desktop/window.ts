import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { BrowserWindow, nativeTheme, type Session, screen, shell, type WebContents } from 'electron'
import { FIRST_SIZE, onScreen, readWindowState, type WindowState } from '../window-state.ts'
import { keepExport } from './downloads.ts'
import { isOurPage } from './page-scheme.ts'

/** Help pages that a screen may open in the person's own browser; for anything else the engine has to vouch. */
const EXTERNAL_HOSTS = new Set(['support.google.com', 'learn.microsoft.com'])
const GROUND = { light: '#f6f6f4', dark: '#141413' }

/** Help pages may be handed to the system's browser without asking the engine. */
export function isHelpPage(address: string): boolean {
  if (!URL.canParse(address)) return false
  const url = new URL(address)
  return url.protocol === 'https:' && !url.port && !url.username && EXTERNAL_HOSTS.has(url.host)
}

/** “Copy link” writes to the clipboard; reading it is another permission, which nobody has. */
const mayCopy = (contents: WebContents | null, permission: string): boolean =>
  permission === 'clipboard-sanitized-write' && isOurPage(contents?.getURL() ?? '')

/** Nobody in this session is allowed anything but copying: no device, no permission, no request to another machine. */
export function lockSession(session: Session): void {
  session.setPermissionRequestHandler((contents, permission, answer) => answer(mayCopy(contents, permission)))
  session.setPermissionCheckHandler(mayCopy)
  session.setDevicePermissionHandler(() => false)
  session.setSpellCheckerEnabled(false)
  session.on('will-download', keepExport)
  // The content policy forbids it already; this holds even where a policy does not reach.
  session.webRequest.onBeforeRequest((details, answer) =>
    answer({ cancel: !/^(app|devtools|blob|data):/.test(details.url) }),
  )
}

/** Pins a page to itself: no navigation, no second window, no embedded one. */
export function guard(contents: WebContents, vouches: (address: string) => Promise<boolean>): void {
  contents.on('will-navigate', event => {
    if (!isOurPage(event.url)) event.preventDefault()
  })
  contents.on('will-frame-navigate', event => {
    if (!event.isMainFrame || !isOurPage(event.url)) event.preventDefault()
  })
  contents.on('will-redirect', event => event.preventDefault())
  contents.on('will-attach-webview', event => event.preventDefault())
  contents.setWindowOpenHandler(({ url }) => {
    const asked = isHelpPage(url) ? Promise.resolve(true) : vouches(url)
    asked.then(may => (may ? shell.openExternal(url) : undefined)).catch(() => {})
    return { action: 'deny' }
  })
}

/** How the window was left, on the screens of today. */
function savedState(file: string): WindowState | null {
  try {
    const state = readWindowState(readFileSync(file, 'utf8'))
    const areas = [screen.getPrimaryDisplay(), ...screen.getAllDisplays()].map(({ workArea }) => workArea)
    return state && { ...state, bounds: onScreen(state.bounds, areas) }
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

/** The files that a window is made of, and the folder in which its place is kept. */
export interface WindowFiles {
  preload: string
  icon: string
  userData: string
}

/** What a window shows; one with a size of its own is opened beside the console, and its place is not kept. */
interface Shown {
  page: string
  size?: { width: number; height: number }
}

/** A window: sandboxed, isolated, without Node. The console's opens where and as large as it was left. */
export function openWindow(files: WindowFiles, { page, size }: Shown): BrowserWindow {
  const stateFile = join(files.userData, 'window.json')
  const state = size ? null : savedState(stateFile)
  const window = new BrowserWindow({
    ...(size ?? state?.bounds ?? FIRST_SIZE),
    minWidth: size ? 640 : 960,
    minHeight: size ? 480 : 600,
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
  if (!size) keepState(window, stateFile)
  void window.loadURL(page)
  return window
}
