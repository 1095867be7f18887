import type { UnusualFeature } from '../../../shared/review/missed.ts'
import { freeSlug } from '../../../shared/text/slug.ts'
import { DAY, formatDuration, HOUR } from '../../../shared/trigger/duration.ts'
import { givesTime, type Measure, measureLabel } from '../../../shared/trigger/measures/measures.ts'
import { type Comparison, type Trigger, triggerSchema } from '../../../shared/trigger/trigger.ts'
import type { Category } from '../../../shared/vocabulary.ts'
import type { UnusualSplit } from './unusual.ts'

/** What a draft is made of: the split with the measure that it is about, and what to do about such accounts. */
export interface DraftParts {
  split: UnusualSplit
  measure: Measure
  category: Category
  playbook: string
  /** The triggers that there are, so that the draft gets an id of its own. */
  taken: ReadonlySet<string>
}

/** What is kept of a share as the belief about a trigger that has never fired, in observations. */
const WEIGHT = 20
const WINDOW = '7d'
const MINUTES = 8

/** An unusual feature in words, with a trigger that can be back-tested at once. */
export function unusualFeature({ split, measure, category, playbook, taken }: DraftParts): UnusualFeature {
  const when: Comparison = { measure, op: split.op, threshold: thresholdFor(measure, split.threshold) }
  const label = `${measureLabel(measure)} ${split.op === '>=' ? '≥' : '≤'} ${thresholdWords(measure, split.threshold)}`
  const hits = split.came.k + split.others.k
  const draft: Trigger = triggerSchema.parse({
    version: 2,
    id: freeSlug({
      text: `draft-${measureLabel(measure)}`,
      otherwise: 'draft',
      isTaken: id => taken.has(id),
      most: 48,
    }),
    title: `Draft: ${label}`,
    about: 'Found among accounts that came although no trigger looked at them. Back-test it before turning it on.',
    sentence: `${label}.`,
    category,
    when,
    cooldown: '14d',
    playbook,
    success: { not: when },
    window: WINDOW,
    prior: { risk: hits === 0 ? 0 : split.came.k / hits, weight: WEIGHT },
    minutes: MINUTES,
  })
  return { label, came: split.came, others: split.others, draft }
}

/** In the unit of the measure’s label, which counts times in days. */
const thresholdWords = (measure: Measure, value: number): string =>
  String(Number((givesTime(measure) ? (Math.round(value / HOUR) * HOUR) / DAY : value).toPrecision(3)))

/** As a person would write it: whole hours of time, three digits of anything else. */
function thresholdFor(measure: Measure, value: number): number | string {
  if (givesTime(measure)) return value < HOUR ? 0 : formatDuration(Math.round(value / HOUR) * HOUR)
  return Number(value.toPrecision(3))
}
