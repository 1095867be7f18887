import type { BulkObstacle, BulkSummary } from '../../../shared/intervention/bulk.ts'
import { count, plural } from '../../parts/number.ts'
import { relative } from '../../parts/time.ts'
import { OBSTACLE_WORDS, quoted } from '../../parts/words.ts'

export interface Share {
  key: 'now' | 'later' | 'held' | 'heldOut' | 'refused' | 'gone'
  n: number
  label: string
  tone: '' | 'good' | 'wait' | 'bad'
}

/** How many issues are sent now, later or not, each counted once. Empty shares are left out, except the one sent now. */
export function sharesOf(summary: BulkSummary, now: number, zone: string): Share[] {
  const { laterFrom, laterTo } = summary
  const spans =
    laterFrom === null
      ? 'sent later'
      : laterTo === null || relative(laterFrom, now, zone) === relative(laterTo, now, zone)
        ? `sent ${relative(laterFrom, now, zone)}`
        : `sent later: ${relative(laterFrom, now, zone)} to ${relative(laterTo, now, zone)}`
  const all: Share[] = [
    { key: 'now', n: summary.now, label: 'sent now', tone: summary.now > 0 ? 'good' : '' },
    { key: 'later', n: summary.later, label: spans, tone: 'wait' },
    { key: 'held', n: summary.held, label: 'wait for approval', tone: 'wait' },
    { key: 'heldOut', n: summary.heldOut, label: 'held out', tone: '' },
    { key: 'refused', n: summary.refused, label: 'blocked', tone: 'bad' },
    { key: 'gone', n: summary.gone, label: 'no longer open', tone: '' },
  ]
  return all.filter(({ key, n }) => key === 'now' || n > 0)
}

/** How many interventions a start would create, with held-out accounts, which are recorded, too. */
export const startable = ({ now, later, held, heldOut }: BulkSummary): number => now + later + held + heldOut

/** The label of the start button. Held-out accounts are recorded, not started. */
export function startManyWords(summary: BulkSummary): string {
  const reached = startable(summary) - summary.heldOut
  if (reached > 0) return `Start for ${plural(reached, 'account')}`
  return summary.heldOut > 0 ? `Record ${count(summary.heldOut)} held out` : 'Start'
}

/** The name of an obstacle: the check that waits or blocks, or a message that cannot be composed. */
export const obstacleWords = ({ check }: BulkObstacle): string =>
  check === null ? 'Message cannot be composed' : OBSTACLE_WORDS[check]

/** Said where the numbers of reasons add up to more than the issues that wait or are blocked; null where they do not. */
export function severalWords(summary: BulkSummary, status: BulkObstacle['status']): string | null {
  const reasons = summary.obstacles.filter(one => one.status === status).reduce((sum, { n }) => sum + n, 0)
  const issues = status === 'refuse' ? summary.refused : summary.later + summary.held
  return reasons > issues ? `Some issues have more than one reason: ${count(reasons)} for ${count(issues)}.` : null
}

/** How many issues the playbook was not written for, and for which triggers it was; null where it fits all. */
export function unfitWords({ unfit, writtenFor, issueIds }: BulkSummary): string | null {
  if (unfit === 0) return null
  const who =
    unfit === issueIds.length
      ? unfit === 1
        ? 'The issue is'
        : `All ${count(unfit)} issues are`
      : `${count(unfit)} of ${count(issueIds.length)} issues ${unfit === 1 ? 'is' : 'are'}`
  return `${who} not about what this playbook was written for: ${quoted(writtenFor)}.`
}

/** The result of a start in a line: `27 wait for approval · 1 held out · 2 blocked`. */
export function startedWords(done: { started: number; held: number; heldOut: number; refused: number }): string {
  const parts = [
    done.started > 0 ? `${plural(done.started, 'message')} queued` : null,
    done.held > 0 ? `${done.held} wait for approval` : null,
    done.heldOut > 0 ? `${done.heldOut} held out` : null,
    done.refused > 0 ? `${done.refused} blocked` : null,
  ]
  return parts.filter(Boolean).join(' · ') || 'Nothing was started'
}
