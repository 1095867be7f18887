import { createHash } from 'node:crypto'
import { ok, type Result } from '../../shared/result.ts'
import type { Mapping } from '../../shared/source/mapping.ts'
import type { RecordKind } from '../../shared/vocabulary.ts'
import { columnOf, columnsOf, compileMapping, identifier, targetsOf } from './convert.ts'
import { cellReader } from './json-paths.ts'
import type { Connected, PageMisfit } from './page.ts'
import type { Sourced } from './record.ts'

/** Rows of a stream as its mapping reads them: columns are names, or dotted paths into what is nested. */
export interface MappedRows {
  record: RecordKind
  fills: ReadonlySet<string>
  /** What becomes of one row. */
  convert(row: unknown, line: number): { sourced: Sourced } | { misfit: PageMisfit }
  /** Which record a row is about, where it still tells its id; whatever else it lacks. */
  identify(row: unknown): { record: RecordKind; kind: string | null; externalId: string } | null
  /** A row out of quarantine, by the mapping of today. */
  reconvert(raw: string): ReturnType<NonNullable<Connected['reconvert']>>
}

/** Fails where the mapping cannot work. A column that a row does not have is blank. */
export function mapRows(name: string, mapping: Mapping): Result<MappedRows> {
  const columns = columnsOf(mapping)
  const compiled = compileMapping(mapping, columns, name)
  if (!compiled.ok) return compiled
  const readers = columns.map(cellReader)
  const id = identifier(mapping, columns)
  const idField = columnOf(mapping, 'id')
  const idOf = idField === null ? () => '' : cellReader(idField)
  const about = (row: unknown) => ({
    ...(idOf(row) !== '' && { externalId: idOf(row) }),
    ...(mapping.record === 'object' && { kind: mapping.kind }),
  })
  const convert: MappedRows['convert'] = (row, line) => {
    const converted = compiled.value(readers.map(read => read(row)))
    if (converted.ok) return { sourced: lazily(converted.record, line, row) }
    return { misfit: { line, ...converted.misfit, raw: JSON.stringify(row), ...about(row) } }
  }
  return ok({
    record: mapping.record,
    fills: targetsOf(mapping),
    convert,
    identify: row => {
      const externalId = id(readers.map(read => read(row)))
      return externalId === null
        ? null
        : { record: mapping.record, kind: mapping.record === 'object' ? mapping.kind : null, externalId }
    },
    reconvert: raw => {
      const read = convert(JSON.parse(raw), 0)
      return 'sourced' in read
        ? { records: [read.sourced] }
        : { reason: read.misfit.reason, column: read.misfit.column }
    },
  })
}

/** A short mark of settings: a cursor counts only for those that it was made by, so that a new mapping reads everything. */
export const markOf = (...settings: readonly unknown[]): string =>
  createHash('sha256').update(JSON.stringify(settings)).digest('hex').slice(0, 16)

/** Nearly no row goes to quarantine, so its text is only made for those that do. */
const lazily = (record: Sourced['record'], line: number, row: unknown): Sourced => ({
  record,
  line,
  get raw() {
    return JSON.stringify(row)
  },
})

/** Accounts first, then what belongs to them, history last. */
export const rankOf = (mapping: Mapping): number =>
  mapping.record === 'account'
    ? 0
    : mapping.record === 'object'
      ? mapping.account.by === 'id'
        ? 1
        : 2
      : mapping.record === 'contact'
        ? 3
        : 4
