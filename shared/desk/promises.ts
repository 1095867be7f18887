import { fromWallClock, toWallClock } from '../local-time.ts'
import { LAST_MOMENT } from '../model/values.ts'
import { DAY, HOUR } from '../trigger/duration.ts'
import {
  BY,
  FIRST_PERSON,
  MONTH,
  monthNamed,
  NUMBER,
  numberNamed,
  REQUEST,
  TODAY,
  TOMORROW,
  UNIT,
  unitNamed,
  WEEKDAY,
  WITHIN,
  weekdayNamed,
} from './promise-words.ts'

/** A date in a text by which something is promised. */
export interface PromiseFound {
  /** The sentence that says so. */
  quote: string
  /** UTC ms: the end of the working day, unless hours are counted. */
  dueAt: number
}

/** The hour at which a working day ends: a promise for a day is kept until then. */
export const WORK_ENDS = 17
/** A date without a year that has passed is one of next year only where that is near enough to be meant. */
const FAR_AHEAD = 300 * DAY
const MOST = 20

// A possessive or a longer word is another thing: “by Friday's invoice”, “by Monday.com”.
const ENDS = "(?![\\p{L}\\p{N}_]|['’]s|[-.]\\p{L})"
const BEGINS = '(?<![\\p{L}\\p{N}_@])'
const ARTICLE =
  '(?:(?:the|next|this|coming|end of|on|am|dem|den|ende|nächsten|kommenden|le|la|el|este|próximo|fin de)\\s+)*'
const pattern = (source: string) => new RegExp(`${BEGINS}${source}${ENDS}`, 'giu')

const SPAN = pattern(`(?:${WITHIN})\\s+(?<n>${NUMBER})\\s+(?<unit>${UNIT})`)
const NAMED_DAY = pattern(
  `(?:${BY})\\s+${ARTICLE}(?:(?<today>${TODAY})|(?<tomorrow>${TOMORROW})|(?<weekday>${WEEKDAY})|(?<iso>\\d{4}-\\d{2}-\\d{2})|(?<d1>\\d{1,2})(?:st|nd|rd|th|\\.|er)?\\s*(?:of\\s+|de\\s+)?(?<m1>${MONTH})\\.?(?:,?\\s+(?:de\\s+)?(?<y1>\\d{4}))?|(?<m2>${MONTH})\\.?\\s+(?<d2>\\d{1,2})(?:st|nd|rd|th)?(?:,?\\s+(?<y2>\\d{4}))?|(?<d3>\\d{1,2})[./](?<m3>\\d{1,2})(?:[./](?<y3>\\d{4})?)?)`,
)
const BARE_TOMORROW = pattern(
  `(?<!(?:guten|jeden|heute|am|den|la|esta|de)\\s)(?<tomorrow>tomorrow|morgen|demain|mañana)`,
)

/** A moment of the wall clock, as if it were UTC. */
type Wall = number
const dayOf = (wall: Wall): Wall => Math.floor(wall / DAY) * DAY
const weekdayAt = (wall: Wall): number => new Date(wall).getUTCDay()
const isWorkday = (wall: Wall): boolean => weekdayAt(wall) % 6 !== 0

function afterWorkdays(from: Wall, n: number): Wall {
  let day = dayOf(from)
  for (let left = n; left > 0; ) {
    day += DAY
    if (isWorkday(day)) left--
  }
  return day
}

const endOf = (day: Wall): Wall => dayOf(day) + WORK_ENDS * HOUR

/** A day of a month; null where the calendar has none. Without a year the next one that is near. */
function dateOf(day: number, month: number | null, year: string | undefined, now: Wall): Wall | null {
  if (month === null || month < 0 || month > 11) return null
  const inYear = (one: number) => {
    const at = Date.UTC(one, month, day)
    return new Date(at).getUTCDate() === day ? at : null
  }
  if (year !== undefined) return inYear(Number(year))
  const thisYear = new Date(now).getUTCFullYear()
  const at = inYear(thisYear)
  if (at !== null && at >= dayOf(now)) return at
  const next = inYear(thisYear + 1)
  return next !== null && next - now <= FAR_AHEAD ? next : null
}

function spanEnd({ n = '', unit = '' }: Groups, now: Wall): Wall | null {
  const [count, counted] = [numberNamed(n), unitNamed(unit)]
  if (count === null || count === 0 || counted === null) return null
  if (counted === 'hour') return now + count * HOUR
  if (counted === 'workday') return endOf(afterWorkdays(now, count))
  return endOf(now + count * (counted === 'week' ? 7 : 1) * DAY)
}

