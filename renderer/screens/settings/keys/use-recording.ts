import { type KeyboardEvent, useState } from 'react'
import { type ActionName, KEY_ACTIONS } from '../../../parts/keys/actions.ts'
import { keyLabel } from '../../../parts/keys/key-label.ts'
import { clashesOf, keysFor, PREFIXES, swappedKeys, unfitKey, withKey } from '../../../parts/keys/own-keys.ts'
import { listedWords } from '../../../parts/words.ts'
import { strokeName } from '../../../state/key-match.ts'
import { useKeptKeys } from '../../../state/own/kept-keys.ts'

/** An action that waits for its new key, and what stands in the way of the one that was pressed. */
interface Recording {
  name: ActionName
  /** The first stroke of a pair. */
  first: string | null
  problem: string | null
  /** The one action whose key could be exchanged for this one's. */
  swapWith: ActionName | null
}

const quoted = (names: readonly ActionName[]) => listedWords(names.map(name => `“${KEY_ACTIONS[name].label}”`))

/** Waits for the new key of an action, one action at a time. */
export function useRecording() {
  const { own, change } = useKeptKeys()
  const [recording, setRecording] = useState<Recording | null>(null)
  const begin = (name: ActionName) => setRecording({ name, first: null, problem: null, swapWith: null })
  const stop = () => setRecording(null)

  const press = (name: ActionName, stroke: string) => {
    if (recording?.first == null && PREFIXES.includes(stroke)) {
      setRecording({ name, first: stroke, problem: null, swapWith: null })
      return
    }
    const keys = recording?.first == null ? stroke : `${recording.first} ${stroke}`
    const refuse = (problem: string, swapWith: ActionName | null = null) =>
      setRecording({ name, first: null, problem, swapWith })
    if (keys === keysFor(own, name)) return stop()
    const unfit = unfitKey(name, keys)
    if (unfit) return refuse(unfit)
    const clashes = clashesOf(own, name, keys)
    const [only] = clashes
    if (only === undefined) {
      change(withKey(own, name, keys))
      return stop()
    }
    const maySwap = clashes.length === 1 && keysFor(own, only) === keys && swappedKeys(own, name, only) !== null
    refuse(
      `${keyLabel(keys)} is the key of ${quoted(clashes)}. ${maySwap ? 'Swap the two keys, or press another.' : 'Press another key, or change that one first.'}`,
      maySwap ? only : null,
    )
  }

  return {
    recording,
    begin,
    stop,
    swap: () => {
      const { name, swapWith } = recording ?? {}
      const swapped = name && swapWith ? swappedKeys(own, name, swapWith) : null
      if (swapped) change(swapped)
      stop()
    },
    /** The keys of an action's button while it waits. */
    onKeyDown: (name: ActionName) => (event: KeyboardEvent) => {
      if (recording?.name !== name || event.key === 'Tab') return
      event.preventDefault()
      event.stopPropagation()
      if (event.key === 'Escape') return stop()
      const stroke = strokeName(event)
      if (stroke && !event.repeat) press(name, stroke)
    },
  }
}
