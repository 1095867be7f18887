import type { Band, QueueView } from '../../../../shared/vocabulary.ts'

/** Rows in one page of the engine's answer. */
export const PAGE = 100

/** A band of due dates, or the whole of a list that is not split by due date. */
export type Part = Band | 'all'

export interface Section {
  band: Part
  count: number
}

export type Place =
  | { kind: 'header'; band: Band; count: number }
  | { kind: 'row'; band: Part; offset: number; position: number }

export interface Layout {
  /** Headers and rows together. */
  size: number
  /** Rows alone. */
  rows: number
  /** The header or row at an index of the list. */
  at(index: number): Place
  /** How many headers stand before an index. */
  headsBefore(index: number): number
  /** Index in the list of the row at a position, counted over all sections. */
  indexOf(position: number): number
  /** Section and offset of the row at a position. */
  row(position: number): { band: Part; offset: number } | null
  /** Position of the row at an offset of a section. */
  positionOf(band: Part, offset: number): number
}

/** Whether a view is split by due date. Snoozed issues, and those with a started playbook, are not. */
export const hasBands = (view: QueueView): boolean => view !== 'snoozed' && view !== 'acting' && view !== 'confirm'

/** Lays sections out one below the other, each with a header. Empty sections are left out; the part `all` has no header. */
export function layOut(sections: readonly Section[]): Layout {
  const shown = sections.filter(section => section.count > 0)
  let index = 0
  let position = 0
  const starts = shown.map(section => {
    const start = { ...section, index, position, head: section.band === 'all' ? 0 : 1 }
    index += section.count + start.head
    position += section.count
    return start
  })
  const last = starts.at(-1)
  return {
    size: index,
    rows: position,
    at: wanted => {
      const start = starts.findLast(s => s.index <= wanted) ?? last
      if (!start) throw new Error('an empty list has no places')
      if (start.index === wanted && start.band !== 'all')
        return { kind: 'header', band: start.band, count: start.count }
      const offset = wanted - start.index - start.head
      return { kind: 'row', band: start.band, offset, position: start.position + offset }
    },
    headsBefore: wanted => starts.reduce((sum, start) => sum + (start.index < wanted ? start.head : 0), 0),
    indexOf: wanted => {
      const at = starts.findIndex(s => s.position <= wanted && wanted < s.position + s.count)
      const start = starts[at]
      return start ? start.index + start.head + wanted - start.position : 0
    },
    row: wanted => {
      const start = starts.find(s => s.position <= wanted && wanted < s.position + s.count)
      return start ? { band: start.band, offset: wanted - start.position } : null
    },
    positionOf: (band, offset) => (starts.find(s => s.band === band)?.position ?? 0) + offset,
  }
}

/** The pages that hold a set of rows, each once, in order of appearance. `page` counts from 0. */
export function pagesOf(rows: readonly { band: Part; offset: number }[]): { band: Part; page: number }[] {
  const seen = new Set<string>()
  return rows.flatMap(({ band, offset }) => {
    const page = Math.floor(offset / PAGE)
    const key = `${band}:${page}`
    if (seen.has(key)) return []
    seen.add(key)
    return [{ band, page }]
  })
}
