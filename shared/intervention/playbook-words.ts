import { DAY, HOUR, MINUTE, parseDuration, SECOND } from '../trigger/duration.ts'
import type { Happening, RunCondition, Step } from './playbook.ts'

const SPANS = [
  [DAY, 'day'],
  [HOUR, 'hour'],
  [MINUTE, 'minute'],
] as const

/** `2 days`, `36 hours`, `90 minutes`: ms in words, in the largest unit that divides them. */
export function spanWords(ms: number): string {
  const [size, unit] = SPANS.find(([one]) => ms >= one && ms % one === 0) ?? [SECOND, 'second']
  const n = Math.round(ms / size)
  return `${n} ${unit}${n === 1 ? '' : 's'}`
}

const HAPPENING_WORDS: Record<Happening, string> = {
  replied: 'they replied',
  ticket_opened: 'they opened a ticket',
  condition_cleared: 'the condition cleared',
  resolution_worked: 'the fix worked',
  resolution_failed: 'the fix failed',
  task_done: 'the task is done',
  metric_met: 'the success metric is met',
}

/** A condition of a branch in words. */
export function conditionWords(condition: RunCondition): string {
  if (typeof condition === 'string') return HAPPENING_WORDS[condition]
  if ('all' in condition) return condition.all.map(inner).join(' and ')
  if ('any' in condition) return condition.any.map(inner).join(' or ')
  return `not (${conditionWords(condition.not)})`
}

const inner = (condition: RunCondition): string =>
  typeof condition !== 'string' && !('not' in condition) ? `(${conditionWords(condition)})` : conditionWords(condition)

/** What a step is, in a line; templates as they are written. */
export function stepWords(step: Step): string {
  switch (step.type) {
    case 'outreach':
      return step.subject
    case 'resolution':
      return step.action
    case 'task':
      return step.title
    case 'wait':
      return `Wait ${spanWords(parseDuration(step.for) ?? 0)}`
    case 'branch':
      return `If ${step.cases.map(one => conditionWords(one.if)).join('; ')}`
  }
}
