import { query, type ReadDb } from './db.ts'

/**
 * The names of properties that some mapping reads as money, so that they are kept in minor units (cents) without their
 * currency; `value` is that of an event. Manifests are not looked into: they give amounts as amounts.
 */
export function minorProperties(db: ReadDb): Set<string> {
  const found = new Set<string>()
  for (const { config } of db.all(query<{ config: string }>('SELECT config FROM source')))
    collect(JSON.parse(config), found)
  return found
}

function collect(value: unknown, found: Set<string>): void {
  if (Array.isArray(value)) for (const one of value) collect(one, found)
  else if (typeof value === 'object' && value !== null) {
    const { record, properties, value: own } = value as Record<string, unknown>
    if (typeof record === 'string' && typeof properties === 'object' && properties !== null)
      for (const [name, ref] of Object.entries(properties)) if (isMoney(ref)) found.add(name)
    if (record === 'event' && isMoney(own)) found.add('value')
    for (const one of Object.values(value)) collect(one, found)
  }
}

function isMoney(ref: unknown): boolean {
  if (typeof ref !== 'object' || ref === null) return false
  const { type, first } = ref as { type?: unknown; first?: unknown }
  return type === 'money' || (Array.isArray(first) && first.some(isMoney))
}
