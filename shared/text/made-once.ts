/** So many are kept at once: zones, languages and currencies come from data, which can name any number of them. */
const MOST = 500

/**
 * Makes what depends on a few names once for each of them, and not before it is asked for. Formats of `Intl` are slow to make
 * (some tenths of a millisecond) and quick to use, and a row, a message or a list uses several. Without names it makes one
 * table when it is first needed: a start waits for all that modules make while they are loaded.
 */
export function madeOnce<Names extends readonly (string | number)[], Made>(
  make: (...names: Names) => Made,
): (...names: Names) => Made {
  const made = new Map<string, { value: Made }>()
  return (...names) => {
    const key = names.length === 1 ? String(names[0]) : names.join('\n')
    const known = made.get(key)
    if (known) return known.value
    if (made.size >= MOST) made.clear()
    const value = make(...names)
    made.set(key, { value })
    return value
  }
}
