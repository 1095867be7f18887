// Programs that cannot store "no date" store a day that nobody means. This is the only list of those days: files,
// databases, taps and REST answers are read by it.

const ZERO =
  /^(0{4}[-/.]0{2}[-/.]0{2}|0{2}[-/.]0{2}[-/.]0{4}|0001[-/.]0?1[-/.]0?1|0?1[-/.]0?1[-/.]0001|1900-01-00)([T ]|$)/
const EPOCH_WITH_TIME = /^1970-01-01[T ]00:00(:00([.,]0+)?)?\s?(Z|UTC|[+-]00:?00)?$/i

/** A text for a day that no calendar has (`0000-00-00`, `0001-01-01`), or for second 0 of a computer's time. */
export const isZeroDate = (text: string): boolean => ZERO.test(text) || EPOCH_WITH_TIME.test(text)

/** Where programs begin to count: 1970, Excel's and Delphi's day 0, and the first days of SQL Server. */
const BEGINNINGS = new Set([
  0,
  Date.UTC(1899, 11, 30),
  Date.UTC(1899, 11, 31),
  Date.UTC(1900, 0, 1),
  Date.UTC(1753, 0, 1),
])
/** Some write "never" as the last day of the calendar. */
const NEVER = Date.UTC(9999, 0, 1)
/** Anything in between needs no second look. */
const FAR = Date.UTC(9000, 0, 1)

/** A moment (UTC ms) that stands for no moment in a field of a record, such as the end of a subscription. */
export const isNoMoment = (at: number): boolean => (at > 0 && at < FAR ? false : BEGINNINGS.has(at) || at >= NEVER)
