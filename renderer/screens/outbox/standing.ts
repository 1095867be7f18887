import type { OutboxSummary } from '../../../shared/model.ts'
import { count, plural } from '../../parts/number.ts'
import { age } from '../../parts/time.ts'

/** Where the outbox stands, in one line: what waits, and what has not left for another reason. `wall` is machine time. */
export function standing({ counts, oldestWaitingAt }: OutboxSummary, wall: number): string {
  const waiting = (counts.waiting ?? 0) + (counts.sending ?? 0)
  const stuck = [
    (counts.unsure ?? 0) > 0 ? `${count(counts.unsure ?? 0)} unsure` : null,
    (counts.refused ?? 0) > 0 ? `${count(counts.refused ?? 0)} refused` : null,
  ].filter(words => words !== null)
  const since = oldestWaitingAt === null ? '' : `, the oldest for ${age(wall - oldestWaitingAt)}`
  if (waiting > 0) return [`${plural(waiting, 'message')} waiting${since}`, ...stuck].join(' · ')
  if (stuck.length > 0) return ['Nothing waits', ...stuck].join(' · ')
  return (counts.sent ?? 0) > 0 ? 'Everything has left' : 'Nothing to send'
}
