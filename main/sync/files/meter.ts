import { Tally } from '../../record/cells/tally.ts'
import type { RowChunk } from '../../record/read-rows.ts'
import { addFields } from '../../record/scan/leaves.ts'
import type { FileReading } from './parse-protocol.ts'

/** What is counted of a file beside its records. */
export interface FileMeter {
  tally: Tally
  columns: Set<string>
  isNested: boolean
  rows: number
  leftOut: number
}

/** For a file that is about to be read. */
export const newMeter = (): FileMeter => ({
  tally: new Tally(),
  columns: new Set(),
  isNested: false,
  rows: 0,
  leftOut: 0,
})

/** What was counted, as it is handed over. */
export const fileReading = ({ tally, columns, isNested, rows, leftOut }: FileMeter): FileReading => ({
  columns: [...columns],
  rows,
  leftOut,
  filled: isNested ? [...tally.filled] : null,
  tally: [...tally.columns],
})

/** Rows of a piece of JSON that are looked at for fields which the mapping does not read. */
const LOOKED = 20

/** Takes in which columns a piece of the file has. */
export function meet(met: FileMeter, { format, columns, rows }: RowChunk): void {
  if (format === 'csv') for (const column of columns) met.columns.add(column)
  else {
    met.isNested = true
    for (const { value } of rows.slice(0, LOOKED)) addFields(value, met.columns)
  }
}
