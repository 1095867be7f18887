import { useSyncExternalStore } from 'react'

export const SCREENS = [
  'queue',
  'day',
  'account',
  'incidents',
  'outage',
  'outbox',
  'review',
  'model',
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

/** The screen alone: what hangs on it is not drawn again for each issue that the address names. */
export const useScreen = (): ScreenName =>
  useSyncExternalStore(subscribe, () => parseRoute(window.location.hash).screen)

/** What follows the screen in the page's address. */
export const addressOf = (screen: ScreenName): Address => ({
  read: () => {
    const route = parseRoute(window.location.hash)
    return route.screen === screen ? route.rest : null
  },
  replace: rest => {
    // Another screen is about to be shown; its address is not ours to change.
    if (parseRoute(window.location.hash).screen !== screen) return
    window.history.replaceState(null, '', rest === null ? `#/${screen}` : `#/${screen}/${rest}`)
    for (const changed of listeners) changed()
  },
  subscribe,
})

/** The part of the page's address that belongs to one screen. */
export interface Address {
  read: () => string | null
  /** Changes the address without a step in the browser's history. */
  replace: (rest: string | null) => void
  subscribe: (changed: () => void) => () => void
}

/** Shows another screen; the browser's history leads back. */
export function go(screen: ScreenName, rest?: string | number): void {
  window.location.hash = rest === undefined ? `/${screen}` : `/${screen}/${rest}`
  // The browser announces the change only later, but a key pressed before that is meant for the new screen.
  for (const changed of listeners) changed()
}
