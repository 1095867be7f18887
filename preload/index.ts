import { ipcRenderer } from 'electron'
import { CONNECT, CONNECT_CHANNEL, type EngineNotice, NOTICE_CHANNEL } from '../shared/bridge.ts'

/**
 * Hands the page one message port to the engine, again whenever the engine was started again, and nothing else: no
 * function and no object of this world is exposed to it.
 */
window.addEventListener('message', event => {
  // The page asks first, so that the port cannot arrive before somebody listens.
  if (event.source === window && event.data === CONNECT) ipcRenderer.send(CONNECT_CHANNEL)
})

ipcRenderer.on(NOTICE_CHANNEL, (event, notice: EngineNotice) => {
  window.postMessage({ forestall: notice }, window.location.origin, event.ports)
})
