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

/** A text as it is compared: small letters without marks, in one of the forms that Unicode has for it. */
export const plainLetters = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .normalize('NFC')
    .replace(/./gu, letter => LETTERS[letter] ?? letter)

/** The same with umlauts and their like spelt out: `Jörg` is `joerg`. */
export const speltOut = (text: string): string =>
  plainLetters(
    text
      .normalize('NFKC')
      .toLowerCase()
      .replace(/[äöüåø]/gu, letter => SPELT_OUT[letter] ?? letter),
  )

/** A text of plain letters, with Cyrillic and Greek ones in Latin ones. */
export const inLatin = (plain: string): string =>
  plain.replaceAll('ου', 'ou').replace(/[\p{sc=Cyrl}\p{sc=Grek}]/gu, letter => LATIN[letter] ?? letter)
