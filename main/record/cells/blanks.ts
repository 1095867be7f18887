/** What programs write where they have no value. In text these count as blank too; `None` or `Null` may be a name. */
const IN_TEXT = new Set([
  ...['\\N', 'null', 'NULL', 'n/a', 'N/A', '#N/A', '(null)', '<null>', '-', '–', '—', '--', 'undefined', 'NaN'],
  // A spreadsheet could not compute the cell, or its column was too narrow to show it.
  ...['#####', '########', '#NV', '#N/D', '#N/B', '#Н/Д', '#BRAK', '#YOK', '#SAKNAS', 'Loading...', 'Wird geladen...'],
])

/** Further ones where a number, a date or yes or no is wanted, in small letters. */
const IN_TYPED = new Set([
  ...['none', 'nil', 'nan', 'na', 'n.a.', 'n/a', '#n/a', 'null', '(null)', '<null>', 'undefined', 'nat'],
  ...['\\n', '-', '–', '—', '--', '(none)', '(blank)', 'not available', 'not set', 'never'],
  // Said where somebody does not know yet. A word for “no” is not one of them: it would take away a refusal.
  ...[
    'tbd',
    'tba',
    't.b.d.',
    'unknown',
    'k.a.',
    'k. a.',
    'keine angabe',
    'unbekannt',
    'n.n.',
    'nicht gesetzt',
    '(leer)',
  ],
  ...[
    'inconnu',
    'non renseigné',
    '(vide)',
    'n.d.',
    'n/d',
    's/o',
    'sin datos',
    '(en blanco)',
    'okänd',
    'saknas',
    'ukendt',
  ],
  ...['onbekend', 'sconosciuto', '未定', '不明', '未設定', '(空白)', '미정'],
  ...[...IN_TEXT].map(word => word.toLowerCase()),
])
const LONGEST = 15

/** What a spreadsheet could not compute, in any of its languages: `#REF!`, `#BEZUG!`, `#¿NOMBRE?`. */
const FAILED = /^#[¡¿]?[\p{L}/0]{2,11}[!?]$/u
/** A form that nobody filled in: `--/--/----`, `__.__.____`. */
const UNFILLED = /^[-–—_](?=.*[-–—_])[-–—_./: ]+$/

const HASH = 35

export const isBlankText = (text: string): boolean =>
  text.length <= LONGEST && (IN_TEXT.has(text) || (text.charCodeAt(0) === HASH && FAILED.test(text)))

export const isBlankWord = (text: string): boolean =>
  text.length <= LONGEST &&
  (IN_TYPED.has(text) || IN_TYPED.has(text.toLowerCase()) || isBlankText(text) || UNFILLED.test(text))

const ZERO =
  /^(0{8}|0{4}[-/.]0{2}[-/.]0{2}|0{1,2}[-/.]0{1,2}[-/.]0{4}|0001[-/.]01[-/.]01|0?1[-/.]0?1[-/.]0001|1900-01-00|0?1\/0\/1900)([T ]|$)|^\\?\/Date\(-62135596800000(?:[+-]\d{4})?\)/
const EPOCH_WITH_TIME = /^1970-01-01[T ]00:00(:00([.,]0+)?)?\s?(Z|UTC|[+-]00:?00)?$/i

/** PostgreSQL's moments before and after all others: a contract until `infinity` has no end. */
const ENDLESS = /^[-+]?infinity$/i

/**
 * A date that no day had: `0000-00-00`, `0001-01-01` (also as .NET counts it), the beginning of a computer's time with hours of
 * its own, or `infinity`.
 */
export const isZeroDate = (text: string): boolean => ZERO.test(text) || EPOCH_WITH_TIME.test(text) || ENDLESS.test(text)

/** What people write in a column of dates for what has no end: such a contract goes on. */
const WITHOUT_END = new Set([
  ...['open', 'open end', 'open-end', 'open ended', 'open-ended', 'indefinite', 'unlimited', 'no end date', 'ongoing'],
  ...[
    'offen',
    'unbefristet',
    'unbegrenzt',
    'ohne ende',
    'laufend',
    'indéterminé',
    'indéterminée',
    'illimité',
    'sans fin',
  ],
  ...['indefinido', 'indefinida', 'ilimitado', 'indeterminado', 'indeterminato', 'a tempo indeterminato', 'onbepaald'],
  ...['doorlopend', 'tills vidare', 'tillsvidare', 'løpende', 'løbende', 'bezterminowo', 'nieokreślony', 'süresiz'],
  ...['бессрочно', 'бессрочный', '無期限'],
])

/** Whether a cell in a column of dates says that there is none. */
export const isWithoutEnd = (text: string): boolean => WITHOUT_END.has(text.toLowerCase())

/** Where programs begin to count: 1970, Excel's and Delphi's day 0, SQL Server's first days; and the year 9999, never. */
const BEGINNINGS = new Set([
  0,
  Date.UTC(1899, 11, 30),
  Date.UTC(1899, 11, 31),
  Date.UTC(1900, 0, 1),
  Date.UTC(1753, 0, 1),
])
const NEVER = Date.UTC(9999, 0, 1)

/** A moment that stands for none in a field of a record, such as the end of a subscription. */
export const isNoMoment = (at: number): boolean => BEGINNINGS.has(at) || at >= NEVER
