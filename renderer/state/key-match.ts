import type { ActionName } from '../parts/keys/actions.ts'

/** The parts of a keyboard event that name its stroke. */
export interface Stroke {
  key: string
  ctrlKey: boolean
  metaKey: boolean
  altKey: boolean
  shiftKey: boolean
}

/**
 * One name for a stroke: `j`, `shift+j`, `mod+k`, `?`, `enter`, `arrowdown`. `mod` is Ctrl or ⌘. Null for strokes that
 * belong to the system (Alt) or mean nothing alone. Caps lock does not turn `j` into a range.
 */
export function strokeName({ key, ctrlKey, metaKey, altKey, shiftKey }: Stroke): string | null {
  if (altKey || ['Shift', 'Control', 'Meta', 'Alt', 'CapsLock'].includes(key)) return null
  const name = key.toLowerCase() === ' ' ? 'space' : key.toLowerCase()
  // A shifted symbol is a symbol of its own: `?` is not `shift+/`.
  const shifted = shiftKey && (/^[a-z]$/.test(name) || name.length > 1)
  return `${ctrlKey || metaKey ? 'mod+' : ''}${shifted ? 'shift+' : ''}${name}`
}

/** Inputs that take no letters. */
const LETTERLESS = new Set(['radio', 'checkbox', 'button', 'submit', 'reset', 'range', 'color', 'file', 'image'])

/** Whether letters typed into an input of this type become text. */
export const takesText = (type: string): boolean => !LETTERLESS.has(type)

export interface Binding {
  /** The action of the table of keys; a key that cannot be changed has none. */
  act?: ActionName
  /** A stroke, or two after each other: `j`, `mod+k`, `g q`. */
  keys: string
  label: string
  group: string
  run: () => void
  /** Works while typing in a field, too. */
  inFields?: boolean
  /** Works in menus and dialogs, too. */
  inDialogs?: boolean
  /** Asks for a second press where the same stroke has just done something else. */
  decides?: boolean
  /** Runs again and again while the key is held down. */
  repeat?: boolean
  /** An alias, not listed among the shortcuts. */
  hidden?: boolean
}

export interface Step {
  run: Binding | null
  /** The first stroke of a pair, remembered for the next one. */
  prefix: string | null
}

/** Where a stroke is pressed: in a field that takes text, in a menu or dialog with keys of its own. */
export interface PressedIn {
  typing: boolean
  dialog: boolean
}

/** Keys of a binding that answers every letter, digit and sign for which there is no other binding. */
export const ANY_SIGN = 'any sign'

const isSign = (stroke: string): boolean => [...stroke].length === 1 || /^shift\+[a-z]$/.test(stroke)

/** The binding for a stroke, given the stroke before it. The last binding wins, so a screen can override the shell. */
export function step(
  bindings: readonly Binding[],
  prefix: string | null,
  stroke: string,
  { typing, dialog }: PressedIn,
): Step {
  const open = bindings.filter(b => (!typing || b.inFields) && (!dialog || b.inDialogs))
  const find = (keys: string) => open.findLast(b => b.keys === keys) ?? null
  if (prefix) {
    const pair = find(`${prefix} ${stroke}`)
    if (pair) return { run: pair, prefix: null }
  }
  if (open.some(b => b.keys.startsWith(`${stroke} `))) return { run: null, prefix: stroke }
  return { run: find(stroke) ?? (isSign(stroke) ? find(ANY_SIGN) : null), prefix: null }
}

/** What the last two presses were, and what they did. Key repeats are no presses of their own. */
export interface Presses {
  /** A stroke is pressed; what it does is not known yet, and counts as something else than any action. */
  press: (stroke: string) => void
  /** What the stroke does: an action by its name, or null where nothing answers it. */
  does: (what: string | null) => void
  /** The mouse was used. */
  click: () => void
  /**
   * Whether the stroke was pressed just before as well, and did something else: it closed a dialog, sent a form, or opened this
   * very screen. A person who presses Enter twice there has not decided to write to a customer, so what decides something
   * asks for one more press. Nothing is timed: any other key, or a click, makes the next press a new decision.
   */
  isSpent: () => boolean
}

/** Remembers presses for a page. */
export function rememberPresses(): Presses {
  type Press = { stroke: string; does: string | null | undefined }
  let before: Press | null = null
  let now: Press | null = null
  return {
    press: stroke => {
      before = now
      now = { stroke, does: undefined }
    },
    does: what => {
      if (now) now.does = what
    },
    click: () => {
      now = null
    },
    isSpent: () =>
      before !== null &&
      now !== null &&
      before.stroke === now.stroke &&
      before.does !== null &&
      before.does !== now.does,
  }
}
