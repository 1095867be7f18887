import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { app, BrowserWindow, dialog, ipcMain, nativeTheme, session, shell } from 'electron'
import { CONNECT_CHANNEL, type DesktopAsk } from '../../../shared/bridge.ts'
import { logFile, openLog } from '../../engine/log.ts'
import { takeReleaseNotes } from '../../engine/release-notes.ts'
import { FOLDER, userDataDir, whoAmI, workspacesDir } from '../../engine/user-data.ts'
import { APP_VERSION } from '../../engine/version.ts'
import { option } from '../options.ts'
import { onUnhandled } from '../unhandled.ts'
import { type EngineProcess, superviseEngine } from './engine-supervisor.ts'
import { keychainSecrets } from './keychain.ts'
import { createLinks, registerLinks } from './links.ts'
import { setMenu } from './menu.ts'
import { keepDumps, offerCrashReport } from './offer-crash-report.ts'
import { offerUpdate, showReleaseNotes } from './offer-update.ts'
import { isOurPage, registerScheme, serveScheme } from './page-scheme.ts'
import { guard, lockSession, openWindow } from './window.ts'

/** Electron's entry. It opens the window and starts the engine's process; nothing heavy runs here. */
const out = resolve(import.meta.dirname, '..')
const userData = userDataDir()
const UNEXPECTED = 'Everything that was saved is kept. If the window does not answer, restart Forestall.'

process.umask(0o077)
registerScheme()
// As root on Linux no child of Chromium starts with both settings; nobody else passes the switch.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox()
app.setName(FOLDER)
mkdirSync(userData, { recursive: true })
app.setPath('userData', userData)
keepDumps(userData, Date.now())

const log = openLog(userData, 'main', () => Date.now())

const links = createLinks()

/** The one engine, once it was started. */
let engine: EngineProcess | null = null

function focusWindow(): void {
  const [window] = BrowserWindow.getAllWindows()
  if (!window) return
  if (window.isMinimized()) window.restore()
  window.focus()
}

async function pickFiles(): Promise<string[]> {
  const [window] = BrowserWindow.getAllWindows()
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
  const dir = option(process.argv, 'workspace')
  return dir && resolve(dir)
}

function startEngine(): EngineProcess {
  const secrets = keychainSecrets(join(userData, 'secrets.json'), () =>
    process.stderr.write('There is no system keychain here. Passwords are kept until Forestall is closed.\n'),
  )
  const answer = async (ask: DesktopAsk): Promise<unknown> => {
    if (ask.op === 'secret.get') return secrets.get(ask.name)
    if (ask.op === 'secret.set') return secrets.set(ask.name, ask.value)
    return pickFiles()
  }
  const start = {
    root: workspacesDir(userData),
    dir: chosenWorkspace(),
    appVersion: app.getVersion(),
    ...whoAmI(),
  }
  return superviseEngine({ entry: join(out, 'main', 'engine-process.js'), start, answer })
}

function open(): void {
  const window = openWindow({
    preload: join(out, 'preload', 'index.cjs'),
    icon: join(out, 'renderer', 'icon.png'),
    userData,
  })
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit' || reason === 'killed') return
    log.write({ event: 'page_reloaded' })
    window.webContents.reload()
  })
}

async function run(): Promise<void> {
  await app.whenReady()
  lockSession(session.defaultSession)
  serveScheme(session.defaultSession, join(out, 'renderer'))
  setMenu(process.platform, app.isPackaged, {
    showLog: () => void shell.openPath(logFile(userData)),
    crashReport: () => void offerCrashReport(userData, () => Date.now()),
    updateFromFile: () => void offerUpdate(join(out, 'main', 'update-process.js'), chosenWorkspace()),
  })
  log.write({ event: 'started' })
  nativeTheme.themeSource = 'system'
  const running = startEngine()
  engine = running
  ipcMain.on(CONNECT_CHANNEL, event => {
    const { senderFrame, sender } = event
    const ours = senderFrame === sender.mainFrame && isOurPage(senderFrame?.url ?? '')
    if (!ours) return
    links.connect(sender)
    running.connect(sender)
  })
  open()
  const notes = await takeReleaseNotes(userData, APP_VERSION)
  if (notes) void showReleaseNotes(notes)
  app.on('activate', () => {
    if (BrowserWindow.getAllWindows().length === 0) open()
  })
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
    void engine.close().finally(() => {
      done = true
      app.quit()
    })
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
    focusWindow()
    links.fromArguments(args)
  })
  app.on('open-url', (event, link) => {
    event.preventDefault()
    focusWindow()
    links.take(link)
  })
  registerLinks()
  links.fromArguments(process.argv)
  void run()
} else {
  app.quit()
}
