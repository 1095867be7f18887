import { isDeepStrictEqual } from 'node:util'
import { type Mapping, type Mappings, mappingsOf } from '../../../shared/source/mapping.ts'
import { Tally, WHOLE_ROW } from '../cells/tally.ts'
import { cellOf, cellReader } from '../json-paths.ts'
import type { Connected, Gone, PageMet, PageMisfit } from '../page.ts'
import { nthOfRaw, nthRaw, withoutNth } from '../raw-row.ts'
import type { Sourced, SyncRecord } from '../record.ts'
import { addFields } from '../scan/leaves.ts'
import { compileRecords, type MapOptions, type MapRow } from './compile-record.ts'
import { compileExpression, type Get } from './expression.ts'
import { isCounted, isNamedByContent, nthId } from './identity.ts'
import { jsonShape, type Shape } from './shape.ts'
import { stillUnclear, UnclearItem } from './unclear-item.ts'

/** What rows became. */
export interface MappedItems {
  records: Sourced[]
  misfits: PageMisfit[]
  gone: Gone[]
}

/** Turns rows of JSON into what mappings make of them, and counts what it met besides values. */
export interface ItemMapper {
  /** Adds to `found` what one row becomes. `nth`: which one of its content it is, where that is known. */
  map(item: unknown, line: number, found: MappedItems, nth?: number): void
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
  const names = mappingsOf(mappings).map((mapping, by) => namesBy(mapping, maps[by] ?? (() => ({ is: 'nothing' }))))
  const exampleOf = cellExamples()
  let met = nothingMet()
  const repeats = repeatsIn(mappings, tally)
  return {
    map: (item, line, found, known) => {
      tally.line = line
      if (item instanceof UnclearItem) {
        met.rows++
        found.misfits.push(unclearRow(item, line, names))
        tally.add(WHOLE_ROW, 'unfit', item.text)
        return
      }
      if (met.rows++ < LOOKED) addFields(item, met.fields)
      let isTaken = false
      for (const [by, map] of maps.entries()) {
        const mapped = map(item)
        if (mapped.is === 'nothing') continue
        isTaken = true
        if (mapped.is === 'record') {
          const { record } = mapped
          const nth = repeats.nth(by, record, item, known)
          found.records.push(nth === 1 ? new Item(record, line, by, item) : new NthItem(record, line, by, item, nth))
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
      repeats.forget()
      met = nothingMet()
      return { ...counted, fields: [...fields], filled, tally: tally.take() }
    },
  }
}

/** Set aside under its id, where that is sure, so that a later version takes its place. */
function unclearRow(item: UnclearItem, line: number, names: readonly ((row: unknown) => Names | null)[]): PageMisfit {
  const misfit = { line, column: null, raw: item.raw, reason: item.reason }
  for (const nameOf of names) {
    const [sure, last] = [nameOf(item.sure), nameOf(item.last)]
    // An id that a repeated key is part of may be another's.
    if (sure !== null && isDeepStrictEqual(sure, last)) return { ...misfit, ...sure }
  }
  return misfit
}

type Names = Required<Pick<PageMisfit, 'record' | 'externalId'>> & Pick<PageMisfit, 'kind'>

/** What a row is called by a mapping; null where its content is its name, or where the mapping is about other rows. */
function namesBy(mapping: Mapping, map: MapRow<unknown>): (row: unknown) => Names | null {
  const kind = mapping.record === 'object' && { kind: mapping.kind }
  if (isNamedByContent(mapping)) return () => null
  return row => {
    const mapped = map(row)
    const id =
      mapped.is === 'record' ? mapped.record.externalId : mapped.is === 'misfit' ? mapped.externalId : undefined
    return id === undefined ? null : { record: mapping.record, externalId: id, ...kind }
  }
}

/**
 * Counts events that nothing but their content names. Within a page, rows that say the same are events of their own: no
 * system lists one event twice in one answer. Those of two pages are one, because pages overlap and are read again.
 */
function repeatsIn(mappings: Mappings, tally: Tally) {
  const all = mappingsOf(mappings)
  const [byContent, counts] = [all.map(isNamedByContent), all.map(isCounted)]
  const firsts = new Map<string, { item: unknown; times: number }>()
  return {
    /** Which one of its content a row is; its record is named so. */
    nth: (by: number, record: SyncRecord, item: unknown, known?: number): number => {
      if (!byContent[by]) return 1
      if (known !== undefined) {
        if (counts[by]) record.externalId = nthId(record.externalId, known)
        return known
      }
      const key = `${by}:${record.externalId}`
      const first = firsts.get(key)
      if (!first) firsts.set(key, { item, times: 1 })
      if (!first) return 1
      const text = JSON.stringify(item)
      const isEvent = counts[by] === true && JSON.stringify(first.item) === text
      tally.add(WHOLE_ROW, isEvent ? 'alike' : 'merged', text)
      if (!isEvent) return 1
      record.externalId = nthId(record.externalId, ++first.times)
      return first.times
    },
    forget: () => firsts.clear(),
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
  const found: MappedItems = { records: [], misfits: [], gone: [] }
  const item = withoutNth(raw)
  const unclear = stillUnclear(item)
  if (unclear !== null) return { reason: unclear, column: null }
  mapper.map(item, 1, found, nthOfRaw(raw))
  mapper.met()
  const { records, misfits } = found
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

/** One of several rows of the same content, which keeps its number in quarantine. */
class NthItem extends Item {
  readonly #nth: number
  constructor(record: SyncRecord, line: number, by: number, item: unknown, nth: number) {
    super(record, line, by, item)
    this.#nth = nth
  }
  override get raw(): string {
    return nthRaw(super.raw, this.#nth)
  }
}
