/** Words of dates in the four languages in which promises are recognised, all in small letters. */

const WEEKDAYS: readonly (readonly string[])[] = [
  ['sunday', 'sonntag', 'dimanche', 'domingo'],
  ['monday', 'montag', 'lundi', 'lunes'],
  ['tuesday', 'dienstag', 'mardi', 'martes'],
  ['wednesday', 'mittwoch', 'mercredi', 'miércoles'],
  ['thursday', 'donnerstag', 'jeudi', 'jueves'],
  ['friday', 'freitag', 'vendredi', 'viernes'],
  ['saturday', 'samstag', 'sonnabend', 'samedi', 'sábado'],
]

const MONTHS: readonly (readonly string[])[] = [
  ['january', 'jan', 'januar', 'jänner', 'janvier', 'enero'],
  ['february', 'feb', 'februar', 'février', 'febrero'],
  ['march', 'mar', 'märz', 'mars', 'marzo'],
  ['april', 'apr', 'avril', 'abril'],
  ['may', 'mai', 'mayo'],
  ['june', 'jun', 'juni', 'juin', 'junio'],
  ['july', 'jul', 'juli', 'juillet', 'julio'],
  ['august', 'aug', 'août', 'agosto'],
  ['september', 'sep', 'sept', 'septembre', 'septiembre'],
  ['october', 'oct', 'oktober', 'okt', 'octobre', 'octubre'],
  ['november', 'nov', 'novembre', 'noviembre'],
  ['december', 'dec', 'dezember', 'dez', 'décembre', 'diciembre', 'dic'],
]

const NUMBERS: readonly (readonly string[])[] = [
  [],
  ['a', 'an', 'one', 'einer', 'einem', 'eines', 'un', 'une', 'una'],
  ['two', 'zwei', 'deux', 'dos'],
  ['three', 'drei', 'trois', 'tres'],
  ['four', 'vier', 'quatre', 'cuatro'],
  ['five', 'fünf', 'cinq', 'cinco'],
  ['six', 'sechs', 'seis'],
  ['seven', 'sieben', 'sept', 'siete'],
  ['eight', 'acht', 'huit', 'ocho'],
  ['nine', 'neun', 'neuf', 'nueve'],
  ['ten', 'zehn', 'dix', 'diez'],
]

const placeIn = (lists: readonly (readonly string[])[], word: string): number | null => {
  const at = lists.findIndex(list => list.includes(word.toLowerCase()))
  return at < 0 ? null : at
}
// The longest first: `sept` must not be read as `sep`.
const oneOf = (lists: readonly (readonly string[])[]) =>
  [...new Set(lists.flat())].sort((a, b) => b.length - a.length).join('|')

/** The day of the week that a word names, 0 for Sunday; null where it names none. */
export const weekdayNamed = (word: string): number | null => placeIn(WEEKDAYS, word)
/** The month that a word names, 0 for January; null where it names none. */
export const monthNamed = (word: string): number | null => placeIn(MONTHS, word)
/** The number that digits or a word mean; null where they mean none. */
export const numberNamed = (word: string): number | null => (/^\d+$/.test(word) ? Number(word) : placeIn(NUMBERS, word))

/** Alternatives of a pattern. */
export const WEEKDAY = oneOf(WEEKDAYS)
export const MONTH = oneOf(MONTHS)
export const NUMBER = `\\d{1,3}|${oneOf(NUMBERS)}`

/** By when: what stands before a date that is a promise. */
export const BY = [
  ...[
    'by',
    'until',
    'till',
    'before',
    'no later than',
    'not later than',
    'at the latest by',
    'by the end of',
    'by end of',
  ],
  ...['bis spätestens', 'spätestens bis', 'spätestens am', 'spätestens', 'bis zum', 'bis', 'noch vor', 'vor'],
  ...[
    "d['’]ici au",
    "d['’]ici le",
    "d['’]ici",
    'avant le',
    'avant',
    "jusqu['’]à",
    "jusqu['’]au",
    'au plus tard le',
    'au plus tard',
  ],
  ...['a más tardar el', 'a más tardar', 'antes del', 'antes de', 'hasta el', 'hasta', 'para el'],
]
  .sort((a, b) => b.length - a.length)
  .join('|')

/** Within how long: what stands before a span. */
export const WITHIN = [
  ...['within the next', 'within', 'in the next', 'in'],
  ...['innerhalb von', 'innerhalb der nächsten', 'binnen', 'in den nächsten'],
  ...["d['’]ici", 'sous', 'dans les', 'dans'],
  ...['dentro de', 'en los próximos', 'en un plazo de', 'en'],
]
  .sort((a, b) => b.length - a.length)
  .join('|')

const UNITS = {
  hour: 'hours?|stunden?|heures?|horas?',
  workday:
    'business days?|working days?|workdays?|werktagen?|werktage|arbeitstagen?|arbeitstage|jours ouvrés|jours ouvrables|días hábiles|días laborables',
  day: 'days?|tagen?|tages?|jours?|días?',
  week: 'weeks?|wochen?|semaines?|semanas?',
} as const
export type SpanUnit = keyof typeof UNITS

export const UNIT = Object.values(UNITS).join('|')
/** What a word counts. */
export const unitNamed = (word: string): SpanUnit | null =>
  (Object.keys(UNITS) as SpanUnit[]).find(unit => new RegExp(`^(?:${UNITS[unit]})$`, 'iu').test(word)) ?? null

export const TODAY = "today|tonight|heute|aujourd['’]hui|hoy"
export const TOMORROW = 'tomorrow|morgen|demain|mañana'

/** Says that somebody here will do it. */
export const FIRST_PERSON =
  /(?<!\p{L})(i|we|i['’]ll|we['’]ll|i['’]m|we['’]re|ich|wir|je|nous|on|j['’]\p{L}+|yo|nosotros|nosotras|\p{L}+(?:aremos|eremos|iremos)|\p{L}+(?:aré|eré|iré)|vamos a|voy a)(?!\p{L})/iu
/** Asks the reader to do it. */
export const REQUEST =
  /(?<!\p{L})(please|kindly|ask you|need you|bitte|bitten|veuillez|merci de|s['’]il vous plaît|prions|por favor|rogamos|le pedimos|les pedimos)(?!\p{L})/iu
