/** Letters and digits that belong together. Whatever has a digit is a number of something: its kind counts, not which. */
const WORD = /[\p{L}\p{M}\p{N}]+/gu
const HAS_DIGIT = /\p{N}/u
const SIZES = [2, 3, 4, 5] as const
/** Longer texts quote whole conversations; what a ticket is about is said at its beginning. */
const MOST_CHARACTERS = 2_000

/** The terms of a text: words and pairs of words in one list, pieces of words (which bear misspellings) in the other. */
export interface TicketTerms {
  words: string[]
  pieces: string[]
}

/** Cuts a text into terms, in lower case; characters are those of Unicode, so it works in writing without spaces too. */
export function ticketTerms(text: string): TicketTerms {
  const words = (text.slice(0, MOST_CHARACTERS).normalize('NFKC').toLowerCase().match(WORD) ?? []).map(word =>
    HAS_DIGIT.test(word) ? '#' : word,
  )
  const pairs = words.slice(1).map((word, at) => `${words[at]} ${word}`)
  const pieces: string[] = []
  for (const word of words) {
    const letters = [...` ${word} `]
    for (const size of SIZES)
      for (let at = 0; at + size <= letters.length; at++) pieces.push(letters.slice(at, at + size).join(''))
  }
  return { words: [...words, ...pairs], pieces }
}
