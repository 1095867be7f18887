import { showable } from '../../shared/local-time.ts'
import { madeOnce } from '../../shared/text/made-once.ts'
import { DAY, HOUR, MINUTE } from '../../shared/trigger/duration.ts'

/** Making a formatter to learn the zone takes longer than drawing a row, and people seldom cross a zone while they look. */
const ZONE_FOR = MINUTE
let zone = { name: '', until: Number.NEGATIVE_INFINITY }

/** IANA name of the time zone of the person in front of the screen; a journey is noticed within a minute. */
export function personZone(): string {
  const at = performance.now()
  if (at >= zone.until) zone = { name: Intl.DateTimeFormat().resolvedOptions().timeZone, until: at + ZONE_FOR }
  return zone.name
}

/** One formatter for each zone, made when it is first needed. */
function formatted(options: Intl.DateTimeFormatOptions): (at: number, zone: string) => string {
  const formatIn = madeOnce((timeZone: string) => new Intl.DateTimeFormat('en-GB', { timeZone, ...options }))
  return (at, timeZone) => formatIn(timeZone).format(showable(at))
}

const year = formatted({ year: 'numeric' })
const dayKey = formatted({ year: 'numeric', month: '2-digit', day: '2-digit' })
const dayAndMonth = formatted({ day: 'numeric', month: 'short' })
const weekday = formatted({ weekday: 'short' })
const fullDate = formatted({ day: 'numeric', month: 'short', year: 'numeric' })
const inDigits = formatted({
  ...{ year: 'numeric', month: '2-digit', day: '2-digit' },
  ...{ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
})

/** `14:02`. */
export const clockTime = formatted({ hour: '2-digit', minute: '2-digit' })

/** `14 Nov`, with the year unless it is the current one. */
export function shortDate(at: number, now: number, zone: string): string {
  const text = dayAndMonth(at, zone).replace('Sept', 'Sep')
  return year(at, zone) === year(now, zone) ? text : `${text} ${year(at, zone)}`
}

/** `Fri 27 Nov`: a date that a person plans with. */
export const weekdayDate = (at: number, now: number, zone: string): string =>
  `${weekday(at, zone)} ${shortDate(at, now, zone)}`

/** A span in its largest sensible unit: `40 s`, `2 min`, `5 h`, `3 d`. Takes milliseconds. */
export function age(ms: number): string {
  const span = Math.max(0, ms)
  if (span < MINUTE) return `${Math.floor(span / 1000)} s`
  if (span < HOUR) return `${Math.floor(span / MINUTE)} min`
  if (span < 2 * DAY) return `${Math.floor(span / HOUR)} h`
  return `${Math.floor(span / DAY)} d`
}

/** Relative when near, dated when far: `42 min ago`, `yesterday`, `in 3 d`, `1 Dec`. */
export function relative(at: number, now: number, zone: string): string {
  const ahead = at - now
  if (Math.abs(ahead) < MINUTE) return 'now'
  if (ahead > 0) {
    if (ahead < DAY) return `in ${age(ahead)}`
    return ahead < 14 * DAY ? `in ${Math.round(ahead / DAY)} d` : shortDate(at, now, zone)
  }
  if (ahead > -DAY) return `${age(-ahead)} ago`
  if (dayKey(at, zone) === dayKey(now - DAY, zone)) return 'yesterday'
  return ahead > -7 * DAY ? `${Math.floor(-ahead / DAY)} d ago` : shortDate(at, now, zone)
}

/** `counted 3 min ago`: the age of figures that are shown again. Both by the machine’s clock, UTC ms. */
export const countedWords = (at: number, now: number, zone: string): string =>
  Math.abs(now - at) < MINUTE ? 'counted just now' : `counted ${relative(at, now, zone)}`

/** A moment in a list of what happened: `today 11:46`, `Mon 09:12`, `14 Nov`. */
export const stamp = (at: number, now: number, zone: string): string =>
  `${dayKey(at, zone) === dayKey(now, zone) ? 'today ' : ''}${shortStamp(at, now, zone)}`

/** The same where a time alone is understood as today's: `11:46`, `Mon 09:12`, `14 Nov`. */
export function shortStamp(at: number, now: number, zone: string): string {
  if (dayKey(at, zone) === dayKey(now, zone)) return clockTime(at, zone)
  if (at > now - 6 * DAY && at < now) return `${weekday(at, zone)} ${clockTime(at, zone)}`
  return shortDate(at, now, zone)
}

/** What the ticks of an axis of time have in common; times in UTC ms, `every` in ms. */
interface Axis {
  first: number
  last: number
  every: number
  now: number
  zone: string
}

/** A tick of an axis: `14 Nov` where ticks are days, `14:02` where all are of one day, or else `Mon 14:02`. */
export function axisTime(at: number, { first, last, every, now, zone }: Axis): string {
  if (every >= DAY) return shortDate(at, now, zone)
  if (dayKey(first, zone) === dayKey(last, zone)) return clockTime(at, zone)
  const near = Math.abs(now - at) < 6 * DAY
  return `${near ? weekday(at, zone) : shortDate(at, now, zone)} ${clockTime(at, zone)}`
}

/** A moment in full, for titles and tables: `14 Nov 2024, 09:12`. */
export const exact = (at: number, zone: string): string => `${fullDate(at, zone)}, ${clockTime(at, zone)}`

/** `Oslo, 14:02 there`; null for a zone that this computer does not know. */
export function placeTime(zone: string, now: number): string | null {
  try {
    const place = zone.split('/').at(-1)?.replaceAll('_', ' ') ?? zone
    return `${place}, ${clockTime(now, zone)} there`
  } catch {
    return null
  }
}

/** The hour at which a snoozed issue returns to the queue. */
export const MORNING = 8

/** The moment at which the zone's clock shows `hour` on the day `days` after `now`. */
export function localMorning(now: number, days: number, hour: number, zone: string): number {
  const parts = dayKey(now + days * DAY, zone).split('/')
  const [day = 1, month = 1, fullYear = 1970] = parts.map(Number)
  const wanted = Date.UTC(fullYear, month - 1, day, hour)
  return wanted - offsetAt(wanted - offsetAt(wanted, zone), zone)
}

/** Milliseconds by which the zone's clock is ahead of UTC at a moment. */
function offsetAt(at: number, zone: string): number {
  const [date = '', time = ''] = inDigits(at, zone).split(', ')
  const [day = 1, month = 1, fullYear = 1970] = date.split('/').map(Number)
  const [hour = 0, minute = 0] = time.split(':').map(Number)
  return Date.UTC(fullYear, month - 1, day, hour, minute) - Math.floor(at / MINUTE) * MINUTE
}
