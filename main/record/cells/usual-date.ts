import { westernDigits } from './digits.ts'

/** `10.30`, `10.30.00.000000 AM` and `10h30` behind a day. */
const CLOCK = /([\s,T])(\d{1,2})[.h](\d{2})(?:[.m](\d{2}))?(?=$|[\s.,]|[ap]\.?m)/i
/** `Mon Jan 15 10:30:00 UTC 2024`, as C and Java write it, without the day of the week. */
const YEAR_LAST = /^(?:\p{L}{3} )?(\p{L}{3}) (\d{1,2}) (\d{1,2}:\d{2}:\d{2})( [a-z]{1,5})? (\d{4})$/iu
/** `15/Jan/2024:10:30:00 +0100`, as web servers log. */
const LOGGED = /^(\d{1,2})\/(\p{L}{3})\/(\d{4}):(\d{2}:\d{2}:\d{2})(?= |$)/u
/** The word for a year behind it: `5 января 2026 г.`, `5 stycznia 2026 r.`. */
const YEAR_WORD = /(\p{L}{3,} \d{4}),?\s?(?:г|год|года|r|roku)\.?(?=$|[\s,])/iu
/** `20240115T1030`, `20240116T114500+0100`. */
const BASIC = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})?(Z|[+-]\d{2}:?\d{2})?$/i

/** `2024. 12. 31.`, as spreadsheets in Korean and Hungarian write it. */
const SPACED = /^(\d{4})\.\s?(\d{1,2})\.\s?(\d{1,2})\.?(?=$|\s)/
/** The half of the day before its clock: `오후 3:05`, `午後3:05`, `下午3:05`. */
const HALF_FIRST = /\s?(오전|午前|上午)\s?(\d{1,2}:\d{2}(?::\d{2})?)|\s?(?:오후|午後|下午)\s?(\d{1,2}:\d{2}(?::\d{2})?)/
/** Words between a day and its clock. */
const BETWEEN = /(?<=\d{4}|\d[./-]\d{2}),?\s(?:à|klo|kl\.?|um|às|ore|om|a las|alle)\s(?=\d{1,2}[:.h]\d{2})/iu
/** The day of the week before a day in numbers, and in brackets behind it. */
const WEEKDAY = /^\p{L}{2,10}[.,]{0,2}\s(?=\d{1,4}[/.-]\d{1,2}[/.-]\d)/u
const WEEKDAY_BEHIND = /(?<=\d)\s?\((?:[月火水木金土日]|[월화수목금토일])\)/
/** `令和6年12月31日`: the year by the era of Japan, of which 元 is the first. */
const ERA = /^(令和|平成|昭和)(元|\d{1,2})年/
const ERAS: Readonly<Record<string, number>> = { 令和: 2018, 平成: 1988, 昭和: 1925 }

/** `/Date(1700000000000+0100)/`: ms since 1970; the offset only names where it was written. */
const COUNTED = /^\\?\/Date\((-?\d{1,14})(?:[+-]\d{4})?\)\\?\/$/
/** `#2024-01-31#` of Access. */
const HASHED = /^#(\d.*)#$/
/** `ISODate("2024-01-15T10:30:00Z")`. */
const CALLED = /^ISODate\(["']?([^"')]+)["']?\)$/
/** `20240115103000.0Z` of a directory (LDAP). */
const GENERALISED = /^(\d{8})(\d{6})(?:[.,]\d{1,6})?(Z|[+-]\d{4})$/
/** The name of a zone behind its offset, as Go and Ruby write it: `+0100 CET`. */
const NAMED_OFFSET = /([+-]\d{2}:?\d{2}) [A-Z]{2,5}(?: m=[+-][\d.]+)?$/
/** `+01:00[Europe/Berlin]` of Java: the name adds nothing. */
const OFFSET_AND_NAME = /([+-]\d{2}:?\d{2}|Z)\[[\w/+-]+\]$/
/** `T10:30[Europe/Berlin]`. */
const BRACKETED = /(\d)\[([a-z]+\/[\w/+-]+)\]$/i

const ENDS_WITH_DIGIT = /\d$/

