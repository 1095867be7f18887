import { isTimeZone } from '../../../shared/local-time.ts'

/** What a heading says of the zone of its clocks, as in `Created at (UTC+2)`. */
export interface HeadingZone {
  /** The name of a zone. */
  zone: string
  /** What is taken for granted, in a sentence; null where the heading says it for certain. */
  assumes: string | null
  /** The heading without it. */
  name: string
}

const BRACKETS = /^(.+?)\s*[([]\s*([a-z][a-z_/]*(?:[-+−]\d{1,2}(?::?\d{2})?)?|[-+−]\d{1,2}(?::?\d{2})?)\s*[)\]]$/i
/** `created_at_utc`, `Created (UTC)`, `Date GMT`. */
const BEHIND = /^(.+?)[_ .-]+(utc|gmt)$/i
const OFFSET = /^(?:utc|gmt)?([-+−])(\d{1,2})(?::?(\d{2}))?$/i

/** Clocks that change with the season and are called by one of their two names all the year: whose they are then. */
const SEASONS: Readonly<Record<string, string>> = {
  ...{ cet: 'Europe/Paris', cest: 'Europe/Paris', eet: 'Europe/Helsinki', eest: 'Europe/Helsinki' },
  ...{ et: 'America/New_York', est: 'America/New_York', edt: 'America/New_York' },
  ...{ pt: 'America/Los_Angeles', pst: 'America/Los_Angeles', pdt: 'America/Los_Angeles' },
  ...{ aest: 'Australia/Sydney', aedt: 'Australia/Sydney', nzst: 'Pacific/Auckland', nzdt: 'Pacific/Auckland' },
}
const STEADY: Readonly<Record<string, string>> = {
  ...{ utc: 'UTC', gmt: 'UTC', z: 'UTC', jst: 'Asia/Tokyo', kst: 'Asia/Seoul', hkt: 'Asia/Hong_Kong' },
  ...{ sgt: 'Asia/Singapore', msk: 'Europe/Moscow' },
}

/** The zone that a heading names; null where it names none, or one of several of that name, such as CST, IST and BST. */
export function zoneOfHeading(heading: string): HeadingZone | null {
  const [, name = '', written = ''] = BRACKETS.exec(heading) ?? BEHIND.exec(heading) ?? []
  if (written === '') return null
  const word = written.toLowerCase()
  const sure = Object.hasOwn(STEADY, word) ? STEADY[word] : named(written)
  if (sure !== undefined) return { zone: sure, assumes: null, name }
  const seasonal = Object.hasOwn(SEASONS, word) ? SEASONS[word] : undefined
  if (seasonal === undefined) return null
  const assumes = `Its header says ${written.toUpperCase()}: its clocks are read as those of ${seasonal}, with summer time in its season.`
  return { zone: seasonal, assumes, name }
}

function named(written: string): string | undefined {
  const offset = OFFSET.exec(written)
  if (!offset) return written.includes('/') && isTimeZone(written) ? written : undefined
  const [, sign, hours = '', minutes = '00'] = offset
  const count = Number(hours)
  if (count > 14 || Number(minutes) > 59) return undefined
  if (count === 0 && minutes === '00') return 'UTC'
  // The names of whole hours count westwards, as POSIX does.
  if (minutes === '00') return `Etc/GMT${sign === '+' ? '-' : '+'}${count}`
  const exact = `${sign === '+' ? '+' : '-'}${hours.padStart(2, '0')}:${minutes}`
  return isTimeZone(exact) ? exact : undefined
}

/** A heading without the zone that it names. */
export const withoutZone = (heading: string): string => zoneOfHeading(heading)?.name ?? heading
