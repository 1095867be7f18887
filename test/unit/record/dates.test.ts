import { describe, expect, it } from 'vitest'
import { parseDate } from '../../../main/record/dates.ts'

const two = (n: number): string => String(n).padStart(2, '0')
const DAYS = [1000, 1900, 2000, 2023, 2024, 2100, 9999].flatMap(year =>
  Array.from({ length: 14 }, (_, month) => Array.from({ length: 33 }, (_, day) => ({ year, month, day }))).flat(),
)
/** What the calendar of JavaScript says: it rolls over what does not exist. */
function calendar({ year, month, day }: (typeof DAYS)[number]): number | null {
  const date = new Date(Date.UTC(year, month - 1, day))
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? date.getTime() : null
}

describe('a day', () => {
  it('exists where the calendar has it, and nowhere else, alone or with a time', () => {
    const wrong = DAYS.filter(date => {
      const text = `${date.year}-${two(date.month)}-${two(date.day)}`
      const expected = calendar(date)
      return parseDate(text, 'iso') !== expected || parseDate(`${text}T00:00Z`, 'iso') !== expected
    })
    expect(wrong).toEqual([])
  })

  it('is of the year 1000 at least: an earlier one is a slip', () => {
    expect(parseDate('0999-12-31', 'iso')).toBeNull()
    expect(parseDate('1000-01-01', 'iso')).toBe(Date.UTC(1000, 0, 1))
    expect(parseDate('31/12/0999', 'dd/mm/yyyy')).toBeNull()
  })

  it.each(['2024/12-31', '2024-12/31', '202a-12-31', '2024-x1-31', '2024-12-3x', '2024-12-1:', '2024-12-3/'])(
    'is not %s',
    text => expect(parseDate(text, 'iso')).toBeNull(),
  )

  it('is nothing that is not written as a date', () => {
    for (const format of ['iso', 'dd/mm/yyyy', 'mm/dd/yyyy', 'dd.mm.yyyy', 'unix_s', 'unix_ms'] as const)
      for (const text of ['', 'soon', 'in the year 2024', '1e9', '-5', '1.5.5', '1234567890123456'])
        expect(parseDate(text, format), `${text} as ${format}`).toBeNull()
  })
})

describe('a moment as nearly all systems write it', () => {
  it('is read to the second', () => {
    // Steps that bring every digit of every place, in the years of no other calendar.
    const moments = Array.from({ length: 5_000 }, (_, n) => Date.UTC(1000, 0, 1) + n * 56_803_217_000).filter(
      at => parseDate(`${new Date(at).getUTCFullYear()}-01-01`, 'iso') !== null,
    )
    expect(moments.length).toBeGreaterThan(4_500)
    const written = (at: number) => `${new Date(at).toISOString().slice(0, 19)}Z`
    expect(moments.filter(at => parseDate(written(at), 'iso') !== at)).toEqual([])
  })

  it('is not what has another sign anywhere, and no moment that does not exist', () => {
    for (const text of ['2024-12-31T23:59:58Z', '2024-12-31T23:59:58.123Z']) {
      const oneOther = (at: number, sign: string) => text.slice(0, at) + sign + text.slice(at + 1)
      const read = Array.from(text).flatMap((_, at) =>
        ['x', '/', ':', ';']
          .filter(sign => sign !== text[at] && parseDate(oneOther(at, sign), 'iso') !== null)
          .map(sign => oneOther(at, sign)),
      )
      expect(read).toEqual([])
    }
    for (const none of ['2024-12-32T00:00:00Z', '2024-02-30T00:00:00Z', '2024-12-31T24:00:01Z', '2024-12-31T23:60:00Z'])
      expect(parseDate(none, 'iso')).toBeNull()
  })

  it('is also read where it is written with a space or a lower-case letter', () => {
    expect(parseDate('2024-12-31 23:59:58Z', 'iso')).toBe(Date.UTC(2024, 11, 31, 23, 59, 58))
  })
})

