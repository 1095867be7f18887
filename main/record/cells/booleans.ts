/** Yes and no as exports write them, in small letters: data, because an export follows the language of its program. */
const YES = [
  'true',
  'yes',
  'ja',
  'oui',
  'sí',
  'si',
  'sì',
  'sim',
  'tak',
  'ano',
  'igen',
  'kyllä',
  'evet',
  'да',
  'نعم',
  'हाँ',
  'ναι',
  'כן',
  'так',
  'はい',
  '是',
  'sant',
  'sann',
  'waar',
  'tosi',
  'prawda',
  'vero',
  'verdadeiro',
  'истина',
  'igaz',
  'doğru',
  'pravda',
  '예',
  'wahr',
  'vrai',
  'verdadero',
  '✓',
  '✔',
  '☑',
  '✅',
]
const NO = [
  'false',
  'no',
  'nein',
  'non',
  'não',
  'nao',
  'nej',
  'nei',
  'nee',
  'nie',
  'ne',
  'nem',
  'ei',
  'hayır',
  // What small letters make of HAYIR and YANLIŞ.
  'hayir',
  'yanliş',
  'нет',
  'いいえ',
  'لا',
  'नहीं',
  'όχι',
  'לא',
  'ні',
  '否',
  'falskt',
  'falsk',
  'usann',
  'onwaar',
  'epätosi',
  'fałsz',
  'ложь',
  'hamis',
  'yanlış',
  'nepravda',
  '아니요',
  '아니오',
  'falsch',
  'faux',
  'falso',
  '✗',
  '✘',
  '☐',
  '❌',
]

const WORDS = new Map<string, boolean>([
  ...YES.map(word => [word, true] as const),
  ...NO.map(word => [word, false] as const),
])
/** Short forms, which count only where yes or no is wanted. */
const SHORT = new Map<string, boolean>([
  ...['y', 't', '1', 'j', 'o', 'x', 'on'].map(word => [word, true] as const),
  ...['n', 'f', '0', 'off'].map(word => [word, false] as const),
])
export const LONGEST_BOOLEAN = 10

const word = (text: string): string => text.toLowerCase().normalize('NFC')

/** Whether a cell is a word for yes or no: whole columns of them are truth values. */
export const isBooleanWord = (text: string): boolean => WORDS.has(word(text))

/** What a cell says where yes or no is wanted. */
export const booleanOf = (text: string): boolean | undefined => WORDS.get(word(text)) ?? SHORT.get(word(text))

/** Every word for yes and no, with its meaning. */
export const booleanWords = (): ReadonlyMap<string, boolean> => new Map([...WORDS, ...SHORT])
