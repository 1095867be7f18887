import { seeded } from '../learn/random.ts'
import { marginsOf, separate } from './separate.ts'
import { chancesOf, type Sharpness, sharpnessOf } from './sureness.ts'
import { listTerms, type SparseRows, type TermList, termRows } from './tf-idf.ts'
import { stratifiedByClass } from './topic-folds.ts'

/** What tells the topic of a text. */
export interface TopicModel {
  topics: string[]
  terms: TermList
  /** For each topic, the weight of each term, then that of none. */
  weights: Float32Array[]
  sharpness: Sharpness
}

/** Texts whose topic is known. `people` says who wrote each, by number. */
export interface TaggedTexts {
  texts: readonly string[]
  topics: readonly string[]
  people: ArrayLike<number>
}

export interface TopicTraining extends TaggedTexts {
  seed: number
  onProgress?: (share: number) => void
}

/** The chances of topics for known texts, from models that had not seen them. */
export interface Unseen {
  labels: Int32Array
  chances: Float64Array
}

const FOLDS = 4
/** For more texts, one fold tells the sharpness well enough: each fold costs a whole training. */
const MANY = 4_000

/**
 * Learns topics: one linear classifier for each against all others, made sharp by rows that were left out. Terms are
 * listed once from all texts; they know nothing of topics.
 */
export function learnTopics({ texts, topics, people, seed, onProgress }: TopicTraining): {
  model: TopicModel
  unseen: Unseen
} {
  const names = [...new Set(topics)].sort()
  const placeOf = new Map(names.map((name, at) => [name, at]))
  const labels = Int32Array.from(topics, topic => placeOf.get(topic) ?? 0)
  const terms = listTerms(texts, people)
  const x = termRows(terms, texts)
  const every = stratifiedByClass(labels, people, FOLDS, seeded(seed))
  const folds = texts.length > MANY ? every.slice(0, 1) : every
  let done = 0
  const weightsBy = (rows: Int32Array) =>
    names.map((_, topic) => {
      onProgress?.(++done / (names.length * (folds.length + 1)))
      return separate(x, rows, row => labels[row] === topic, seeded(seed + topic))
    })
  const left = folds.map(({ train, test }) => ({ test, margins: marginsOf(x, test, weightsBy(train)) }))
  const known = Int32Array.from(
    left.flatMap(({ test }) => [...test]),
    row => labels[row] as number,
  )
  const margins = joined(left.map(one => one.margins))
  const sharpness = sharpnessOf(margins, known, names.length)
  const weights = weightsBy(Int32Array.from(labels, (_, row) => row))
  return {
    model: { topics: names, terms, weights, sharpness },
    unseen: { labels: known, chances: chancesOf(margins, names.length, sharpness) },
  }
}

function joined(parts: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

/** The chances of each topic for texts: text after text, topic after topic. */
export function topicChances(model: TopicModel, texts: readonly string[]): Float64Array {
  const x: SparseRows = termRows(model.terms, texts)
  const rows = Int32Array.from(texts, (_, row) => row)
  return chancesOf(marginsOf(x, rows, model.weights), model.topics.length, model.sharpness)
}

/** The topic with the highest chance in a row of chances, by number. */
export function likeliestTopic(chances: Float64Array, topics: number, row: number): { topic: number; chance: number } {
  let best = 0
  for (let topic = 1; topic < topics; topic++)
    if ((chances[row * topics + topic] as number) > (chances[row * topics + best] as number)) best = topic
  return { topic: best, chance: chances[row * topics + best] as number }
}
