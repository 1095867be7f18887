import type { Roi } from '../../../../shared/review/roi.ts'

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
