/**
 * The line on which a part of a JSON text stands, such as `['streams', 0, 'mapping', 'id']`. For a part that is not there,
 * the line of the nearest part around it. Counts from 1; the text must be JSON.
 */
export function lineInJson(text: string, path: readonly PropertyKey[]): number {
  return text.slice(0, placeOf(text, path)).split('\n').length
}

/** Line and column of what is no JSON, from the words of the engine that read it; null where they do not say. */
export function syntaxPlace(text: string, error: unknown): { line: number; column: number } | null {
  const words = error instanceof Error ? error.message : ''
  const position = /at position (\d+)/.exec(words)?.[1]
  // A text that ends too early says no position.
  const at = position === undefined ? (/end of JSON/.test(words) ? text.trimEnd().length : null) : Number(position)
  if (at === null) return null
  const before = text.slice(0, at).split('\n')
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }
}

function placeOf(text: string, [first, ...rest]: readonly PropertyKey[], from = 0): number {
  const start = skip(text, from)
  if (first === undefined) return start
  const open = text[start]
  if (open !== '{' && open !== '[') return start
  let at = skip(text, start + 1)
  for (let n = 0; at < text.length && text[at] !== '}' && text[at] !== ']'; n++) {
    let key: PropertyKey = n
    const place = at
    if (open === '{') {
      const end = endOf(text, at)
      key = JSON.parse(text.slice(at, end)) as string
      at = skip(text, skip(text, end) + 1)
    }
    if (key === first) return rest.length === 0 ? place : placeOf(text, rest, at)
    at = skip(text, endOf(text, at))
    if (text[at] === ',') at = skip(text, at + 1)
  }
  return start
}

/** Where the value that begins here ends. */
function endOf(text: string, from: number): number {
  const first = text[from]
  if (first === '"') {
    for (let at = from + 1; at < text.length; at++) {
      if (text[at] === '\\') at++
      else if (text[at] === '"') return at + 1
    }
    return text.length
  }
  if (first !== '{' && first !== '[') {
    const length = /[,\]}\s]/.exec(text.slice(from))?.index
    return length === undefined ? text.length : from + length
  }
  let depth = 0
  for (let at = from; at < text.length; at++) {
    const one = text[at]
    if (one === '"') at = endOf(text, at) - 1
    else if (one === '{' || one === '[') depth++
    else if ((one === '}' || one === ']') && --depth === 0) return at + 1
  }
  return text.length
}

function skip(text: string, from: number): number {
  let at = from
  while (at < text.length && ' \t\r\n'.includes(text[at] ?? '')) at++
  return at
}
