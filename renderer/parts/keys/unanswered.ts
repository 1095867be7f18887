import { ACTION_NAMES, KEY_ACTIONS, type KeyAction } from './actions.ts'
import { keyLabel } from './key-label.ts'
import { keysFor, type OwnKeys } from './own-keys.ts'

/** The actions that this stroke stands for on a screen, whether or not they are possible just now. */
const meantBy = (own: OwnKeys, screen: string, stroke: string): KeyAction[] =>
  ACTION_NAMES.filter(name => keysFor(own, name) === stroke)
    .map((name): KeyAction => KEY_ACTIONS[name])
    .filter(({ places }) => places?.some(place => place.split(':')[0] === screen))

/**
 * What to say where a stroke has a meaning on this screen, and nothing to act on just now: the issue is still loading, was
 * answered already, or belongs to another tab. Null for strokes without any. A key that says nothing looks broken.
 */
export function unansweredWords(own: OwnKeys, screen: string, stroke: string): string | null {
  const [meant, ...others] = meantBy(own, screen, stroke)
  if (!meant) return null
  const key = keyLabel(stroke)
  return others.length > 0
    ? `${key} has no effect here right now`
    : `${key} (${meant.label}) has no effect here right now`
}
