import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  nativeImage,
  nativeTheme,
  session,
  shell,
  type WebContents,
} from 'electron'
import { CONNECT_CHANNEL, type DesktopAsk } from '../../../shared/bridge.ts'
import { PAGE_SAYS_CHANNEL } from '../../../shared/desktop/channels.ts'
import { logFile, openLog } from '../../engine/log.ts'
import { takeReleaseNotes } from '../../engine/release-notes.ts'
import { FOLDER, userDataDir, whoAmI, workspacesDir } from '../../engine/user-data.ts'
import { APP_VERSION } from '../../engine/version.ts'
import { createDragOut, type DragOut } from '../at-home/drag-out.ts'
import { workspaceOption } from '../options.ts'
import { onUnhandled } from '../unhandled.ts'
import { type AtHome, createAtHome } from './at-home.ts'
import { type EngineProcess, notRunning, superviseEngine } from './engine-supervisor.ts'
import { openKept } from './kept.ts'
import { keychainSecrets } from './keychain.ts'
import { createLinks, registerLinks } from './links.ts'
import { keepDumps, offerCrashReport } from './offer-crash-report.ts'
import { offerUpdate, showReleaseNotes } from './offer-update.ts'
import { isOurPage, registerScheme, serveScheme } from './page-scheme.ts'
import { sayToPage } from './say-to-page.ts'
import { openTray } from './tray.ts'
import { guard, lockSession } from './window.ts'
import { createWindows, windowInUse } from './windows.ts'

/** Electron's entry. It opens the window and starts the engine's process; nothing heavy runs here. */
const out = resolve(import.meta.dirname, '..')
const userData = userDataDir()
const UNEXPECTED = 'Everything that was saved is kept. If the window does not answer, restart Forestall.'

process.umask(0o077)
registerScheme()
// As root on Linux no child of Chromium starts with both settings; nobody else passes the switch.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox()
// A process of its own for Chromium's network costs 30 MB, and there is nothing for it to do: the page loads our own files, and
// `lockSession` cancels every other request before it leaves.
const wished = app.commandLine.getSwitchValue('enable-features')
app.commandLine.appendSwitch('enable-features', [wished, 'NetworkServiceInProcess2'].filter(Boolean).join(','))
app.setName(FOLDER)
mkdirSync(userData, { recursive: true })
app.setPath('userData', userData)
keepDumps(userData, Date.now())

const log = openLog(userData, 'main', () => Date.now())

const links = createLinks()

/** Holds lists that are dragged out of a window, for minutes. */
const DRAGGED = join(userData, 'dragged')

/** The one engine, once it was started. */
let engine: EngineProcess | null = null

async function pickFiles(): Promise<string[]> {
  const window = windowInUse()
  const options: Electron.OpenDialogOptions = {
    properties: ['openFile', 'multiSelections'],
    filters: [
      { name: 'Data', extensions: ['csv', 'tsv', 'txt', 'json', 'ndjson', 'jsonl', 'gz'] },
      { name: 'All files', extensions: ['*'] },
    ],
  }
  const chosen = await (window ? dialog.showOpenDialog(window, options) : dialog.showOpenDialog(options))
  return chosen.filePaths
}

/** The folder that `--workspace` names. */
function chosenWorkspace(): string | null {
  const dir = workspaceOption(process.argv)
  return dir && resolve(dir)
}

function startEngine(): EngineProcess {
  const secrets = keychainSecrets(join(userData, 'secrets.json'), () =>
    process.stderr.write('There is no system keychain here. Passwords are kept until Forestall is closed.\n'),
  )
  const answer = async (ask: DesktopAsk): Promise<unknown> => {
    if (ask.op === 'secret.get') return secrets.get(ask.name)
    if (ask.op === 'secret.set') return secrets.set(ask.name, ask.value)
    if (ask.op === 'secret.lasts') return secrets.lasts?.() ?? false
    // An answer that is not empty says why it could not.
    if (ask.op === 'folder.show') return shell.openPath(ask.dir)
    return pickFiles()
  }
  const start = {
    root: workspacesDir(userData),
    dir: chosenWorkspace(),
    appVersion: app.getVersion(),
    ...whoAmI('desktop'),
    dragged: DRAGGED,
  }
  return superviseEngine({ entry: join(out, 'main', 'engine-start.cjs'), start, answer })
}

