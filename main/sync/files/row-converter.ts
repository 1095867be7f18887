import { unwrap } from '../../../shared/result.ts'
import { type FileStream, mappingsOf } from '../../../shared/source/mapping.ts'
import { WHOLE_ROW } from '../../record/cells/tally.ts'
import { compileMapping } from '../../record/convert.ts'
import type { Mapped } from '../../record/mapping/compile-record.ts'
import { columnOf } from '../../record/mapping/fields.ts'
import { isCounted, isNamedByContent, nthId } from '../../record/mapping/identity.ts'
import { rawRecord } from '../../record/raw-row.ts'
import type { RowChunk } from '../../record/read-rows.ts'
import type { SyncRecord } from '../../record/record.ts'
import type { Row } from '../../record/rows.ts'
import type { FileMeter } from './meter.ts'
import type { RowBatch, RowMisfit } from './parse-protocol.ts'
import { createRepeats, type Repeat } from './row-ids.ts'

/** Puts rows of a file into the batch of the moment, as records or as what does not fit. */
export interface RowConverter {
  take(row: Row): void
  /** A row that an earlier reading kept already: later ones of the same content are counted from it. */
  passOver(row: Row): void
}

export function rowConverter(
  stream: FileStream,
  { columns, delimiter }: RowChunk,
  repeated: ReadonlySet<number> | undefined,
  met: FileMeter,
  batch: () => RowBatch,
): RowConverter {
  const { tally } = met
  const convert = unwrap(compileMapping(stream.mapping, columns, stream.name, { tally }))
  const mappings = mappingsOf(stream.mapping)
  const repeatOf = createRepeats(repeated, mappings)

  const reject = (row: Row, column: string | null, reason: string, names?: RowMisfit['names']) => {
    const at = column === null ? -1 : columns.indexOf(column)
    tally.add(column ?? WHOLE_ROW, 'unfit', at === -1 ? row.text : (row.cells[at] ?? ''))
    const raw = rawRecord(columns, delimiter, row)
    batch().misfits.push({ line: row.line, raw, column, reason, ...(names && { names }) })
  }

  const keep = (row: Row, by: number, record: SyncRecord, nth = 1) => {
    record.externalId = nthId(record.externalId, nth)
    record.propertiesJson = JSON.stringify(record.properties)
    record.properties = NONE
    batch().rows.push({ record, line: row.line, by, raw: row.text, ...(nth > 1 && { nth }) })
  }

  const keepUnlessKnown = (row: Row, by: number, record: SyncRecord) => {
    const repeat: Repeat = repeatOf(by, record, row.line, row.text)
    const mapping = mappings[by]
    if (repeat.is === 'first') return keep(row, by, record)
    if (repeat.is === 'again') {
      tally.add(WHOLE_ROW, 'alike', row.text)
      return keep(row, by, record, repeat.nth)
    }
    if (repeat.is === 'same') {
      if (mapping && isNamedByContent(mapping)) tally.add(WHOLE_ROW, 'merged', row.text)
      if (mappings.length === 1) keep(row, by, record)
    }
    // Only the first counts. Were the last to win, every import would write both, one over the other.
    if (repeat.is !== 'other') return
    const reason = `The id “${record.externalId}” is already used by the record on line ${repeat.line}.`
    const { externalId } = record
    reject(row, mapping ? columnOf(mapping, 'id') : null, reason, { ...kindOf(record), externalId })
  }

  return {
    take: row => {
      met.rows++
      tally.line = row.line
      if (row.problem !== undefined) return reject(row, null, row.problem)
      const converted = convert(row)
      if (!converted.ok) return reject(row, converted.misfit.column, converted.misfit.reason)
      if (converted.mapped.every(({ is }) => is === 'nothing')) met.leftOut++
      for (const [by, mapped] of converted.mapped.entries()) {
        if (mapped.is === 'misfit') reject(row, mapped.column, mapped.reason, namesOf(mapped))
        else if (mapped.is === 'gone') batch().gone.push(mapped.gone)
        else if (mapped.is === 'record') keepUnlessKnown(row, by, mapped.record)
      }
    },
    passOver: earlierRows(stream, columns, repeated, repeatOf),
  }
}

type RepeatOf = ReturnType<typeof createRepeats>

/** Counts without a tally: what was said of these rows was said when they were read. */
function earlierRows(
  stream: FileStream,
  columns: readonly string[],
  repeated: ReadonlySet<number> | undefined,
  repeatOf: RepeatOf,
): (row: Row) => void {
  if (!repeated?.size || !mappingsOf(stream.mapping).some(isCounted)) return () => {}
  const convert = unwrap(compileMapping(stream.mapping, columns, stream.name))
  return row => {
    const converted = row.problem === undefined ? convert(row) : null
    if (!converted?.ok) return
    for (const [by, mapped] of converted.mapped.entries())
      if (mapped.is === 'record') repeatOf(by, mapped.record, row.line, row.text)
  }
}

const kindOf = (record: SyncRecord) => ({
  record: record.record,
  ...(record.record === 'object' && { kind: record.kind }),
})

function namesOf({ record, kind, externalId }: Extract<Mapped, { is: 'misfit' }>): RowMisfit['names'] {
  return externalId === undefined ? undefined : { record, externalId, ...(kind !== undefined && { kind }) }
}

const NONE = {}
