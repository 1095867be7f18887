import type { Roi } from '../../../../shared/review/roi.ts'
import { percent } from '../../../parts/number.ts'

/** What a return says: it is worth its cost, costs more than it saves, or one cannot tell yet. */
export interface RoiConclusion {
  tone: 'good' | 'bad' | ''
  words: string
}

/** Compares what was saved with what was spent; an interval that holds both outcomes is no answer. */
export function roiConclusion({ saved, spentMinor }: Roi): RoiConclusion {
  if (saved && saved.low > spentMinor) return { tone: 'good', words: 'saves more than it costs' }
  if (saved && saved.high < spentMinor) return { tone: 'bad', words: 'costs more than it saves' }
  return { tone: '', words: 'cannot tell yet' }
}

/** Why the mean amount of an account is not to be trusted: one account makes most of it. */
export const dominanceWords = (share: number): string =>
  `One account pays ${percent(share)} of what all treated accounts pay. The average month, and with it the value of accounts kept, is mostly that account’s.`
