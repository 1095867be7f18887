import type { OutboxSummary } from '../../../shared/outbox/outbox.ts'
import { count, plural } from '../../parts/number.ts'
import { age } from '../../parts/time.ts'

/**
 * Where the outbox stands, in one line: what waits, and what needs a person. What a check turned down needs nobody.
 * `wall` is machine time.
 */
export function standing(
  { counts, deadLetters, oldestWaitingAt }: Pick<OutboxSummary, 'counts' | 'deadLetters' | 'oldestWaitingAt'>,
  wall: number,
): string {
  const waiting = (counts.waiting ?? 0) + (counts.sending ?? 0)
  const stuck = [
    (counts.held ?? 0) > 0 ? `${count(counts.held ?? 0)} for approval` : null,
    (counts.unsure ?? 0) > 0 ? `${count(counts.unsure ?? 0)} unsure` : null,
    deadLetters > 0 ? `${count(deadLetters)} failed` : null,
  ].filter(words => words !== null)
  const since = oldestWaitingAt === null ? '' : `, the oldest for ${age(wall - oldestWaitingAt)}`
  if (waiting > 0) return [`${plural(waiting, 'message')} waiting${since}`, ...stuck].join(' · ')
  if (stuck.length > 0) return ['Nothing waits', ...stuck].join(' · ')
  return (counts.sent ?? 0) > 0 ? 'Nothing waits' : 'Nothing to send'
}
