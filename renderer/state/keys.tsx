import { createContext, type ReactNode, useContext, useEffect, useLayoutEffect, useMemo, useRef } from 'react'
import { type Binding, step, strokeName, takesText } from './key-match.ts'

type Bindings = readonly Binding[]
interface Registry {
  /** Current bindings of every mounted part, the innermost last. */
  sets: Set<{ current: Bindings }>
  /** Told after each drawing of a part that has keys, and when one goes. */
  watchers: Set<() => void>
}

const KeyContext = createContext<Registry | null>(null)
const FIELD = 'input, textarea, select, [contenteditable]:not([contenteditable="false"])'
/** Keys that a focused control uses itself. */
const OWN_STROKES: readonly [string, RegExp][] = [
  ['button, a, summary', /^(enter|space)$/],
  ['input[type="checkbox"], input[type="radio"]', /^(enter|space)$/],
  ['input[type="radio"], input[type="range"]', /^(arrow|home|end|page)/],
]
/** Places with keys of their own. */
const OWN_KEYS = '[role="dialog"], [role="menu"], [role="listbox"]'
const CONTROL = `${FIELD}, button, a, summary`
const PREFIX_MS = 1_200

function isTyping(target: Element | null): boolean {
  const field = target?.closest(FIELD)
  if (!field) return false
  return !(field instanceof HTMLInputElement) || takesText(field.type)
}

/** Listens once for the whole page; the parts below register their keys. */
export function KeyProvider({ children }: { children: ReactNode }) {
  const registry = useMemo<Registry>(() => ({ sets: new Set(), watchers: new Set() }), [])
  useEffect(() => {
    let prefix: string | null = null
    let at = 0
    const onKey = (event: KeyboardEvent) => {
      const stroke = strokeName(event)
      if (!stroke || event.defaultPrevented || event.isComposing) return
      const target = event.target instanceof Element ? event.target : null
      if (target?.closest(OWN_KEYS)) return
      if (OWN_STROKES.some(([where, own]) => own.test(stroke) && target?.closest(where))) return
      if (stroke === 'escape' && target instanceof HTMLElement && target.matches(CONTROL)) target.blur()
      const all = [...registry.sets].flatMap(set => set.current)
      const next = step(all, event.timeStamp - at < PREFIX_MS ? prefix : null, stroke, isTyping(target))
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

/** Registers keys while this part is on screen. */
export function useKeys(bindings: Bindings): void {
  const registry = useContext(KeyContext)
  const set = useRef<Bindings>(bindings)
  set.current = bindings
  // Before the screen is painted, so that its keys work as soon as it is visible.
  useLayoutEffect(() => {
    registry?.sets.add(set)
    return () => {
      registry?.sets.delete(set)
    }
  }, [registry])
  useEffect(() => tellWatchers(registry))
  useEffect(() => () => tellWatchers(registry), [registry])
}

function tellWatchers(registry: Registry | null): void {
  for (const told of registry?.watchers ?? []) told()
}

/** Calls `told` whenever the keys may have changed. */
export function useKeyWatch(told: () => void): void {
  const registry = useContext(KeyContext)
  useEffect(() => {
    registry?.watchers.add(told)
    return () => {
      registry?.watchers.delete(told)
    }
  }, [registry, told])
}

/** Every key that works right now, for the list of shortcuts. */
export function useAllKeys(): () => Bindings {
  const registry = useContext(KeyContext)
  return () => [...(registry?.sets ?? [])].flatMap(set => set.current)
}
