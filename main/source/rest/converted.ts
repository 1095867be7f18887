import { type MappedItems, mapItems } from '../../record/mapping/map-items.ts'
import { UnclearItem } from '../../record/mapping/unclear-item.ts'
import type { PageMet } from '../../record/page.ts'
import type { Walk } from './cursor.ts'
import type { StreamPlan } from './plan.ts'
import { type Step, type WalkOptions, walkPages } from './walk.ts'

/** A page of a walk as the mappings of its stream convert it, with where the walk stands after it. */
export interface Converted extends Omit<Step, 'items'> {
  mapped: MappedItems & { met: PageMet }
}

/** Walks through a stretch of time, page by page, wherever the work is done. */
export type Walking = (start: Walk, options: WalkOptions) => AsyncGenerator<Converted>

/** Walks and converts where it is called. */
export async function* walkHere(plan: StreamPlan, start: Walk, options: WalkOptions): AsyncGenerator<Converted> {
  for await (const step of walkPages(plan, start, options)) yield convert(plan, step)
}

function convert(plan: StreamPlan, { items, ...step }: Step): Converted {
  const line = Math.max(1, step.walk.count - items.length + 1)
  return { ...step, mapped: mapItems(plan.mapper, innerItems(plan.each, items), line) }
}

/** The items of a list within each item, which they have as `_parent`. */
function innerItems(each: StreamPlan['each'], items: readonly unknown[]): readonly unknown[] {
  if (each === null) return items
  return items.flatMap(item => {
    if (item instanceof UnclearItem) return [item]
    const inner = each(item)
    if (!Array.isArray(inner)) return []
    return inner.map(one => (typeof one === 'object' && one !== null ? { ...one, _parent: item } : one))
  })
}