function namedEnd(groups: Groups, text: string, now: Wall): Wall | null {
  const { today, tomorrow, weekday, iso, d1, m1, y1, d2, m2, y2, d3, m3, y3 } = groups
  if (today !== undefined) return endOf(now)
  if (tomorrow !== undefined) return endOf(now + DAY)
  if (weekday !== undefined) return weekdayEnd(weekday, /(?<!\p{L})(next|nächsten)\s/iu.test(text), now)
  if (iso !== undefined) return Number.isNaN(Date.parse(iso)) ? null : endOf(Date.parse(iso))
  const date =
    d1 !== undefined
      ? dateOf(Number(d1), monthNamed(m1 ?? ''), y1, now)
      : d2 !== undefined
        ? dateOf(Number(d2), monthNamed(m2 ?? ''), y2, now)
        : dateOf(Number(d3), Number(m3) - 1, y3, now)
  return date === null ? null : endOf(date)
}

/** The next such day, today while it lasts; of “next Friday” the one of next week. */
function weekdayEnd(word: string, isNextWeek: boolean, now: Wall): Wall | null {
  const wanted = weekdayNamed(word)
  if (wanted === null) return null
  const ahead = (wanted - weekdayAt(now) + 7) % 7
  const next = endOf(now + ahead * DAY)
  const soonest = next > now ? next : next + 7 * DAY
  // Weeks begin on Monday.
  const daysLeft = (7 - weekdayAt(now)) % 7
  return isNextWeek && soonest <= endOf(now + daysLeft * DAY) ? soonest + 7 * DAY : soonest
}

type Groups = Record<string, string | undefined>

/** What a person wrote themselves: lines of an answered message, and what follows its head, are somebody else's. */
function ownWords(text: string): string {
  const head =
    /^(?:on .{5,200} wrote|am .{5,200} schrieb.{0,80}|le .{5,200} a écrit|el .{5,200} escribió)\s*:\s*$|^-{2,}\s*(?:original message|ursprüngliche nachricht|message d['’]origine|mensaje original)/imu
  const until = head.exec(text)?.index ?? text.length
  return text
    .slice(0, until)
    .split('\n')
    .filter(line => !/^\s*(>|\|)/.test(line))
    .join('\n')
}

// A full stop ends a sentence unless a date goes on behind it, as in “bis 3. Dezember”.
const sentencesOf = (text: string): string[] =>
  text
    .split(/(?<=[!?;])\s+|(?<=\p{L}\p{L}\.)\s+(?=\p{Lu})|\n+/u)
    .map(one => one.trim())
    .filter(one => one !== '')

/**
 * The dates that a text promises, in English, German, French and Spanish: “by Friday”, “bis Freitag”, “d'ici demain”, “en dos
 * días”. In a message only sentences in which the writer speaks of themselves are promises; in a note every date by which
 * something is to be done is. Days are of the clock in `zone` and end with the working day. What has passed is no promise.
 */
export function promisesIn(
  text: string,
  { now, zone, said }: { now: number; zone: string; said: 'note' | 'message' },
): PromiseFound[] {
  const wall = toWallClock(now, zone)
  const found = sentencesOf(ownWords(text)).flatMap(sentence => {
    if (said === 'message' && (!FIRST_PERSON.test(sentence) || REQUEST.test(sentence))) return []
    return endsIn(sentence, wall)
      .filter(end => end > wall)
      .map(end => ({ quote: sentence, dueAt: fromWallClock(end, zone) }))
      .filter(({ dueAt }) => dueAt <= LAST_MOMENT)
  })
  const unique = new Map(found.map(one => [`${one.quote} ${one.dueAt}`, one]))
  return [...unique.values()].slice(0, MOST)
}

function endsIn(sentence: string, now: Wall): Wall[] {
  const taken: { from: number; to: number }[] = []
  const ends = (found: RegExp, endOfMatch: (groups: Groups, matched: string) => Wall | null) =>
    // More than these are not kept either, and each is held against all before it.
    [...sentence.matchAll(found)].slice(0, MOST).flatMap(match => {
      const [from, to] = [match.index, match.index + match[0].length]
      if (taken.some(one => from < one.to && to > one.from)) return []
      taken.push({ from, to })
      return endOfMatch(match.groups ?? {}, match[0]) ?? []
    })
  return [
    ...ends(NAMED_DAY, (groups, matched) => namedEnd(groups, matched, now)),
    ...ends(SPAN, groups => spanEnd(groups, now)),
    ...ends(BARE_TOMORROW, groups => namedEnd(groups, '', now)),
  ]
}
