import type { OutboxOverview } from '../../../shared/outbox/outbox.ts'
import { count, plural } from '../../parts/number.ts'
import { age } from '../../parts/time.ts'

/**
 * The outbox in one line: the messages that wait, and those that need a person. Messages that a check blocked need nobody.
 * `wall` is machine time.
 */
export function summaryWords(
  { counts, deadLetters, oldestWaitingAt }: Pick<OutboxOverview, 'counts' | 'deadLetters' | 'oldestWaitingAt'>,
  wall: number,
): string {
  const waiting = (counts.waiting ?? 0) + (counts.sending ?? 0)
  const stuck = [
    (counts.held ?? 0) > 0 ? `${count(counts.held ?? 0)} for approval` : null,
    (counts.unsure ?? 0) > 0 ? `${count(counts.unsure ?? 0)} unsure` : null,
    deadLetters > 0 ? plural(deadLetters, 'dead letter') : null,
  ].filter(words => words !== null)
  const since = oldestWaitingAt === null ? '' : `, the oldest for ${age(wall - oldestWaitingAt)}`
  if (waiting > 0) return [`${plural(waiting, 'message')} waiting${since}`, ...stuck].join(' · ')
  if (stuck.length > 0) return ['No messages waiting', ...stuck].join(' · ')
  return (counts.sent ?? 0) > 0 ? 'No messages waiting' : 'No messages yet'
}
