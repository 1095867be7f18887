import type { ActingEffect, ComparedArms } from '../../../shared/review/effect.ts'
import type { ReviewFigures } from '../../../shared/review/figures.ts'
import { noGapWords } from '../../../shared/review/segment-words.ts'
import { DAY } from '../../../shared/trigger/duration.ts'
import { type Run, usage } from '../command.ts'
import { print, table } from '../print.ts'

const EXAMPLE = 'forestall review --days 90'

/** `forestall review [--days N]`: what acting did against control, with always-valid intervals. */
export const showReview: Run = async ({ client, options }) => {
  const days = options.days === undefined ? null : Number(options.days)
  if (days !== null && !(days > 0)) throw usage('--days is not a number of days', EXAMPLE)
  const { now } = await client.workspace.info()
  const figures = await client.review.figures(days === null ? {} : { from: now - days * DAY, to: now })
  print(options.json, figures, () => reviewLines(figures))
  return undefined
}

/** The review for a terminal: the sentence, then each group with its interval, then what is not compared by chance alone. */
export function reviewLines({ headline, effects, gaps, segmentsTested, recommendations }: ReviewFigures): string[] {
  const shown = effects.filter(({ dimension }) => dimension === 'all' || dimension === 'playbook')
  const rows = shown.map(effect => [
    effect.label,
    armWords(effect.assigned.treated),
    armWords(effect.assigned.control),
    differenceWords(effect.assigned.sequence),
    effect.ghost ? differenceWords(effect.ghost.sequence) : 'no ghost sends',
    conclusionWords(effect),
  ])
  return [
    headline,
    '',
    ...table([['', 'treated', 'control', 'as assigned, points', 'as written to, points', ''], ...rows]),
    '',
    ...(gaps.length === 0
      ? [noGapWords(segmentsTested)]
      : gaps.map(
          ({ label, gap }) => `${label}: effect differs by ${differenceWords(gap)} points (Holm’s correction).`,
        )),
    ...recommendations.map(({ label, advice, because }) => `${label}: ${advice}. ${because}`),
  ]
}

const armWords = ({ contacts, starts }: ComparedArms['treated']): string =>
  starts === 0 ? 'none' : `${contacts} of ${starts}`

const signed = (share: number): string => `${share < 0 ? '−' : '+'}${Math.abs(share * 100).toFixed(1)}`

/** Points of a share with their bounds. */
export const differenceWords = (interval: ComparedArms['sequence']): string =>
  interval ? `${signed(interval.value)} (${signed(interval.low)} to ${signed(interval.high)})` : 'too few accounts'

function conclusionWords({ conclusion, why, moreAccounts }: ActingEffect): string {
  if (conclusion !== 'cannot_tell') return conclusion === 'fewer' ? 'fewer contacts' : 'more contacts'
  if (why === 'no_control') return 'cannot tell: no account is held out'
  if (why === 'no_treated') return 'cannot tell: no account was acted on'
  return moreAccounts === null ? 'cannot tell yet' : `cannot tell yet: ${moreAccounts} more accounts`
}
