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

/** What a walk or a tap adds to a row. */
const OURS = /^(_parent$|_sdc_)/

/** Adds the fields of a nested row by their dotted paths. A list is one field, whatever its elements have. */
export function addFields(value: unknown, fields: Set<string>, path = ''): void {
  let inner = 0
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    for (const key in value) {
      if (OURS.test(key)) continue
      inner++
      addFields((value as Record<string, unknown>)[key], fields, join(path, key))
    }
  if (inner === 0 && path !== '') fields.add(path)
}
