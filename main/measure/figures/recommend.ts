import type { ActingEffect, Recommendation, SegmentGap } from '../../../shared/review/effect.ts'
import { pointsWords } from './words.ts'

/** What to do with each playbook, where the always-valid comparison says something. It is advice; a lead decides. */
export function recommendationsOf(
  playbooks: readonly ActingEffect[],
  gapsOf: (playbookId: string) => readonly SegmentGap[],
) {
  return playbooks.flatMap((effect): Recommendation[] => {
    const { key: playbookId, label, conclusion, assigned } = effect
    const [gap] = gapsOf(playbookId)
    if (gap)
      return [
        {
          ...{ playbookId, label, advice: 'split', segment: gap.label, evidence: gap.gap },
          because: `Its effect differs for ${gap.label}: ${pointsWords(gap.gap)} against the rest.`,
        },
      ]
    if (conclusion === 'cannot_tell' || assigned.sequence === null) return []
    const harm = conclusion === 'more'
    return [
      {
        ...{ playbookId, label, advice: harm ? 'pause' : 'scale', segment: null, evidence: assigned.sequence },
        because: `Treated accounts contacted us ${harm ? 'more' : 'less'} often than control accounts: ${pointsWords(assigned.sequence)}.`,
      },
    ]
  })
}
