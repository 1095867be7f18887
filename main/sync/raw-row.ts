import { createCsvParser } from './csv.ts'

/** A row for the quarantine: an object by column, or a list of cells where their number is wrong. JSON. */
export function rawRow(columns: readonly string[], cells: readonly string[]): string {
  if (cells.length !== columns.length) return JSON.stringify(cells)
  return JSON.stringify(Object.fromEntries(columns.map((column, index) => [column, cells[index]])))
}

/** The same, from the line as it stands in the file. */
export function rawLine(columns: readonly string[], delimiter: string, text: string): string {
  const parser = createCsvParser(delimiter)
  const row = [...parser.push(text), ...parser.end()][0]
  return rawRow(columns, row?.cells ?? [text])
}

/** Columns and cells of a quarantined row; null where its number of cells was wrong. */
export function readRawRow(raw: string): { columns: string[]; cells: string[] } | null {
  const value: unknown = JSON.parse(raw)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null
  return { columns: Object.keys(value), cells: Object.values(value).map(String) }
}
