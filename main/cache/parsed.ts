/** How many different texts are remembered; the definitions of a workspace are some hundreds. */
const MOST = 1_000

/**
 * Parses a stored definition once for each text, because every issue that a person looks at asks for the same ones.
 * `parse` throws where the text is no such definition; nothing is remembered then. The value is frozen, since all who ask
 * share it.
 */
export function parsedOnce<T extends object>(parse: (json: unknown) => T): (text: string) => T {
  const known = new Map<string, T>()
  return text => {
    const found = known.get(text)
    if (found) return found
    const value = frozen(parse(JSON.parse(text)))
    if (known.size >= MOST) known.clear()
    known.set(text, value)
    return value
  }
}

function frozen<T extends object>(value: T): T {
  for (const part of Object.values(value)) if (typeof part === 'object' && part !== null) frozen(part)
  return Object.freeze(value)
}

/** A value that is made when it is first asked for, and kept: no start pays for what it does not use. */
export function once<T extends object>(make: () => T): () => T {
  let made: T | null = null
  return () => {
    made ??= make()
    return made
  }
}
