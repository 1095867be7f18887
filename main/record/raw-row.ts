import { readJson } from '../../shared/guard/read-json.ts'
import { createCsvParser } from './csv.ts'
import { cellReader } from './json-paths.ts'
import type { FileRow } from './mapping/shape.ts'
import { width } from './scan/first-lines.ts'

/** Beside the cells of a line that came before with the same content: how often it has come by then. */
const TIMES = 'line repeated'

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

/** A quarantined row under these columns, blank where it has none; null where it was no record. */
export function readRawRow(raw: string, columns: readonly string[]): FileRow | null {
  const value = readJson(raw)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null
  const { [TIMES]: _times, ...own } = value as Record<string, unknown>
  return { cells: columns.map(column => cellReader(column)(own)), value: own }
}

/** The nth line of the same content, so that it is kept beside the earlier ones. */
export function nthRaw(raw: string, nth: number | undefined): string {
  const value = nth === undefined ? null : readJson(raw)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return raw
  return JSON.stringify({ ...value, [TIMES]: nth })
}

/** A kept row of a system as its system gave it. */
export function withoutNth(raw: string): unknown {
  const value = readJson(raw)
  if (!raw.includes(TIMES) || typeof value !== 'object' || value === null) return value
  const { [TIMES]: _times, ...own } = value as Record<string, unknown>
  return own
}

/** Which one of the lines of its content a kept row is. */
export function nthOfRaw(raw: string): number {
  if (!raw.includes(TIMES)) return 1
  const value = readJson(raw) as { [TIMES]?: unknown } | null
  return typeof value?.[TIMES] === 'number' ? value[TIMES] : 1
}
