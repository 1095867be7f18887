import type { MenuKey } from '../../../shared/desktop/page-says.ts'

/** One entry of the menu bar, and what the page is told when it is chosen. */
export interface MenuEntry extends MenuKey {
  text: string
}
/** Entries of one group of keys. */
export interface MenuSection {
  group: string
  entries: readonly MenuEntry[]
}

/** The group that has a menu of its own. */
const PLACES = 'Go to'

const NAMED: Record<string, string> = {
  enter: 'Enter',
  escape: 'Esc',
  space: 'Space',
  arrowdown: '↓',
  arrowup: '↑',
}
const strokeText = (stroke: string, command: string): string =>
  stroke
    .split('+')
    .map((part, index, parts) => {
      if (part === 'mod') return command
      if (part === 'shift') return 'Shift'
      return NAMED[part] ?? (index > 0 && parts.length > 1 ? part.toUpperCase() : part)
    })
    .join('+')

const entryOf = (key: MenuKey, command: string): MenuEntry => {
  const strokes = key.keys.split(' ').map(stroke => strokeText(stroke, command))
  const label = key.label.charAt(0).toUpperCase() + key.label.slice(1)
  // An ampersand would underline the letter after it.
  return { ...key, text: `${label} (${strokes.join(' ')})`.replaceAll('&', '&&') }
}

/**
 * The menus of the page's keys: places to go to, and everything else by group. A later binding of the same key replaces an
 * earlier one, as it does for the keyboard, so an entry never does something else than its key.
 */
export function menuSections(keys: readonly MenuKey[], command: string): { places: MenuSection; acts: MenuSection[] } {
  const byKeys = new Map(keys.map(key => [key.keys, key]))
  const groups = new Map<string, MenuEntry[]>()
  for (const key of byKeys.values()) groups.set(key.group, [...(groups.get(key.group) ?? []), entryOf(key, command)])
  const sections = [...groups].map(([group, entries]) => ({ group, entries }))
  return {
    places: sections.find(({ group }) => group === PLACES) ?? { group: PLACES, entries: [] },
    acts: sections.filter(({ group }) => group !== PLACES),
  }
}
