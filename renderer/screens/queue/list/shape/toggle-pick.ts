import type { Facet } from '../../../../../shared/desk/facet.ts'
import type { PickField, QueuePick } from '../../../../../shared/desk/pick.ts'

/** Which field of the filter a facet sets, and whether that holds several values or one. */
const TARGETS: Record<Facet, { field: PickField; kind: 'list' | 'text' | 'number' }> = {
  reach: { field: 'reach', kind: 'list' },
  category: { field: 'categories', kind: 'list' },
  trigger: { field: 'triggers', kind: 'list' },
  deadline: { field: 'deadlines', kind: 'list' },
  band: { field: 'bands', kind: 'list' },
  risk: { field: 'riskFrom', kind: 'number' },
  value: { field: 'valueFrom', kind: 'number' },
  minutes: { field: 'minutesTo', kind: 'number' },
  claimed: { field: 'claimedBy', kind: 'list' },
  state: { field: 'state', kind: 'text' },
  plan: { field: 'plans', kind: 'list' },
  country: { field: 'countries', kind: 'list' },
  account: { field: 'accountId', kind: 'number' },
  opened: { field: 'openedWithin', kind: 'number' },
}

const valuesOf = (pick: QueuePick, field: PickField): readonly unknown[] => {
  const value = pick[field]
  return Array.isArray(value) ? value : value === undefined ? [] : [value]
}

/** Whether a filter asks for any value of a facet. */
export const isFiltered = (pick: QueuePick, facet: Facet): boolean => pick[TARGETS[facet].field] !== undefined

/** Whether a filter asks for a value of a facet. */
export const isPicked = (pick: QueuePick, facet: Facet, value: string): boolean =>
  valuesOf(pick, TARGETS[facet].field).some(one => String(one) === value)

/** The filter without some of its conditions. The engine checks a filter when it is asked with it; the page need not. */
export const withoutFields = (pick: QueuePick, fields: readonly PickField[]): QueuePick =>
  Object.fromEntries(Object.entries(pick).filter(([field]) => !fields.includes(field as PickField)))

/** The filter with a value of a facet added, or taken away where it was asked for. */
export function togglePick(pick: QueuePick, facet: Facet, value: string): QueuePick {
  const { field, kind } = TARGETS[facet]
  const without = withoutFields(pick, [field])
  const isOn = isPicked(pick, facet, value)
  if (kind !== 'list') return isOn ? without : { ...without, [field]: kind === 'number' ? Number(value) : value }
  const left = valuesOf(pick, field).filter(one => one !== value)
  const values = isOn ? left : [...left, value]
  return values.length === 0 ? without : { ...without, [field]: values }
}
