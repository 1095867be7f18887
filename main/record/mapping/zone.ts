import { type Read, shortened, Unfit, zoneCheck } from '../build-record.ts'
import type { Place } from './parse-raw.ts'

/**
 * A time zone that exists. A column that holds something else is mapped wrongly, so its row is put aside and said;
 * systems have names of their own for zones, so behind an expression such a name counts as unknown.
 */
export function zoneReader<Row>(read: Read<Row>, place: Place | null): (row: Row) => string | null {
  const exists = zoneCheck()
  return row => {
    const name = read(row)
    if (name === null) return null
    if (exists(String(name))) return String(name)
    if (place?.isPath) return null
    throw new Unfit(place?.name ?? null, `“${shortened(String(name))}” is not a time zone such as Europe/Berlin.`)
  }
}
