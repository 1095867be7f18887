import { inLatin, plainLetters as plain, speltOut } from './letters.ts'

/** Written without spaces, so that a word cannot be told from its neighbours. */
const UNSPACED = /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}ー]+/gu
const WORD = /[\p{L}\p{N}]+/gu
/** More words than this name nothing. */
const MOST_WORDS = 64

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
  const folded = plain(composed)
  const whole = composed.split(/\s+/).map(part => wordsIn(plain(part)).join(''))
  const all = [folded, speltOut(composed), inLatin(folded), ...whole]
    .flatMap(wordsIn)
    .flatMap(word => looked(word, 'kept'))
  return [...new Set(all)].slice(0, MOST_WORDS)
}
