/** A value at the end of a path. */
export type Leaf = string | number | boolean | null

const KEYS = ['playbookId', 'triggerId', 'actor', 'state', 'at', 'day', 'days', 'bound'] as const

/** What names an element of a list, so that one more row does not shift all that follow. */
function nameOf(element: unknown, at: number): string {
  if (typeof element !== 'object' || element === null) return String(at)
  const row = element as Record<string, unknown>
  if (typeof row.dimension === 'string') return `${row.dimension}:${row.key}`
  if (typeof row.key === 'string') return row.key
  const key = KEYS.find(name => typeof row[name] === 'string' || typeof row[name] === 'number')
  return key === undefined ? String(at) : String(row[key])
}

/** Every value of a document with its path, such as `effects / playbook:a / assigned / p`. */
export function valuesByPath(value: unknown, path: readonly string[] = []): Map<string, Leaf> {
  const found = new Map<string, Leaf>()
  collect(value, path, found)
  return found
}

function collect(value: unknown, path: readonly string[], found: Map<string, Leaf>): void {
  if (Array.isArray(value)) {
    found.set([...path, 'length'].join(' / '), value.length)
    const taken = new Set<string>()
    for (const [at, one] of value.entries()) {
      const name = nameOf(one, at)
      collect(one, [...path, taken.has(name) ? `${name}#${at}` : name], found)
      taken.add(name)
    }
  } else if (typeof value === 'object' && value !== null)
    for (const [key, one] of Object.entries(value)) collect(one, [...path, key], found)
  else found.set(path.join(' / '), value as Leaf)
}
