import { type ReadRow, zoneNames } from '../build-record.ts'
import type { Tally } from '../cells/tally.ts'
import type { Place } from './parse-raw.ts'

/** An unknown zone is counted and loses nobody: quiet hours then go by the account's zone, and say so. */
export function zoneReader<Row>(read: ReadRow<Row>, place: Place | null, tally?: Tally): (row: Row) => string | null {
  const zoneOf = zoneNames()
  return row => {
    const name = read(row)
    if (name === null) return null
    const zone = zoneOf(String(name))
    if (zone === null && place !== null) tally?.add(place.name, 'unfit', String(name))
    return zone
  }
}
