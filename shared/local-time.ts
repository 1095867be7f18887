import { madeOnce } from './text/made-once.ts'

const CLOCK = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const
const DATED = { day: 'numeric', month: 'short', ...CLOCK } as const

/** Formats by zone, made once; null for a name that this machine does not know. */
const formats = (options: Intl.DateTimeFormatOptions): ((zone: string) => Intl.DateTimeFormat | null) =>
  madeOnce(zone => {
    try {
      return new Intl.DateTimeFormat('en-GB', { ...options, timeZone: zone })
    } catch {
      // This machine does not know the zone, so the caller falls back and says so.
      return null
    }
  })

const clockOf = formats(CLOCK)
const datedOf = formats(DATED)
const dayOf = formats({ day: 'numeric', month: 'short' })
const fullDayOf = formats({ day: 'numeric', month: 'short', year: 'numeric' })
const yearIn = formats({ year: 'numeric' })

/** True for an IANA time zone name that this machine knows. */
export const isTimeZone = (zone: string): boolean => clockOf(zone) !== null

/**
 * One spelling of a zone's name, such as `Europe/Lisbon` for `europe/lisbon`; null where this machine does not know it. What
 * the machine calls it otherwise does not count: which of two names of one zone is the first changes with its version.
 */
export function zoneSpelling(zone: string): string | null {
  const own = clockOf(zone)?.resolvedOptions().timeZone
  if (own === undefined) return null
  return own.toLowerCase() === zone.toLowerCase() ? own : zone
}

/** `Date` ends 8.64e15 ms around 1970 (ECMA-262, 21.4.1.1); one row dated beyond that must not end what shows many. */
const FAR = 8.64e15
/** The nearest moment that `Date` knows. */
export const showable = (at: number): number => Math.min(Math.max(Number.isNaN(at) ? 0 : at, -FAR), FAR)

/** The wall clock in `zone` at a moment (UTC ms): hours 0–23 and minutes. An unknown zone reads as UTC. */
export function localTime(at: number, zone: string): { hour: number; minute: number; text: string } {
  const text = (clockOf(zone) ?? clockOf('UTC'))?.format(showable(at)) ?? '00:00'
  return { hour: Number(text.slice(0, 2)), minute: Number(text.slice(3, 5)), text }
}

/** `4 Jul, 08:00`: date and wall clock in `zone` at a moment (UTC ms). */
export const localDate = (at: number, zone: string): string =>
  (datedOf(zone) ?? datedOf('UTC'))?.format(showable(at)) ?? ''

const dayBy = (format: typeof dayOf, at: number, zone: string): string =>
  ((format(zone) ?? format('UTC'))?.format(showable(at)) ?? '').replace('Sept', 'Sep')

/** `4 Jul 2023`: the day in `zone` of a moment (UTC ms). */
export const localFullDay = (at: number, zone: string): string => dayBy(fullDayOf, at, zone)

/** `4 Jul`, with the year where it is another one than now's: the day in `zone` of a moment (UTC ms). */
export const localDay = (at: number, now: number, zone: string): string =>
  dayBy(dayBy(yearIn, at, zone) === dayBy(yearIn, now, zone) ? dayOf : fullDayOf, at, zone)

/** The place of a zone, to follow a time: `in Lisbon` for `Europe/Lisbon`, `UTC` for UTC. */
export function placeOf(zone: string): string {
  if (/^(Etc\/)?(UTC|UCT|GMT|Zulu|Universal|Greenwich)$/.test(zone)) return 'UTC'
  return `in ${(zone.split('/').at(-1) ?? zone).replaceAll('_', ' ')}`
}

const partsOf = formats({
  hourCycle: 'h23',
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
  hour: 'numeric',
  minute: 'numeric',
  second: 'numeric',
})

/** How far the clocks of a zone are ahead of UTC at a moment, in ms. */
function aheadOf(zone: Intl.DateTimeFormat, at: number): number {
  const part = Object.fromEntries(zone.formatToParts(at).map(({ type, value }) => [type, Number(value)]))
  const { year = 1970, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(at / 1_000) * 1_000
}

const DAY = 86_400_000

/** A moment (UTC ms) told from a clock on a wall, and how often that clock showed so: where clocks change, not once. */
export interface WallMoment {
  at: number
  shown: 'once' | 'twice' | 'never'
}

/**
 * The moment at which clocks in `zone` show what `wall` reads as UTC. An hour that comes twice is its first, one that is
 * left out is the hour after; an unknown zone is UTC.
 */
export function wallMomentOf(wall: number, zone: string): WallMoment {
  const format = partsOf(zone)
  if (!format) return { at: wall, shown: 'once' }
  const before = aheadOf(format, wall - DAY)
  const after = aheadOf(format, wall + DAY)
  if (before === after) return { at: wall - after, shown: 'once' }
  const moments = [wall - before, wall - after].filter(at => at + aheadOf(format, at) === wall)
  const at = Math.min(...moments)
  if (moments.length > 0) return { at, shown: moments.length > 1 ? 'twice' : 'once' }
  return { at: wall - before, shown: 'never' }
}

/** The moment at which clocks in `zone` show what `wall` reads as UTC. */
export const fromWallClock = (wall: number, zone: string): number => wallMomentOf(wall, zone).at

/** What clocks in `zone` show at a moment, read as UTC (ms). An unknown zone is UTC. */
export function toWallClock(at: number, zone: string): number {
  const format = partsOf(zone)
  return format ? at + aheadOf(format, at) : at
}
