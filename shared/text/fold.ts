/** Letters that Unicode does not take apart, in plain ones. */
const LETTERS: Readonly<Record<string, string>> = {
  ...{ ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ı: 'i', ħ: 'h', ŋ: 'n', ə: 'a' },
}
/** How German speakers write a vowel with two dots on a keyboard without it. */
const SPELT_OUT: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue', å: 'aa', ø: 'oe' }
/** As passports write them (ICAO Doc 9303), so that a name in Cyrillic or Greek is found by Latin letters. */
const LATIN: Readonly<Record<string, string>> = {
  ...{ а: 'a', б: 'b', в: 'v', г: 'g', д: 'd', е: 'e', ж: 'zh', з: 'z', и: 'i', к: 'k', л: 'l', м: 'm', н: 'n' },
  ...{ о: 'o', п: 'p', р: 'r', с: 's', т: 't', у: 'u', ф: 'f', х: 'kh', ц: 'ts', ч: 'ch', ш: 'sh', щ: 'shch' },
  ...{ ъ: 'ie', ы: 'y', ь: '', э: 'e', ю: 'iu', я: 'ia', і: 'i', є: 'ie', ґ: 'g' },
  ...{ α: 'a', β: 'v', γ: 'g', δ: 'd', ε: 'e', ζ: 'z', η: 'i', θ: 'th', ι: 'i', κ: 'k', λ: 'l', μ: 'm', ν: 'n' },
  ...{ ξ: 'x', ο: 'o', π: 'p', ρ: 'r', σ: 's', ς: 's', τ: 't', υ: 'y', φ: 'f', χ: 'ch', ψ: 'ps', ω: 'o' },
}
/** Written without spaces, so that a word cannot be told from its neighbours. */
const UNSPACED = /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}ー]+/gu
const WORD = /[\p{L}\p{N}]+/gu
/** More words than this name nothing. */
const MOST_WORDS = 64

/** A text as it is compared: small letters without marks, in one of the forms that Unicode has for it. */
const plain = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .normalize('NFC')
    .replace(/./gu, letter => LETTERS[letter] ?? letter)

const wordsIn = (text: string): string[] => text.match(WORD) ?? []

/** Pairs of neighbours, and the last letter alone: any part of such a text can then be found. */
function pairs(run: string): string[] {
  const letters = [...run]
  return letters.map((letter, at) => letter + (letters[at + 1] ?? ''))
}

/** A word as it is looked for: what has spaces as it is, what has none by its pairs. */
const looked = (word: string, last: 'kept' | 'left out'): string[] => {
  const found = word.replace(UNSPACED, run => ` ${run} `).split(' ')
  return found.flatMap(part => {
    if (part.search(UNSPACED) < 0) return part === '' ? [] : [part]
    const all = pairs(part)
    // The last letter alone begins no pair; it is looked for only where it is all that there is.
    return last === 'kept' || all.length === 1 ? all : all.slice(0, -1)
  })
}

/** The words that a person looks for, folded: each must begin a word of what is found. At most 64. */
export const wordsAsked = (text: string): string[] =>
  [...new Set(wordsIn(plain(text)).flatMap(word => looked(word, 'left out')))].slice(0, MOST_WORDS)

/**
 * The words under which a text is found, folded. Marks make no difference; umlauts are found spelt out as well, Cyrillic
 * and Greek by Latin letters, ids without their hyphens, and any part of a text in writing without spaces. At most 64.
 */
export function wordsFound(text: string): string[] {
  const composed = text.normalize('NFKC').toLowerCase()
  const spelt = plain(composed.replace(/[äöüåø]/gu, letter => SPELT_OUT[letter] ?? letter))
  const folded = plain(composed)
  const latin = folded.replaceAll('ου', 'ou').replace(/[\p{sc=Cyrl}\p{sc=Grek}]/gu, letter => LATIN[letter] ?? letter)
  const whole = composed.split(/\s+/).map(part => wordsIn(plain(part)).join(''))
  const all = [folded, spelt, latin, ...whole].flatMap(wordsIn).flatMap(word => looked(word, 'kept'))
  return [...new Set(all)].slice(0, MOST_WORDS)
}
