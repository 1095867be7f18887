import { isDeepStrictEqual } from 'node:util'
import { FailureError } from '../../../shared/result.ts'
import type { FileShape } from '../../../shared/source/cell-format.ts'
import { type ScannedColumn, settleColumns } from '../guess.ts'
import { cellOf } from '../json-paths.ts'
import { mayBeOtherwise, type RowChunk, readRows, whatElse } from '../read-rows.ts'
import type { Format, Row } from '../rows.ts'
import { ColumnScan } from './column-scan.ts'
import { eachLeaf } from './leaves.ts'

/** Some files of one stream, gone through to their ends. */
export interface ScannedFiles {
  format: Format
  encoding: RowChunk['encoding']
  delimiter: string
  columns: ScannedColumn[]
  /** The first rows, as cells of these columns. */
  first: string[][]
  rows: number
  /** What the bytes told and the settings did not say. */
  shape: FileShape
  /** Columns that one of the files lacks, and the first that does. */
  lacking: Lacking[]
}

export interface Lacking {
  column: string
  path: string
}

/** Most columns that are found in nested records. */
const MOST = 300

export interface ScanAsk extends FileShape {
  list?: string | undefined
  /** Rows that are shown. */
  shown: number
}

/**
 * Reads files to their ends before anything of them is kept, and counts for every column what its cells may be. Memory
 * does not grow with the files. Null where they hold no record.
 */
export async function scanFiles(
  paths: readonly string[],
  ask: ScanAsk,
  onBytes: (bytes: number) => void = () => {},
): Promise<ScannedFiles | null> {
  const scan = new Scan(ask.shown)
  let shape: FileShape = {
    ...(ask.encoding && { encoding: ask.encoding }),
    ...(ask.header && { header: ask.header }),
    ...(ask.quotes && { quotes: ask.quotes }),
  }
  let before = 0
  for (const path of paths) {
    const tell = (bytes: number) => onBytes(before + bytes)
    try {
      before += await scan.file(path, { ...shape, list: ask.list }, tell)
    } catch (error) {
      if (!mayBeOtherwise(error)) throw error
      const other = await whatElse(path, error, { ...shape, list: ask.list })
      if (other instanceof FailureError) throw other
      shape = { ...shape, ...other }
      // From the top: what was counted of this file would be counted twice.
      return scanFiles(paths, { ...ask, ...shape }, onBytes)
    }
  }
  return scan.found(shape)
}

class Scan {
  private readonly shown: number
  private readonly columns = new Map<string, ColumnScan>()
  private readonly first: Row[] = []
  private head: RowChunk | null = null
  private rows = 0
  /** The header of each table. */
  private readonly headers = new Map<string, readonly string[]>()

  constructor(shown: number) {
    this.shown = shown
  }

  /** Resolves with how many bytes the file has. */
  async file(path: string, ask: FileShape & { list: string | undefined }, onBytes: (bytes: number) => void) {
    let bytes = 0
    for await (const chunk of readRows(path, ask)) {
      this.head ??= { ...chunk, rows: [] }
      if (chunk.format === 'csv') this.table(path, chunk)
      else for (const row of chunk.rows) this.nested(row)
      bytes = chunk.bytes
      onBytes(bytes)
    }
    for (const column of this.columns.values()) column.endFile()
    return bytes
  }

  private table(path: string, { columns, rows }: RowChunk): void {
    this.headers.set(path, columns)
    const scans = columns.map(name => this.column(name))
    const isShown = isDeepStrictEqual(columns, this.head?.columns)
    for (const row of rows) {
      this.keep(row, isShown)
      // A row of another width is quarantined, so its cells tell nothing of their columns.
      if (row.problem !== undefined || row.cells.length !== columns.length) continue
      for (let at = 0; at < scans.length; at++) scans[at]?.add(row.cells[at] ?? '', row.line)
    }
  }

  private nested(row: Row): void {
    this.keep(row)
    if (row.problem !== undefined) return
    eachLeaf(row.value, (path, value) => {
      if (this.columns.size >= MOST && !this.columns.has(path)) return
      this.column(path).add(cellOf(value), row.line, typeof value === 'number')
    })
  }

  /** Rows under another header than the first would be shown under the wrong names. */
  private keep(row: Row, isShown = true): void {
    this.rows++
    if (isShown && row.problem === undefined && this.first.length < this.shown) this.first.push(row)
  }

  private column(name: string): ColumnScan {
    let column = this.columns.get(name)
    if (!column) {
      column = new ColumnScan(name)
      this.columns.set(name, column)
    }
    return column
  }

  found(shape: FileShape): ScannedFiles | null {
    if (!this.head) return null
    const { format, encoding, delimiter } = this.head
    const columns = [...this.columns.values()]
    // What a nested record leaves out is blank.
    if (format !== 'csv') for (const column of columns) column.leftOut(this.rows)
    const first = this.first.map(row => (format === 'csv' ? row.cells : cellsOf(row.value, columns)))
    return {
      ...{ format, encoding, delimiter, columns: settleColumns(columns, delimiter), first },
      ...{ rows: this.rows, shape, lacking: this.lacking() },
    }
  }

  private lacking(): Lacking[] {
    return [...this.columns.keys()].flatMap(column => {
      const [path] = [...this.headers].find(([, header]) => !header.includes(column)) ?? []
      return path === undefined ? [] : [{ column, path }]
    })
  }
}

function cellsOf(value: unknown, columns: readonly ColumnScan[]): string[] {
  const cells = new Map<string, string>()
  eachLeaf(value, (path, leaf) => cells.set(path, cellOf(leaf)))
  return columns.map(({ name }) => cells.get(name) ?? '')
}
