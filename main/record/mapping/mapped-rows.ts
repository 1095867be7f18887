import { createHash } from 'node:crypto'
import { fail, ok, type Result } from '../../../shared/result.ts'
import type { Complete } from '../../../shared/source/complete.ts'
import { type Mappings, mappingsOf, ownMapping } from '../../../shared/source/mapping.ts'
import type { RecordKind } from '../../../shared/vocabulary.ts'
import type { Connected, ConnectedStream } from '../page.ts'
import type { ColumnUse } from '../scan/report.ts'
import { problemOf } from './check-mapping.ts'
import { accountIdOf, type MapOptions } from './compile-record.ts'
import { fillsOf, usesOf } from './fields.ts'
import { type ItemMapper, itemMapper, remapped } from './map-items.ts'

/** Rows of a stream as its mapping reads them: columns are names, or dotted paths into what is nested. */
export interface MappedRows {
  /** What a row is before all. */
  record: RecordKind
  /** The fields that each of the mappings fills. */
  fills: readonly ReadonlySet<string>[]
  /** What the mappings read. */
  uses: readonly ColumnUse[]
  mapper: ItemMapper
  /** A row out of quarantine, by the mapping of today. */
  reconvert(raw: string): ReturnType<NonNullable<Connected['reconvert']>>
}

/** Fails where the mapping cannot work. A column that a row does not have is blank. */
export function mapRows(name: string, mappings: Mappings, options: MapOptions<unknown> = {}): Result<MappedRows> {
  const problem = problemOf(mappings)
  if (problem !== null)
    return fail('invalid', `The mapping of “${name}” cannot work.`, problem, 'Correct the mapping. Nothing was read.')
  // What is tried again must not count as read once more.
  const again = itemMapper(mappings, options)
  return ok({
    record: ownMapping(mappings).record,
    fills: mappingsOf(mappings).map(fillsOf),
    uses: usesOf(mappings),
    mapper: itemMapper(mappings, options),
    reconvert: raw => remapped(again, raw),
  })
}

/** A short mark of settings: a cursor counts only for those that it was made by, so that a new mapping reads everything. */
export const markOf = (...settings: readonly unknown[]): string =>
  createHash('sha256').update(JSON.stringify(settings)).digest('hex').slice(0, 16)

/** For a stream that is complete: its guard, and what its rows become. */
export const completeOf = ({
  complete,
  mapping,
}: {
  complete?: Complete | undefined
  mapping: Mappings
}): Pick<ConnectedStream, 'complete'> => (complete ? { complete: { guard: complete, mappings: mapping } } : {})

/** Accounts first, then what belongs to them, history last. */
export function rankOf(mappings: Mappings): number {
  const mapping = ownMapping(mappings)
  if (mappingsOf(mappings).some(({ record }) => record === 'account')) return 0
  if (mapping.record === 'object') return accountIdOf(mapping.account).by === 'id' ? 1 : 2
  return mapping.record === 'contact' ? 3 : 4
}
