import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef } from 'react'
import { type Binding, step, strokeName } from './key-match.ts'

type Bindings = readonly Binding[]
interface Registry {
  /** Current bindings of every mounted part, the innermost last. */
  sets: Set<{ current: Bindings }>
}

const KeyContext = createContext<Registry | null>(null)
const FIELD = 'input, textarea, select, [contenteditable="true"]'
/** Places with keys of their own. */
const OWN_KEYS = '[role="dialog"], [role="menu"], [role="listbox"]'
const PREFIX_MS = 1_200

/** Listens once for the whole page; parts below say what their keys do. */
export function KeyProvider({ children }: { children: ReactNode }) {
  const registry = useMemo<Registry>(() => ({ sets: new Set() }), [])
  useEffect(() => {
    let prefix: string | null = null
    let at = 0
    const onKey = (event: KeyboardEvent) => {
      const stroke = strokeName(event)
      if (!stroke || event.defaultPrevented || event.isComposing) return
      const target = event.target instanceof Element ? event.target : null
      if (target?.closest(OWN_KEYS)) return
      // Enter and space on a button press the button.
      if ((stroke === 'enter' || stroke === 'space') && target?.closest('button, a, summary')) return
      const all = [...registry.sets].flatMap(set => set.current)
      const next = step(all, event.timeStamp - at < PREFIX_MS ? prefix : null, stroke, !!target?.closest(FIELD))
      prefix = next.prefix
      at = event.timeStamp
      if (!next.run && !next.prefix) return
      if (event.repeat && !next.run?.repeat) return
      event.preventDefault()
      next.run?.run()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [registry])
  return <KeyContext.Provider value={registry}>{children}</KeyContext.Provider>
}

/** Says what keys do while this part is on screen. */
export function useKeys(bindings: Bindings): void {
  const registry = useContext(KeyContext)
  const set = useRef<Bindings>(bindings)
  set.current = bindings
  useEffect(() => {
    registry?.sets.add(set)
    return () => {
      registry?.sets.delete(set)
    }
  }, [registry])
}

/** Every key that works right now, for the page of shortcuts. */
export function useAllKeys(): () => Bindings {
  const registry = useContext(KeyContext)
  return () => [...(registry?.sets ?? [])].flatMap(set => set.current)
}