const ICON = join(out, 'renderer', 'icon.png')
const windows = createWindows({ preload: join(out, 'preload', 'index.cjs'), icon: ICON, userData }, window => {
  atHome?.welcome(window)
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit' || reason === 'killed') return
    log.write({ event: 'page_reloaded' })
    window.webContents.reload()
  })
})

/** Lists that are dragged out of a window. */
function dragOut(): DragOut<WebContents> {
  const icon = nativeImage.createFromPath(ICON).resize({ width: 48, height: 48 })
  const drags = createDragOut<WebContents>({
    folder: DRAGGED,
    write: async list => (engine ? engine.listFile(list) : notRunning),
    begin: (page, file) => {
      if (!page.isDestroyed()) page.startDrag({ file, icon })
    },
    say: sayToPage,
    later: (ms, act) => void setTimeout(act, ms).unref(),
  })
  drags.sweep()
  app.on('quit', drags.sweep)
  return drags
}

/** The desktop around the pages, once the app is ready. */
let atHome: AtHome | null = null

function settleIn(): AtHome {
  const now = () => new Date()
  return createAtHome({
    kept: openKept(join(userData, 'desktop.json')),
    windows,
    tray: openTray(ICON, { open: windows.show, setQuiet: quiet => atHome?.setQuiet(quiet) }),
    drags: dragOut(),
    minute: () => now().getHours() * 60 + now().getMinutes(),
    menu: {
      platform: process.platform,
      packaged: app.isPackaged,
      showLog: () => void shell.openPath(logFile(userData)),
      crashReport: () => void offerCrashReport(userData, () => Date.now()),
      updateFromFile: () => void offerUpdate(join(out, 'main', 'update-process.js'), chosenWorkspace()),
    },
  })
}

/** Brings the console to the front; before the app is ready, its window is about to open anyway. */
const comeUp = () => {
  if (atHome) windows.show()
}

/** Whether a message comes from the page that we serve, and from no frame within it. */
const isOurs = ({ senderFrame, sender }: Electron.IpcMainEvent): boolean =>
  senderFrame === sender.mainFrame && isOurPage(senderFrame?.url ?? '')

async function run(): Promise<void> {
  await app.whenReady()
  // Engine and page take the longest, so they begin first; tray and menu come while those are loaded.
  const running = startEngine()
  engine = running
  lockSession(session.defaultSession)
  serveScheme(session.defaultSession, join(out, 'renderer'))
  nativeTheme.themeSource = 'system'
  ipcMain.on(CONNECT_CHANNEL, event => {
    if (!isOurs(event)) return
    if (windows.isConsole(event.sender)) links.connect(event.sender)
    running.connect(event.sender)
  })
  windows.show()
  const home = settleIn()
  atHome = home
  for (const window of BrowserWindow.getAllWindows()) home.welcome(window)
  ipcMain.on(PAGE_SAYS_CHANNEL, (event, said: unknown) => {
    if (isOurs(event)) home.hear(event.sender, said)
  })
  log.write({ event: 'started' })
  const notes = await takeReleaseNotes(userData, APP_VERSION)
  if (notes) void showReleaseNotes(notes)
  app.on('activate', windows.show)
  quitAfter(running)
}

/** Lets the engine end properly before the app does. */
function quitAfter(engine: EngineProcess): void {
  let done = false
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit()
  })
  app.on('will-quit', event => {
    if (done) return
    event.preventDefault()
    // In a turn of its own: where no engine runs it is closed at once, and Electron ignores a quit within this event.
    void engine.close().finally(() =>
      setImmediate(() => {
        done = true
        app.quit()
      }),
    )
  })
}

// Electron would show the bare error in a dialog of its own, with whatever data its message quotes.
onUnhandled(
  (line, error) => {
    process.stderr.write(`${line}\n`)
    log.unexpected(error)
  },
  () => {
    if (app.isReady())
      void dialog.showMessageBox({ type: 'error', message: 'An unexpected error occurred.', detail: UNEXPECTED })
  },
)

if (app.requestSingleInstanceLock()) {
  app.on('web-contents-created', (_event, contents) =>
    guard(contents, async address => engine?.vouches(address) ?? false),
  )
  app.on('second-instance', (_event, args) => {
    comeUp()
    links.fromArguments(args)
  })
  app.on('open-url', (event, link) => {
    event.preventDefault()
    comeUp()
    links.take(link)
  })
  registerLinks()
  links.fromArguments(process.argv)
  void run()
} else {
  app.quit()
}
