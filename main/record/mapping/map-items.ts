import type { Gone, PageMisfit } from '../page.ts'
import type { Sourced, SyncRecord } from '../record.ts'
import type { MapRow } from './compile-record.ts'

/** What rows became. */
export interface MappedItems {
  records: Sourced[]
  misfits: PageMisfit[]
  gone: Gone[]
}

/** What rows of JSON become, in the order in which they came. `line` is that of the first. */
export function mapItems(maps: readonly MapRow<unknown>[], items: readonly unknown[], line: number): MappedItems {
  const found: MappedItems = { records: [], misfits: [], gone: [] }
  for (const [at, item] of items.entries()) mapItem(maps, item, line + at, found)
  return found
}

/** Adds to `found` what one row becomes. */
export function mapItem(maps: readonly MapRow<unknown>[], item: unknown, line: number, found: MappedItems): void {
  for (const [by, map] of maps.entries()) {
    const mapped = map(item)
    if (mapped.is === 'record') found.records.push(new Item(mapped.record, line, by, item))
    else if (mapped.is === 'gone') found.gone.push(mapped.gone)
    else if (mapped.is === 'misfit') {
      const { is: _is, ...misfit } = mapped
      found.misfits.push({ line, raw: JSON.stringify(item), ...misfit })
    }
  }
}

/** The raw item is written as JSON only for those that end in quarantine. */
class Item implements Sourced {
  readonly record: SyncRecord
  readonly line: number
  readonly by: number
  readonly #item: unknown
  constructor(record: SyncRecord, line: number, by: number, item: unknown) {
    this.record = record
    this.line = line
    this.by = by
    this.#item = item
  }
  get raw(): string {
    return JSON.stringify(this.#item)
  }
}
