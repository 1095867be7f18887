import { ACTION_NAMES, type ActionName, KEY_ACTIONS, type KeyAction } from './actions.ts'
import { keyLabel } from './key-label.ts'

/** The keys that a person has changed. */
export type OwnKeys = Readonly<Partial<Record<ActionName, string>>>

/** The key of an action: the person's own, or the built-in one. */
export const keysFor = (own: OwnKeys, name: ActionName): string => own[name] ?? KEY_ACTIONS[name].keys

/** Strokes that begin a pair: `g q`, `m s`. */
export const PREFIXES: readonly string[] = ['g', 'm']

const STROKE = /^(mod\+)?(shift\+)?([^\s+]+|\+)$/
const VIEW = /^(g [0-9]|m [1-9])$/
const MOVING = /^(shift\+)?(escape|tab|arrowup|arrowdown|home|end|pageup|pagedown)$/
const SYSTEM = /^(mod\+(shift\+)?([acvxyzrwqntm0=+-]|f\d+)|mod\+shift\+i|f5|f11|f12)$/

/** Why an action cannot have a key whatever else has it; null where it can. */
export function unfitKey(name: ActionName, keys: string): string | null {
  const strokes = keys.split(' ')
  const [first = ''] = strokes
  const label = keyLabel(keys)
  if (strokes.length > 2 || !strokes.every(stroke => STROKE.test(stroke))) return `“${keys}” is not a key.`
  if (strokes.some(stroke => MOVING.test(stroke)))
    return `${label} is fixed. Esc, Tab and the keys that move through a list stay as they are.`
  if (strokes.some(stroke => SYSTEM.test(stroke)))
    return `${label} belongs to the window or the system. Press another key.`
  if (VIEW.test(keys)) return `${label} opens a view of the queue. Press another key.`
  if (strokes.length === 1 && PREFIXES.includes(first)) return `${label} begins a pair. Press a second key after it.`
  if (isForFields(name) && !first.startsWith('mod+'))
    return `This action also works while you type, so its key needs ${keyLabel('mod+x').split(' ')[0]}.`
  return null
}

const isForFields = (name: ActionName): boolean => (KEY_ACTIONS[name] as KeyAction).inFields === true

/** Whether two actions can be possible at the same moment. */
export function mayMeet(one: ActionName, other: ActionName): boolean {
  const { places: here }: KeyAction = KEY_ACTIONS[one]
  const { places: there }: KeyAction = KEY_ACTIONS[other]
  return !here || !there || here.some(place => there.includes(place))
}

/** Two keys are one where they are equal, or one is the beginning of the other. */
export const areOneKey = (one: string, other: string): boolean =>
  one === other || one.startsWith(`${other} `) || other.startsWith(`${one} `)

/** The actions that would lose their key if this one got it. Built-in keys that are equal on purpose do not clash. */
export function clashesOf(own: OwnKeys, name: ActionName, keys: string): ActionName[] {
  return ACTION_NAMES.filter(other => {
    if (other === name || !mayMeet(name, other)) return false
    const theirs = keysFor(own, other)
    if (!areOneKey(keys, theirs)) return false
    return !(keys === KEY_ACTIONS[name].keys && theirs === KEY_ACTIONS[other].keys)
  })
}

/** The keys with one more changed. A built-in key is not kept. */
export function withKey(own: OwnKeys, name: ActionName, keys: string): OwnKeys {
  const { [name]: _before, ...others } = own
  return keys === KEY_ACTIONS[name].keys ? others : { ...others, [name]: keys }
}

/** The keys with one action's reset, and with it each that has taken its built-in key. */
export function withReset(own: OwnKeys, name: ActionName): OwnKeys {
  const { keys } = KEY_ACTIONS[name]
  const without = withKey(own, name, keys)
  const taker = clashesOf(without, name, keys).find(other => without[other] !== undefined)
  return taker === undefined ? without : withReset(withReset(without, taker), name)
}

/** The keys with two actions' keys exchanged; null where that would take the key of a third action or is impossible. */
export function swappedKeys(own: OwnKeys, name: ActionName, other: ActionName): OwnKeys | null {
  const [mine, theirs] = [keysFor(own, name), keysFor(own, other)]
  const swapped = withKey(withKey(own, name, theirs), other, mine)
  const isClean =
    unfitKey(name, theirs) === null &&
    unfitKey(other, mine) === null &&
    clashesOf(swapped, name, theirs).length === 0 &&
    clashesOf(swapped, other, mine).length === 0
  return isClean ? swapped : null
}

/** What was kept, and the names of what could not be used: unknown actions, keys that do not fit, keys that clash. */
export function readOwnKeys(text: string | null): { own: OwnKeys; dropped: string[] } {
  if (text === null) return { own: {}, dropped: [] }
  const kept = parsed(text)
  if (kept === null) return { own: {}, dropped: ['all of them'] }
  const isName = (name: string): name is ActionName => Object.hasOwn(KEY_ACTIONS, name)
  const sound: [ActionName, string][] = []
  const dropped: string[] = []
  for (const [name, keys] of Object.entries(kept)) {
    if (!isName(name)) dropped.push(name)
    else if (typeof keys !== 'string' || unfitKey(name, keys) !== null) dropped.push(KEY_ACTIONS[name].label)
    else sound.push([name, keys])
  }
  let own: OwnKeys = Object.fromEntries(sound)
  // A key that goes back to the built-in one can meet another that was sound before.
  for (;;) {
    const clash = sound.find(([name]) => own[name] !== undefined && clashesOf(own, name, keysFor(own, name)).length > 0)
    if (!clash) return { own, dropped }
    own = withKey(own, clash[0], KEY_ACTIONS[clash[0]].keys)
    dropped.push(KEY_ACTIONS[clash[0]].label)
  }
}

function parsed(text: string): Record<string, unknown> | null {
  try {
    const kept: unknown = JSON.parse(text)
    return typeof kept === 'object' && kept !== null && !Array.isArray(kept) ? (kept as Record<string, unknown>) : null
  } catch {
    return null
  }
}
