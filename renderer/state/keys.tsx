import { createContext, type ReactNode, useContext, useEffect, useLayoutEffect, useMemo, useRef } from 'react'
import { type ActionName, DECIDING, KEY_ACTIONS, type KeyAction } from '../parts/keys/actions.ts'
import { OwnKeysContext } from '../parts/keys/key.tsx'
import { keyLabel } from '../parts/keys/key-label.ts'
import { keysFor, type OwnKeys } from '../parts/keys/own-keys.ts'
import { unansweredWords } from '../parts/keys/unanswered.ts'
import { toast } from '../parts/toast.tsx'
import { type Binding, type PressedIn, rememberPresses, step, strokeName, takesText } from './key-match.ts'
import { useKeptKeys } from './own/kept-keys.ts'
import { parseRoute } from './route.ts'

type Bindings = readonly Binding[]

/** What a part does for an action of the table; the words of the table can be replaced by nearer ones. */
interface ActionUse extends Pick<Binding, 'run' | 'repeat' | 'hidden'> {
  act: ActionName
  label?: string
  group?: string
}
/** A key that a part registers: an action, or a stroke that nobody can change. */
export type KeyUse = ActionUse | Binding

const bindingOf = (own: OwnKeys, use: KeyUse): Binding => {
  if (use.act === undefined) return use as Binding
  const { label, group, inFields = false, inDialogs = false }: KeyAction = KEY_ACTIONS[use.act]
  return { label, group, inFields, inDialogs, ...use, keys: keysFor(own, use.act), decides: DECIDING.has(use.act) }
}

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

const elementOf = ({ target }: KeyboardEvent): Element | null => (target instanceof Element ? target : null)

/**
 * Where a key is pressed. To be asked before anything has answered the key: Escape closes a dialog whose content goes at once,
 * and what had the focus is in no dialog then, so the same Escape left the screen below.
 */
const placeOf = (target: Element | null): PressedIn => ({
  typing: isTyping(target),
  dialog: target?.closest(OWN_KEYS) != null,
})

/** What a button with `data-decides` does when it is pressed by a key; the attribute says it in words. */
const DECIDES = 'decides'
const BUTTON_STROKE = /^(enter|space)$/

/** Answers a stroke that could do something on this screen, but has nothing to act on just now. */
function answerUnused(stroke: string): void {
  const words = unansweredWords(useKeptKeys.getState().own, parseRoute(window.location.hash).screen, stroke)
  if (words) toast(words)
}

const askAgain = (stroke: string, what: string) => toast(`Press ${keyLabel(stroke)} once more to ${what}`)

/** Listens once for the whole page; the parts below register their keys. */
export function KeyProvider({ children }: { children: ReactNode }) {
  const registry = useMemo<Registry>(() => ({ sets: new Set(), watchers: new Set() }), [])
  useEffect(() => {
    let prefix: string | null = null
    let at = 0
    const presses = rememberPresses()
    let pressed: { event: KeyboardEvent; in: PressedIn } | null = null
    // Seen first, because a dialog that answers a key may keep it from all others.
    const onPress = (event: KeyboardEvent) => {
      pressed = { event, in: placeOf(elementOf(event)) }
      const stroke = strokeName(event)
      if (!stroke || event.repeat || event.isComposing) return
      presses.press(stroke)
      const button = BUTTON_STROKE.test(stroke) ? elementOf(event)?.closest<HTMLElement>('[data-decides]') : null
      if (!button) return
      presses.does(DECIDES)
      if (!presses.isSpent()) return
      event.preventDefault()
      event.stopPropagation()
      askAgain(stroke, button.dataset.decides ?? '')
    }
    const onKey = (event: KeyboardEvent) => {
      const stroke = strokeName(event)
      if (!stroke || event.defaultPrevented || event.isComposing) return
      const target = elementOf(event)
      const { typing, dialog } = pressed?.event === event ? pressed.in : placeOf(target)
      if (OWN_STROKES.some(([where, own]) => own.test(stroke) && target?.closest(where))) return
      if (stroke === 'escape' && !dialog && target instanceof HTMLElement && target.matches(CONTROL)) target.blur()
      const all = [...registry.sets].flatMap(set => set.current)
      const before = event.timeStamp - at < PREFIX_MS ? prefix : null
      const next = step(all, before, stroke, { typing, dialog })
      prefix = next.prefix
      at = event.timeStamp
      if (event.repeat && !next.run?.repeat) return
      if (next.run) presses.does(next.run.act ?? next.run.label)
      else if (!next.prefix && !dialog && !target?.matches(CONTROL)) presses.does(null)
      if (!next.run && !next.prefix) return typing || dialog ? undefined : answerUnused(stroke)
      event.preventDefault()
      if (next.run?.decides && presses.isSpent()) return askAgain(stroke, next.run.label)
      next.run?.run()
    }
    window.addEventListener('keydown', onPress, { capture: true })
    window.addEventListener('pointerdown', presses.click, { capture: true })
    window.addEventListener('keydown', onKey)
    return () => {
      window.removeEventListener('keydown', onPress, { capture: true })
      window.removeEventListener('pointerdown', presses.click, { capture: true })
      window.removeEventListener('keydown', onKey)
    }
  }, [registry])
  const own = useKeptKeys(kept => kept.own)
  return (
    <OwnKeysContext value={own}>
      <KeyContext value={registry}>{children}</KeyContext>
    </OwnKeysContext>
  )
}

/** Registers keys while this part is on screen. */
export function useKeys(uses: readonly KeyUse[]): void {
  const registry = useContext(KeyContext)
  const own = useContext(OwnKeysContext)
  const bindings = uses.map(use => bindingOf(own, use))
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
