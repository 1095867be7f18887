import type { Recommendation } from '../../../../shared/review/effect.ts'

/** How advice is shown: its tone and its verb. */
export const ADVICE = {
  pause: { tone: 'bad', words: 'Pause' },
  scale: { tone: 'good', words: 'Scale' },
  split: { tone: 'wait', words: 'Split' },
} as const

/** What is advised, as the verb of a sentence: `Split by EU`. */
export const adviceWords = ({ advice, segment }: Pick<Recommendation, 'advice' | 'segment'>): string =>
  segment === null ? ADVICE[advice].words : `${ADVICE[advice].words} by ${segment}`
