import { useSyncExternalStore } from 'react'

export const SCREENS = [
  'queue',
  'incidents',
  'outbox',
  'review',
  'triggers',
  'playbooks',
  'sources',
  'settings',
] as const
export type ScreenName = (typeof SCREENS)[number]

export interface Route {
  screen: ScreenName
  /** What follows the screen in the address, such as an issue's id. */
  rest: string | null
}

/** Reads `#/queue/12`. Anything unknown is the queue. */
export function parseRoute(hash: string): Route {
  const [name, ...rest] = hash.replace(/^#\/?/, '').split('/')
  const screen = SCREENS.find(known => known === name)
  return screen ? { screen, rest: rest.join('/') || null } : { screen: 'queue', rest: null }
}

const listeners = new Set<() => void>()
const subscribe = (changed: () => void) => {
  listeners.add(changed)
  window.addEventListener('hashchange', changed)
  return () => {
    listeners.delete(changed)
    window.removeEventListener('hashchange', changed)
  }
}

/** The screen named by the page's address. */
export const useRoute = (): Route => parseRoute(useSyncExternalStore(subscribe, () => window.location.hash))

/** Shows another screen; the browser's history leads back. */
export function go(screen: ScreenName, rest?: string | number): void {
  window.location.hash = rest === undefined ? `/${screen}` : `/${screen}/${rest}`
  // The browser announces the change only later, but a key pressed before that is meant for the new screen.
  for (const changed of listeners) changed()
}
