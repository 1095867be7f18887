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

/** How many go where, every issue once; what nobody is in is left out, except how many go now. */
export function sharesOf(summary: BulkSummary, now: number, zone: string): Share[] {
  const { laterFrom, laterTo } = summary
  const spans =
    laterFrom === null
      ? 'later'
      : laterTo === null || relative(laterFrom, now, zone) === relative(laterTo, now, zone)
        ? `later, ${relative(laterFrom, now, zone)}`
        : `later, ${relative(laterFrom, now, zone)} to ${relative(laterTo, now, zone)}`
  const all: Share[] = [
    { key: 'now', n: summary.now, label: 'go now', tone: summary.now > 0 ? 'good' : '' },
    { key: 'later', n: summary.later, label: spans, tone: 'wait' },
    { key: 'held', n: summary.held, label: 'wait for approval', tone: 'wait' },
    { key: 'heldOut', n: summary.heldOut, label: 'held out', tone: '' },
    { key: 'refused', n: summary.refused, label: 'refused', tone: 'bad' },
    { key: 'gone', n: summary.gone, label: 'gone since', tone: '' },
  ]
  return all.filter(({ key, n }) => key === 'now' || n > 0)
}

/** How many interventions starting it would make: the held-out ones are recorded, too. */
export const startable = ({ now, later, held, heldOut }: BulkSummary): number => now + later + held + heldOut

/** What starting it does: those held out are not started for. */
export function startManyWords(summary: BulkSummary): string {
  const reached = startable(summary) - summary.heldOut
  if (reached > 0) return `Start for ${plural(reached, 'account')}`
  return summary.heldOut > 0 ? `Record ${count(summary.heldOut)} held out` : 'Start'
}

/** What an obstacle is called: the check that waits or refuses, or that there is no message. */
export const obstacleWords = ({ check }: BulkObstacle): string =>
  check === null ? 'No message can be made' : OBSTACLE_WORDS[check]

/** For how many the playbook was not written, and for what it was; null where it fits all. */
export function unfitWords({ unfit, writtenFor, issueIds }: BulkSummary): string | null {
  if (unfit === 0) return null
  const of =
    unfit === issueIds.length
      ? unfit === 1
        ? 'It is'
        : `All ${count(unfit)} are`
      : `${count(unfit)} of ${count(issueIds.length)} are`
  return `${of} about something else than what this playbook was written for: ${quoted(writtenFor)}.`
}

/** What became of it, in a line: `27 wait for approval · 1 held out · 2 refused`. */
export function startedWords(done: { started: number; held: number; heldOut: number; refused: number }): string {
  const parts = [
    done.started > 0 ? `${plural(done.started, 'message')} on their way` : null,
    done.held > 0 ? `${done.held} wait for approval` : null,
    done.heldOut > 0 ? `${done.heldOut} held out` : null,
    done.refused > 0 ? `${done.refused} refused` : null,
  ]
  return parts.filter(Boolean).join(' · ') || 'Nothing was started'
}
