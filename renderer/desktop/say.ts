import type { DesktopEnvelope, PageSays, WindowSays } from '../../shared/desktop/page-says.ts'

/** Whether the page is in a window of the desktop app; the loopback console is a tab of a browser. */
export const inWindow = (): boolean => window.location.protocol === 'app:'

/** Says something to the window around this page; in a browser's tab there is none to hear it. */
export function sayToWindow(said: PageSays): void {
  if (inWindow()) window.postMessage({ forestallPageSays: said } satisfies DesktopEnvelope, window.location.origin)
}

/** Hears what the window says; returns how to stop. */
export function hearWindow(heard: (said: WindowSays) => void): () => void {
  const listener = (event: MessageEvent) => {
    const said = (event.data as DesktopEnvelope | null)?.forestallWindowSays
    if (event.source === window && said) heard(said)
  }
  window.addEventListener('message', listener)
  return () => window.removeEventListener('message', listener)
}
