import { type Mappings, mappingsOf } from '../../../shared/source/mapping.ts'
import { Tally, WHOLE_ROW } from '../cells/tally.ts'
import { cellOf, cellReader } from '../json-paths.ts'
import type { Connected, Gone, PageMet, PageMisfit } from '../page.ts'
import type { Sourced, SyncRecord } from '../record.ts'
import { addFields } from '../scan/leaves.ts'
import { compileRecords, type MapOptions } from './compile-record.ts'
import { compileExpression, type Get } from './expression.ts'
import { isNamedByContent } from './identity.ts'
import { jsonShape, type Shape } from './shape.ts'

/** What rows became. */
export interface MappedItems {
  records: Sourced[]
  misfits: PageMisfit[]
  gone: Gone[]
}

/** Turns rows of JSON into what mappings make of them, and counts what it met besides values. */
export interface ItemMapper {
  /** Adds to `found` what one row becomes. */
  map(item: unknown, line: number, found: MappedItems): void
  /** What was met since it was asked last. */
  met(): PageMet
}

/** Rows of a page that are looked at for fields which the mappings do not read. */
const LOOKED = 20
/** Rows that no mapping took, which are kept of a page to be shown. */
const LEFT_OUT = 3

export function itemMapper(
  mappings: Mappings,
  { minorDigits, ...options }: MapOptions<unknown> & Pick<Shape<unknown>, 'minorDigits'> = {},
): ItemMapper {
  const tally = new Tally()
  const maps = compileRecords(mappings, { ...jsonShape, tally, ...(minorDigits && { minorDigits }) }, options)
  const exampleOf = cellExamples()
  let met = nothingMet()
  const byContent = mappingsOf(mappings).map(isNamedByContent)
  // Within a page: what overlaps with an earlier one is the same row read twice.
  const ids = new Set<string>()
  const isAgain = (id: string) => ids.size === ids.add(id).size
  return {
    map: (item, line, found) => {
      tally.line = line
      if (met.rows++ < LOOKED) addFields(item, met.fields)
      let isTaken = false
      for (const [by, map] of maps.entries()) {
        const mapped = map(item)
        if (mapped.is === 'nothing') continue
        isTaken = true
        if (mapped.is === 'record') {
          if (byContent[by] && isAgain(mapped.record.externalId)) tally.add(WHOLE_ROW, 'merged', JSON.stringify(item))
          found.records.push(new Item(mapped.record, line, by, item))
        } else if (mapped.is === 'gone') found.gone.push(mapped.gone)
        else {
          const { is: _is, ...misfit } = mapped
          found.misfits.push({ line, raw: JSON.stringify(item), ...misfit })
          tally.add(misfit.column ?? WHOLE_ROW, 'unfit', exampleOf(item, misfit.column))
        }
      }
      if (!isTaken && met.leftOut++ < LEFT_OUT) met.leftOutFirst.push({ line, raw: JSON.stringify(item) })
    },
    met: () => {
      const { fields, ...counted } = met
      const filled = [...tally.filled]
      tally.filled.clear()
      ids.clear()
      met = nothingMet()
      return { ...counted, fields: [...fields], filled, tally: tally.take() }
    },
  }
}

const nothingMet = () => ({
  rows: 0,
  leftOut: 0,
  leftOutFirst: [] as { line: number; raw: string }[],
  fields: new Set<string>(),
})

/** What rows of JSON become, in the order in which they came. `line` is that of the first. */
export function mapItems(mapper: ItemMapper, items: readonly unknown[], line: number): MappedItems & { met: PageMet } {
  const found: MappedItems = { records: [], misfits: [], gone: [] }
  for (const [at, item] of items.entries()) mapper.map(item, line + at, found)
  return { ...found, met: mapper.met() }
}

/** A row out of quarantine, by the mapping of today. */
export function remapped(mapper: ItemMapper, raw: string): ReturnType<NonNullable<Connected['reconvert']>> {
  const { records, misfits } = mapItems(mapper, [JSON.parse(raw)], 1)
  const [misfit] = misfits
  return misfit ? { reason: misfit.reason, column: misfit.column } : { records }
}

/** The text of a cell that did not fit: that of a column or an expression, or of the whole row. */
function cellExamples(): (item: unknown, column: string | null) => string {
  const known = new Map<string, (item: unknown) => string>()
  const readerOf = (column: string) => {
    const cell = cellReader(column)
    const compiled = compileExpression(column)
    return (item: unknown) => cell(item) || (compiled.ok ? evaluated(compiled.get, item) : '')
  }
  return (item, column) => {
    if (column === null) return JSON.stringify(item)
    let read = known.get(column)
    if (!read) {
      read = readerOf(column)
      known.set(column, read)
    }
    return read(item)
  }
}

/** An expression that fails over a row has no text there. */
function evaluated(get: Get, item: unknown): string {
  try {
    return cellOf(get(item))
  } catch {
    return ''
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
