import { FailureError } from '../../../shared/result.ts'
import { readRows } from '../../record/read-rows.ts'
import { scanFiles } from '../../record/scan/scan-file.ts'
import { type TableAsk, TableBuilder } from './table-builder.ts'
import type { UnitTable } from './unit-table.ts'

/**
 * Reads an experiment from a file: once to see what its columns are, once for its rows, in memory that grows with the
 * units but not with the columns. `progress` hears bytes. Throws `FailureError`.
 */
export async function readExperimentFile(
  path: string,
  ask: TableAsk,
  progress: (bytes: number) => void,
): Promise<UnitTable> {
  const { encoding, header } = ask.answers
  const scan = await scanFiles([path], { shown: 0, ...(encoding && { encoding }), ...(header && { header }) }, progress)
  if (!scan) throw new FailureError(nothingIn(path))
  const builder = new TableBuilder(scan.columns, ask, 'line')
  const names = scan.columns.map(({ name }) => name)
  for await (const { rows, bytes } of readRows(path, { ...scan.shape, columns: names })) {
    for (const { line, cells, text, problem } of rows)
      if (problem !== undefined || cells.length !== names.length) builder.addBad(line, text)
      else builder.add(line, cells)
    progress(bytes)
  }
  return builder.finish()
}

const nothingIn = (path: string) => ({
  kind: 'not_found' as const,
  what: `The file ${path} has no records.`,
  why: 'Without a record, there is nothing to compare.',
  todo: 'Choose a file with one row for each unit.',
})
