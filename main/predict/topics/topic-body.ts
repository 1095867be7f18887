import type { TopicModel } from './topic-model.ts'

/** A model as it is kept: its numbers as bytes, because a hundred thousand of them in digits take five times the room. */
interface KeptTopics {
  topics: string[]
  words: string[]
  pieces: string[]
  rarity: string
  weights: string[]
  factor: number
}

/** A model as text, and back. */
export const topicBody = ({ topics, terms, weights, sharpness }: TopicModel): string =>
  JSON.stringify({
    topics,
    words: terms.words,
    pieces: terms.pieces,
    rarity: bytesOf(terms.rarity),
    weights: weights.map(bytesOf),
    factor: sharpness.factor,
  } satisfies KeptTopics)

export function topicModelOf(body: string): TopicModel {
  const { topics, words, pieces, rarity, weights, factor } = JSON.parse(body) as KeptTopics
  return {
    topics,
    terms: { words, pieces, rarity: numbersOf(rarity) },
    weights: weights.map(numbersOf),
    sharpness: { factor },
  }
}

const bytesOf = (numbers: Float32Array): string =>
  Buffer.from(numbers.buffer, numbers.byteOffset, numbers.byteLength).toString('base64')

const numbersOf = (text: string): Float32Array => {
  const bytes = Buffer.from(text, 'base64')
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength))
}