describe('a time of day', () => {
  const day = Date.UTC(2024, 0, 1)
  const at = (time: string) => {
    const found = parseDate(`2024-01-01T${time}`, 'iso')
    return found === null ? null : found - day
  }

  it('ends at 24:00, or with a leap second', () => {
    expect(at('23:59:59')).toBe(86_399_000)
    expect(['24:00:00', '24:00', '23:59:60'].map(at)).toEqual([86_400_000, 86_400_000, 86_400_000])
    expect(['24:00:00Z', '23:59:60.000Z', '24:00:01Z'].map(at)).toEqual([86_400_000, 86_400_000, null])
    expect(['24:00:01', '24:01:00', '23:60:00', '25:00:00', '23:58:60'].map(at)).toEqual([null, null, null, null, null])
    expect(parseDate('1/2/2024 23:59:58', 'dd/mm/yyyy')).toBe(Date.UTC(2024, 1, 1, 23, 59, 58))
  })

  it('is exact to the millisecond, and cuts off what is finer', () => {
    const wrong = Array.from({ length: 1_000 }, (_, n) => n).filter(n => {
      const text = `00:00:00.${String(n).padStart(3, '0')}`
      return at(text) !== n || at(`${text}Z`) !== n
    })
    expect(wrong).toEqual([])
    expect(at('00:00:00.9999')).toBe(999)
    expect(at('00:00:00,5')).toBe(500)
    expect(at('00:00:00.123456789Z')).toBe(123)
    expect(['00:00:00.1234567890', '00:00:00.', '00:00:00.Z', '00:00:00,+01:00'].map(at)).toEqual(
      new Array(4).fill(null),
    )
  })

  it('is moved by its offset, which is at most 14:59', () => {
    const hour = 3_600_000
    expect(['00:00Z', '00:00utc', '00:00 +00:00'].map(at)).toEqual([0, 0, 0])
    expect(['00:00-14', '00:00-1359', '00:00+01:30', '00:00+14:59'].map(at)).toEqual([
      14 * hour,
      14 * hour - 60_000,
      -1.5 * hour,
      -15 * hour + 60_000,
    ])
    expect(['00:00+15', '00:00+15:30', '00:00+13:60', '00:00-0060'].map(at)).toEqual([null, null, null, null])
  })
})

describe('a count since 1970', () => {
  it('ends with the year 9999', () => {
    const end = Date.UTC(9999, 11, 31, 23, 59, 59, 999)
    expect(parseDate(String(end), 'unix_ms')).toBe(end)
    expect(parseDate(String(end + 1), 'unix_ms')).toBeNull()
    expect(parseDate(String((end - 999) / 1_000), 'unix_s')).toBe(end - 999)
    expect(parseDate(String((end + 1) / 1_000), 'unix_s')).toBeNull()
    expect(parseDate('0', 'unix_s')).toBe(0)
    expect(parseDate('1714550400.123', 'unix_s')).toBe(1_714_550_400_123)
    expect(parseDate('1714550400123456', 'unix_us')).toBe(1_714_550_400_123)
  })
})

describe('a day as Excel counts it', () => {
  const excel = (text: string) => parseDate(text, 'excel')

  it('is that many days after the end of 1899, with its time as a fraction, to the second', () => {
    expect(excel('45292')).toBe(Date.UTC(2024, 0, 1))
    expect(excel('45292.5')).toBe(Date.UTC(2024, 0, 1, 12))
    expect(excel('45292,75')).toBe(Date.UTC(2024, 0, 1, 18))
    expect(excel('45292.00001')).toBe(Date.UTC(2024, 0, 1, 0, 0, 1))
    expect(excel('0')).toBe(Date.UTC(1899, 11, 30))
  })

  it('is none before March 1900, when Excel counts a day that never was, nor after the year 9999', () => {
    expect(['1', '60', '60.99'].map(excel)).toEqual([null, null, null])
    expect(excel('61')).toBe(Date.UTC(1900, 2, 1))
    expect(excel('2958465')).toBe(Date.UTC(9999, 11, 31))
    expect(excel('2958466')).toBeNull()
  })

  it('is none where more than a number is written', () => {
    expect(['', '-45292', '45292.', '45292.5.5', '1e5', '12345678'].map(excel)).toEqual(new Array(6).fill(null))
  })
})

describe('a date in words', () => {
  it('is a moment of its own order, and none where nothing is written', () => {
    expect(parseDate('3 Jan 2024', 'dmy')).toBe(Date.UTC(2024, 0, 3))
    expect(parseDate('Jan 3, 2024', 'mdy')).toBe(Date.UTC(2024, 0, 3))
    expect(parseDate('no date', 'dmy')).toBeNull()
  })
})
