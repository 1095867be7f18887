import { createCsvParser } from './csv.ts'
import { cellReader, parseJson } from './json-paths.ts'
import { width } from './scan/first-lines.ts'

function rawRow(columns: readonly string[], cells: readonly string[]): string {
  // Empty cells at the end of a line are no misfit, so they are none here either.
  if (width(cells) > columns.length || cells.length < columns.length) return JSON.stringify(cells)
  return JSON.stringify(Object.fromEntries(columns.map((column, index) => [column, cells[index]])))
}

/**
 * A record as it stands in its file, for the quarantine: an object by column, or a list where it is no record. JSON.
 * Without a delimiter, `text` is JSON already.
 */
export function rawRecord(columns: readonly string[], delimiter: string, { cells, text, problem }: RawRecord): string {
  if (problem !== undefined) return JSON.stringify([text])
  if (delimiter === '') return text
  return rawRow(columns, cells ?? cellsOf(text, delimiter))
}

interface RawRecord {
  text: string
  /** Where they are at hand. */
  cells?: readonly string[]
  problem?: string | undefined
}

function cellsOf(text: string, delimiter: string): readonly string[] {
  const parser = createCsvParser(delimiter)
  return [...parser.push(text), ...parser.end()][0]?.cells ?? [text]
}

/** Cells of a quarantined row under these columns, blank where it has none; null where it was no record. */
export function readRawRow(raw: string, columns: readonly string[]): string[] | null {
  const value = parseJson(raw)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null
  return columns.map(column => cellReader(column)(value))
}
