/** A text with every string in it mapped where it is JSON, names of fields included; mapped as a whole where it is not. */
export function mapTexts(text: string, map: (leaf: string) => string): string {
  const value = asJson(text)
  if (value === undefined) return map(text)
  let changed = false
  const mapped = mapLeaves(value, leaf => {
    const to = map(leaf)
    changed ||= to !== leaf
    return to
  })
  return changed ? JSON.stringify(mapped) : text
}

function asJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? value : undefined
  } catch {
    return undefined
  }
}

/** Every string and number in a text that is JSON, names of fields included; the text itself where it is not. */
export function leavesOf(text: string): string[] {
  const value = asJson(text)
  if (value === undefined) return [text]
  const leaves: string[] = []
  const visit = (one: unknown): void => {
    if (typeof one === 'string' || typeof one === 'number') leaves.push(String(one))
    else if (Array.isArray(one)) one.forEach(visit)
    else if (typeof one === 'object' && one !== null)
      for (const [name, inner] of Object.entries(one)) {
        leaves.push(name)
        visit(inner)
      }
  }
  visit(value)
  return leaves
}

function mapLeaves(value: unknown, map: (leaf: string) => string): unknown {
  if (typeof value === 'string') return map(value)
  if (Array.isArray(value)) return value.map(one => mapLeaves(one, map))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [map(name), mapLeaves(one, map)]))
}
