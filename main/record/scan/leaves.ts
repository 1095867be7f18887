/** Elements of one list that become columns on their own; the others can still be mapped by hand. */
const ELEMENTS = 3

/** Visits the leaves of a nested value with their dotted paths, such as `customer.email` or `lines.0.sku`. */
export function eachLeaf(value: unknown, visit: (path: string, value: unknown) => void, path = ''): void {
  if (Array.isArray(value)) {
    const most = Math.min(value.length, ELEMENTS)
    for (let at = 0; at < most; at++) eachLeaf(value[at], visit, join(path, String(at)))
  } else if (typeof value === 'object' && value !== null) {
    for (const key in value) eachLeaf((value as Record<string, unknown>)[key], visit, join(path, key))
  } else if (path !== '') visit(path, value)
}

const join = (path: string, key: string): string => (path === '' ? key : `${path}.${key}`)
