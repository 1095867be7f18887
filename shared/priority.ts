import { minorDigits } from './money.ts'
import { DAY } from './trigger/duration.ts'
import { BANDS, type Band } from './vocabulary.ts'

/** Money stays integer; this is the only place where it becomes a number of whole euros, dollars, yen. */
export const majorUnits = (minor: number, currency: string): number => minor / 10 ** minorDigits(currency)

/** risk × treatability × monthly value at stake in whole units of its currency × urgency ÷ minutes of work. */
export const priorityOf = (of: {
  risk: number
  treatability: number
  valueMinor: number
  currency: string
  urgency: number
  minutes: number
}): number => (of.risk * of.treatability * majorUnits(of.valueMinor, of.currency) * of.urgency) / of.minutes

/** How much more an issue counts because little time is left. */
export const URGENCY: Record<Band, number> = { today: 1.6, week: 1.25, later: 1 }

/** Position of a band as it is stored: 0 today, 1 this week, 2 later. */
export const bandNumber = (band: Band): number => BANDS.indexOf(band)

/** The band of a stored number. */
export const bandOf = (number: number): Band => BANDS[number] ?? 'later'

/**
 * Which band a deadline falls into at `now`, and when it will have to be looked at again (null: never). A deadline that
 * has passed while the condition still holds stays pressing.
 */
export function bandAt(dueAt: number | null, now: number): { band: Band; until: number | null } {
  if (dueAt === null) return { band: 'later', until: null }
  if (dueAt <= now + DAY) return { band: 'today', until: dueAt > now ? dueAt : null }
  if (dueAt <= now + 7 * DAY) return { band: 'week', until: dueAt - DAY }
  return { band: 'later', until: dueAt - 7 * DAY }
}
