import { type Mapping, type Mappings, mappingsOf } from '../../../shared/source/mapping.ts'
import { idReader, isCounted } from '../../record/mapping/identity.ts'
import { columnsShape, type FileRow } from '../../record/mapping/shape.ts'
import type { SyncRecord } from '../../record/record.ts'
import { idHash } from '../../record/repeats.ts'

/** What names a record within its file: several mappings of a row may use one id for records of several kinds. */
const keyOf = (by: number, id: string): string => (by === 0 ? id : `${by}\0${id}`)

/** The keys of a row's records, as far as the row names them. */
export function rowKeys(mappings: Mappings, columns: readonly string[]): (row: FileRow) => string[] {
  const shape = columnsShape(columns)
  const readers = mappingsOf(mappings).map(({ id }) => idReader(shape, id, 'id'))
  return row =>
    readers.flatMap((read, by) => {
      try {
        return [keyOf(by, read(row))]
      } catch {
        // What has no id does not become a record, and says so when it is converted.
        return []
      }
    })
}

/**
 * A record that came before under its id: `same` changes nothing, `again` is the nth event of the same content, `other` is the
 * first one that differs.
 */
export type Repeat = { is: 'first' | 'same' | 'known' } | { is: 'again'; nth: number } | { is: 'other'; line: number }

/**
 * Tells records that come again under an id. Where a row gives one record, the row itself is compared; where it gives
 * several, what each became is, because an order's row tells of its customer again and again.
 */
export function createRepeats(repeated: ReadonlySet<number> | undefined, mappings: readonly Mapping[]) {
  const several = mappings.length > 1
  const counts = mappings.map(isCounted)
  const firsts = new Map<string, { line: number; content: number; said: boolean; times: number }>()
  return (by: number, record: SyncRecord, line: number, text: string): Repeat => {
    const key = keyOf(by, record.externalId)
    if (!repeated?.size || !repeated.has(idHash(key))) return { is: 'first' }
    const content = idHash(several ? JSON.stringify(record) : text)
    const first = firsts.get(key)
    if (!first) {
      firsts.set(key, { line, content, said: false, times: 1 })
      return { is: 'first' }
    }
    if (first.content === content) return counts[by] ? { is: 'again', nth: ++first.times } : { is: 'same' }
    if (several && first.said) return { is: 'known' }
    first.said = true
    return { is: 'other', line: first.line }
  }
}
