import type { TicketCategory, TopicCard, TopicRules } from '../../../shared/predict/ticket-topics.ts'
import { BOTH_SIDES } from '../learn/judge/auc.ts'
import { tagCategory, toldByText } from './tell.ts'
import { learnTopics, type TaggedTexts, type TopicModel } from './topic-model.ts'

/** A topic with fewer tickets is not learned. */
const LEAST_TICKETS = 10
/** More teach little, and a training must not take minutes. */
const MOST_TICKETS = 20_000

export interface TopicAsk extends TaggedTexts {
  rules: TopicRules
  seed: number
  onProgress?: (share: number) => void
}

/** A model of topics with its card; null where fewer than two topics have enough tickets. The newest tickets come first. */
export function learnWithCard({ rules, ...tagged }: TopicAsk): { model: TopicModel; card: TopicCard } | null {
  const counts = new Map<string, number>()
  for (const topic of tagged.topics) counts.set(topic, (counts.get(topic) ?? 0) + 1)
  const often = [...counts].filter(([, tickets]) => tickets >= LEAST_TICKETS).sort(([, a], [, b]) => b - a)
  if (often.length < 2) return null
  const learned = new Set(often.map(([topic]) => topic))
  const rows = [...tagged.topics.keys()].filter(row => learned.has(tagged.topics[row] ?? '')).slice(0, MOST_TICKETS)
  const texts = rows.map(row => tagged.texts[row] ?? '')
  const topics = rows.map(row => tagged.topics[row] ?? '')
  const people = rows.map(row => tagged.people[row] as number)
  const { model, unseen } = learnTopics({ ...tagged, texts, topics, people })
  const told = Array.from(unseen.labels, (label, row) => {
    const chances = unseen.chances.subarray(row * model.topics.length, (row + 1) * model.topics.length)
    const best = toldByText(chances, model.topics, { ...rules, level: 0 })
    return { ...best, truth: tagCategory(model.topics[label] ?? '', rules) }
  })
  return {
    model,
    card: {
      property: rules.property,
      ...{ tickets: rows.length, people: new Set(people).size, rare: counts.size - often.length, judged: told.length },
      topics: often.map(([topic, tickets]) => ({ topic, tickets })),
      ...judged(told, rules.level),
    },
  }
}

interface Judged {
  category: TicketCategory | null
  truth: TicketCategory | null
  sureness: number | null
}

function judged(told: readonly Judged[], level: number) {
  const isRight = ({ category, truth }: Judged) => category === truth
  const sure = told.filter(({ sureness }) => (sureness ?? 0) >= level)
  const accuracy = shareWithin(told.filter(isRight).length, told.length)
  const truths = Map.groupBy(told, ({ truth }) => truth)
  const base = Math.max(...[...truths.values()].map(rows => rows.length)) / told.length
  return {
    accuracy,
    base,
    calibrationError: calibrationGap(told.map(one => ({ sureness: one.sureness ?? 0, right: isRight(one) }))),
    level,
    sure: sure.length / told.length,
    sureAccuracy: shareWithin(sure.filter(isRight).length, sure.length),
    usable: accuracy.low > base,
  }
}

const BINS = 10

/** How far sureness and the share of right answers are apart, on average over bins of equally many. */
function calibrationGap(told: readonly { sureness: number; right: boolean }[]): number {
  const order = [...told].sort((a, b) => a.sureness - b.sureness)
  let gap = 0
  for (let bin = 0; bin < BINS; bin++) {
    const part = order.slice((bin * order.length) / BINS, ((bin + 1) * order.length) / BINS)
    gap += Math.abs(part.reduce((sum, { sureness, right }) => sum + sureness - (right ? 1 : 0), 0)) / order.length
  }
  return Math.min(gap, 1)
}

/** A share with its interval of 95 % (Wilson 1927); everything is possible where there is nothing to count. */
function shareWithin(k: number, n: number): { share: number; low: number; high: number } {
  if (n === 0) return { share: 0, low: 0, high: 1 }
  const z = BOTH_SIDES
  const share = k / n
  const middle = share + z ** 2 / (2 * n)
  const half = z * Math.sqrt((share * (1 - share)) / n + z ** 2 / (4 * n ** 2))
  const whole = 1 + z ** 2 / n
  return { share, low: Math.max(0, (middle - half) / whole), high: Math.min(1, (middle + half) / whole) }
}
