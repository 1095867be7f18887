import { useEffect, useRef } from 'react'

/** How each open menu is closed, the innermost last. */
const open: { current: () => void }[] = []

/** Lets the search close a menu, a panel or a list of keys that lies over the screen and holds nothing that was typed. */
export function useOpenMenu(opened: boolean, close: () => void): void {
  const latest = useRef(close)
  latest.current = close
  useEffect(() => {
    if (!opened) return
    open.push(latest)
    return () => void open.splice(open.indexOf(latest), 1)
  }, [opened])
}

/** Closes every open menu, the innermost first; false where none is open. */
export function closeMenus(): boolean {
  const all = open.toReversed()
  for (const close of all) close.current()
  return all.length > 0
}