/** `15 tháng 1 năm 2024` and `ngày 15 tháng 1, 2024`. */
const VIETNAMESE = /^(?:ngày )?(\d{1,2}) tháng (\d{1,2})(?:,? năm|,)? (\d{4})(?=$|[\s,])/iu

/** The months of Thailand, whose abbreviations have dots: `ม.ค.` */
const THAI = [
  ...['มกราคม ม.ค.', 'กุมภาพันธ์ ก.พ.', 'มีนาคม มี.ค.', 'เมษายน เม.ย.', 'พฤษภาคม พ.ค.', 'มิถุนายน มิ.ย.'],
  ...['กรกฎาคม ก.ค.', 'สิงหาคม ส.ค.', 'กันยายน ก.ย.', 'ตุลาคม ต.ค.', 'พฤศจิกายน พ.ย.', 'ธันวาคม ธ.ค.'],
].flatMap((names, at) => names.split(' ').map(name => [name, at + 1] as const))
const THAI_LETTER = /[\u0e01-\u0e4e]/
const THAI_DATE = /^(\d{1,2})\s?([\u0e01-\u0e4e.]+)\s?(?:พ\.ศ\.\s?)?(\d{4})(?=$|[\s,])/
/** Thai years are counted from 543 BC; a Thai month beside a year of ours is written, too. */
const BUDDHIST = { from: 2_400, before: 543 }

function fromThai(text: string): string {
  const [all = '', day = '', name, year] = THAI_DATE.exec(text) ?? []
  const month = THAI.find(([known]) => known === name)?.[1]
  if (month === undefined) return text
  const counted = Number(year)
  const ours = counted >= BUDDHIST.from ? counted - BUDDHIST.before : counted
  const clock = text.slice(all.length).replace(/ เวลา/, '').replace(/ น\.$/, '')
  return `${ours}-${pad(month)}-${pad(Number(day))}${clock}`
}

const pad = (value: number): string => String(value).padStart(2, '0')

/** Takes off what programs put around a moment. Nearly every moment is told by its last sign. */
function withoutCall(text: string): string {
  const basic = text.replace(GENERALISED, '$1T$2$3')
  if (ENDS_WITH_DIGIT.test(text) && !text.includes('m=')) return basic
  return basic
    .replace(COUNTED, (_, ms) => new Date(Number(ms)).toISOString())
    .replace(CALLED, '$1')
    .replace(HASHED, '$1')
    .replace(NAMED_OFFSET, '$1')
    .replace(OFFSET_AND_NAME, '$1')
    .replace(BRACKETED, '$1 $2')
}

/** Writes the rarer forms of a date and its clock as the usual ones; what is usual already comes back as it is. */
export function usualDate(text: string): string {
  const called = withoutCall(westernDigits(text))
  return (THAI_LETTER.test(called) ? fromThai(called) : called)
    .replace(VIETNAMESE, (_, day, month, year) => `${year}-${pad(Number(month))}-${pad(Number(day))}`)
    .replace(/^'(?=\d)/, '')
    .replace(ERA, (_, era: string, year) => `${(ERAS[era] ?? 0) + (year === '元' ? 1 : Number(year))}年`)
    .replace(SPACED, '$1-$2-$3')
    .replace(WEEKDAY, '')
    .replace(WEEKDAY_BEHIND, '')
    .replace(HALF_FIRST, (_, isMorning, morning, evening) => (isMorning ? ` ${morning} AM` : ` ${evening} PM`))
    .replace(BETWEEN, ' ')
    .replace(/\s{2,}/g, ' ')
    .replace(/([ap])\.?\sm\.?$/i, '$1m')
    .replace(/\s(Uhr|uur|klo|h)$/i, '')
    .replace(YEAR_WORD, '$1')
    .replace(CLOCK, (_, before, hour, minute, second) => `${before}${hour}:${minute}${second ? `:${second}` : ''}`)
    .replace(YEAR_LAST, '$1 $2, $5 $3$4')
    .replace(LOGGED, '$1 $2 $3 $4')
    .replace(BASIC, (_, year, month, day, hour, minute, second, zone) => {
      const clock = `${hour}:${minute}${second ? `:${second}` : ''}`
      return `${year}-${month}-${day}T${clock}${zone ?? ''}`
    })
}
