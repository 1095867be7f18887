/** Words for the time that an amount pays for, by its months: data, because an export follows the language of its program. */
const WORDS: readonly [months: number, words: string][] = [
  [1, 'mo mon mth month monat mois mese mes mês maand måned månad monthly monatlich mtl mensuel'],
  [3, 'qtr quarter quartal trimestre kvartal kwartaal quarterly'],
  [12, 'yr year jahr an année anno año ano jaar år yearly annually annual jährlich jhrl annuel'],
]
const MONTHS = new Map(WORDS.flatMap(([months, words]) => words.split(' ').map(word => [word, months] as const)))

/** `/mo`, ` per year`, ` pro Monat`, ` monthly`. */
const NAMED =
  /(?:\s?\/\s?|\s(?:per|pro|par|por|je|im|al|a|i)\s|\s(?=\p{L}{0,9}(?:ly|lich|uel|mtl|jhrl|annual)\.?$))(\p{L}{2,9})\.?$/iu
/** ` p.a.` and ` p. m.`, which is the afternoon where no currency stands beside it. */
const SHORT = /\s?p\.\s?([am])\.?$/i
/** An amount ends with a digit, a sign or a code; with a small letter or a dot hardly ever. */
const MAY_END_SO = /[\p{Ll}.]$/u

/** The months that an amount pays for where its cell says so, and the cell without these words; null where none are there. */
export function paidFor(text: string): { months: number; rest: string } | null {
  if (!MAY_END_SO.test(text)) return null
  const short = SHORT.exec(text)
  if (short) return { months: short[1]?.toLowerCase() === 'a' ? 12 : 1, rest: text.slice(0, short.index) }
  const named = NAMED.exec(text)
  const months = named ? MONTHS.get(named[1]?.toLowerCase() ?? '') : undefined
  return named && months !== undefined ? { months, rest: text.slice(0, named.index).trimEnd() } : null
}
