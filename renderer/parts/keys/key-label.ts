/** What the keyboard has on keys that are no letters. */
const SIGNS: Readonly<Record<string, string>> = {
  ...{ shift: '⇧', enter: '⏎', escape: 'Esc', space: 'Space', home: 'Home', end: 'End' },
  ...{ arrowup: '↑', arrowdown: '↓', arrowleft: '←', arrowright: '→' },
}
const COMMAND = typeof navigator !== 'undefined' && /Mac/.test(navigator.userAgent) ? '⌘' : 'Ctrl'

/** A binding's keys as the keyboard labels them: `['Ctrl', 'K']`, `['⇧', 'o']`, `['g', 'q']`. */
export const keyParts = (keys: string): string[] =>
  keys.split(' ').flatMap(stroke => {
    const parts = stroke.split(/(?<=.)\+/)
    return parts.map(part =>
      part === 'mod' ? COMMAND : (SIGNS[part] ?? (parts[0] === 'mod' ? part.toUpperCase() : part)),
    )
  })

/** The same in one text: `Ctrl K`, `⇧ o`, `g q`. */
export const keyLabel = (keys: string): string => keyParts(keys).join(' ')

/** A stroke as `aria-keyshortcuts` wants it: `Control+K`; undefined for a pair. */
export const spokenKey = (keys: string): string | undefined =>
  keys.includes(' ')
    ? undefined
    : keys
        .split(/(?<=.)\+/)
        .map(part =>
          part === 'mod' ? (COMMAND === 'Ctrl' ? 'Control' : 'Meta') : part.charAt(0).toUpperCase() + part.slice(1),
        )
        .join('+')
