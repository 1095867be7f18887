import { wallMomentOf } from '../../../../shared/local-time.ts'
import { DUE } from '../../../../shared/model/column-report.ts'
import type { ReadRef } from '../../../../shared/source/value-ref.ts'
import { DAY, SECOND } from '../../../../shared/trigger/duration.ts'
import type { CellRead } from '../../cells/parse-cell.ts'
import { periodOf } from '../../cells/period.ts'
import type { Tally } from '../../cells/tally.ts'
import { isDayOnly, isShortYear, isWallClock } from '../../cells/wall-clock.ts'
import { parseDate } from '../../dates.ts'
import type { Place } from '../parse-raw.ts'
import { zoneOfPlace } from './place-zones.ts'

/** Reads a raw value of one place of a row, with the row at hand. */
export type ParseIn<Row> = (raw: unknown, row: Row) => CellRead

/** A clock with the name of its zone: `2024-10-27 02:30 Europe/Berlin`. */
const OWN_ZONE = /^(.*:\d{2})\s?\[?([a-z]{2,20}\/[a-z_/]{2,60})\]?$/i

interface Clock<Row> {
  ref: ReadRef
  place: Place
  /** What names the zone or the place of the clock. */
  placeIn: ((row: Row) => unknown) | undefined
  /** Moments before or after are kept and counted: they are hardly meant. */
  plausible: { from: number; until: number }
  /** A day without a time means its end, not its beginning; so does a month. */
  isUntil: boolean
}

/**
 * Moments as they are written: a time without an offset is one of the place where it was noted. Where nobody says the place,
 * or the place has several zones, it is read as UTC and counted, so that the report says so; a year of two digits likewise.
 */
export function momentParser<Row>(
  { tally }: { tally?: Tally | undefined },
  { ref: { format }, place, placeIn, plausible, isUntil }: Clock<Row>,
  parse: ParseIn<Row>,
): ParseIn<Row> {
  if (tally === undefined && placeIn === undefined && !isUntil) return parse
  const zoneOf = rememberedZones()
  // The moment itself is read already; what its zone's clocks showed twice or never is still to be said.
  const tellChange = (raw: string) => {
    // A zone's name ends with a letter, hardly any other moment does.
    if (!tally || raw.charCodeAt(raw.length - 1) <= 57) return
    const [clock, zone] = OWN_ZONE.exec(raw)?.slice(1) ?? []
    const wall = clock === undefined ? null : parseDate(clock, format ?? 'ymd')
    if (wall !== null && zone !== undefined && wallMomentOf(wall, zone).shown !== 'once')
      tally.add(place.name, 'change', raw, zone)
  }
  return (raw, row) => {
    const read = parse(raw, row)
    if (!('value' in read) || typeof read.value !== 'number') return read
    if (read.value < plausible.from || read.value >= plausible.until) tally?.add(place.name, 'far', String(raw))
    if (typeof raw !== 'string') return read
    const period = format === undefined || format === 'iso' ? null : periodOf(raw)
    if (tally && format !== undefined && format !== 'iso') {
      if (isShortYear(raw) || period?.short) tally.add(place.name, 'century', raw)
      if (period) tally.add(place.name, period.kind, raw, isUntil ? DUE : undefined)
    }
    if (format !== undefined && format !== 'iso') tellChange(raw)
    const isDay = isUntil && isDayOnly(raw, read.value, format)
    if (!isDay && !isWallClock(raw, format)) return read
    const named = namesOf(placeIn?.(row))
    const zone = named.length === 0 ? null : zoneOf(named)
    if (isDay) {
      const end = read.value + (period?.days ?? 1) * DAY - SECOND
      tally?.add(place.name, 'day', raw, zone ?? undefined)
      return { value: zone === null ? end : wallMomentOf(end, zone).at }
    }
    if (zone !== null) {
      const { at, shown } = wallMomentOf(read.value, zone)
      if (shown !== 'once') tally?.add(place.name, 'change', raw, zone)
      return { value: at }
    }
    tally?.add(place.name, 'utc', raw, named.length === 0 ? undefined : named.join(', '))
    return read
  }
}

const namesOf = (place: unknown): string[] =>
  (Array.isArray(place) ? place : [place]).flatMap(one =>
    (typeof one === 'string' && one.trim() !== '') || typeof one === 'number' ? [String(one).trim()] : [],
  )

/** Places repeat: most rows of a file come from a few. */
function rememberedZones(): (names: readonly string[]) => string | null {
  const known = new Map<string, string | null>()
  return names => {
    const key = names.join('\n')
    let zone = known.get(key)
    if (zone === undefined) {
      zone = zoneOfPlace(names)
      if (known.size < MOST) known.set(key, zone)
    }
    return zone
  }
}

const MOST = 10_000
