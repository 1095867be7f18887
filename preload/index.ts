import { ipcRenderer, webFrame } from 'electron'
import { CONNECT, CONNECT_CHANNEL, type EngineNotice, NOTICE_CHANNEL } from '../shared/bridge.ts'
import { PAGE_SAYS_CHANNEL, WINDOW_SAYS_CHANNEL } from '../shared/desktop/channels.ts'
import type { DesktopEnvelope, WindowSays } from '../shared/desktop/page-says.ts'
import { giveBackWhenUnused } from './give-back.ts'

/**
 * Hands the page one message port to the engine, again whenever the engine was started again, and passes on what page and
 * window say to each other (the main process reads it by a schema). No function and no object of this world is exposed.
 */
window.addEventListener('message', event => {
  // The page asks first, so that the port cannot arrive before somebody listens.
  if (event.source !== window) return
  if (event.data === CONNECT) ipcRenderer.send(CONNECT_CHANNEL)
  const said = (event.data as DesktopEnvelope | null)?.forestallPageSays
  if (said !== undefined) ipcRenderer.send(PAGE_SAYS_CHANNEL, said)
})

ipcRenderer.on(NOTICE_CHANNEL, (event, notice: EngineNotice) => {
  window.postMessage({ forestall: notice }, window.location.origin, event.ports)
})

ipcRenderer.on(WINDOW_SAYS_CHANNEL, (_event, said: WindowSays) => {
  window.postMessage({ forestallWindowSays: said } satisfies DesktopEnvelope, window.location.origin)
})

giveBackWhenUnused(window, () => webFrame.clearCache())
