import { createContext, useContext } from 'react'
import type { ActionName } from './actions.ts'
import { keyLabel, spokenKey } from './key-label.ts'
import { keysFor, type OwnKeys } from './own-keys.ts'

/** The keys that the person has changed. */
export const OwnKeysContext = createContext<OwnKeys>({})

/** The key of an action as a screen reader says it; a pair of strokes has no such form. */
export function useSpokenKey(name: ActionName): string | undefined {
  return spokenKey(keysFor(useContext(OwnKeysContext), name))
}

/** The key of an action as text, for where only text may be. */
export function useKeyLabel(name: ActionName): string {
  return keyLabel(keysFor(useContext(OwnKeysContext), name))
}

/** The key of an action, as it is now. */
export function Key({ of, className }: { of: ActionName; className?: string }) {
  return <kbd className={className}>{keyLabel(keysFor(useContext(OwnKeysContext), of))}</kbd>
}
