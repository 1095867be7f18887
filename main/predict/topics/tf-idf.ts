import { type TicketTerms, ticketTerms } from './ticket-words.ts'

/** Rows of a sparse matrix, one after the other: the terms of row r are those from `starts[r]` to `starts[r + 1]`. */
export interface SparseRows {
  starts: Int32Array
  terms: Int32Array
  values: Float32Array
  /** How many terms there are altogether. */
  width: number
}

/** The terms that a model knows, with the weight of each: how rare it is. Words come first, pieces of words behind. */
export interface TermList {
  words: string[]
  pieces: string[]
  rarity: Float32Array
}

/** A term that fewer people have used is never kept: it may be a name. */
const LEAST_PEOPLE = 5
/** More terms cost memory and say little more. */
const MOST_TERMS = 40_000

/**
 * The terms that at least `LEAST_PEOPLE` people have used, the most frequent first. Inverse document frequency is the
 * smoothed one, ln((1 + n) ÷ (1 + df)) + 1 (as scikit-learn counts it).
 */
export function listTerms(texts: readonly string[], people: ArrayLike<number>): TermList {
  const seen = { words: new Seen(), pieces: new Seen() }
  for (const [row, text] of texts.entries()) {
    const terms = ticketTerms(text)
    seen.words.add(terms.words, people[row] as number)
    seen.pieces.add(terms.pieces, people[row] as number)
  }
  const words = seen.words.often(MOST_TERMS)
  const pieces = seen.pieces.often(MOST_TERMS)
  const rarity = Float32Array.from([...words, ...pieces], ([, rows]) => Math.log((1 + texts.length) / (1 + rows)) + 1)
  return { words: words.map(([term]) => term), pieces: pieces.map(([term]) => term), rarity }
}

interface Uses {
  rows: number
  /** The people that used a term, until there are enough of them. */
  people: Set<number> | null
}

/** Counts in how many texts, and by how many people, each term was used. */
class Seen {
  private readonly uses = new Map<string, Uses>()

  add(terms: readonly string[], person: number): void {
    for (const term of new Set(terms)) {
      let uses = this.uses.get(term)
      if (!uses) {
        uses = { rows: 0, people: new Set() }
        this.uses.set(term, uses)
      }
      uses.rows++
      uses.people?.add(person)
      if ((uses.people?.size ?? 0) >= LEAST_PEOPLE) uses.people = null
    }
  }

  often(most: number): [string, number][] {
    return [...this.uses]
      .filter(([, { people }]) => people === null)
      .map(([term, { rows }]): [string, number] => [term, rows])
      .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
      .slice(0, most)
  }
}

/** Texts as rows of TF-IDF: 1 + ln(count), times rarity; words and pieces are each brought to length 1. The last column is 1. */
export function termRows({ words, pieces, rarity }: TermList, texts: readonly string[]): SparseRows {
  const places = { words: placesOf(words, 0), pieces: placesOf(pieces, words.length) }
  const starts = new Int32Array(texts.length + 1)
  const [terms, values]: [number[], number[]] = [[], []]
  const width = rarity.length + 1
  for (const [row, text] of texts.entries()) {
    const found = ticketTerms(text)
    for (const part of ['words', 'pieces'] as const satisfies (keyof TicketTerms)[]) {
      const counts = countsOf(found[part], places[part])
      const weights = [...counts].map(([at, n]): [number, number] => [at, (1 + Math.log(n)) * (rarity[at] as number)])
      const length = Math.sqrt(weights.reduce((sum, [, weight]) => sum + weight * weight, 0))
      for (const [at, weight] of weights) {
        terms.push(at)
        values.push(weight / length)
      }
    }
    terms.push(width - 1)
    values.push(1)
    starts[row + 1] = terms.length
  }
  return { starts, terms: Int32Array.from(terms), values: Float32Array.from(values), width }
}

const placesOf = (terms: readonly string[], from: number): ReadonlyMap<string, number> =>
  new Map(terms.map((term, at) => [term, from + at]))

function countsOf(terms: readonly string[], places: ReadonlyMap<string, number>): Map<number, number> {
  const counts = new Map<number, number>()
  for (const term of terms) {
    const at = places.get(term)
    if (at !== undefined) counts.set(at, (counts.get(at) ?? 0) + 1)
  }
  return counts
}
