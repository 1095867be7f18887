import type { ChannelTrouble } from '../../shared/outbox/outbox.ts'
import { age } from './time.ts'

/** One channel's trouble and when it is retried: `The webhook asked us to wait; next retry in 4 min`. */
export function troubleWords(trouble: Pick<ChannelTrouble, 'kind' | 'since' | 'until'>, name: string, wall: number) {
  const next = trouble.until > wall ? `next retry in ${age(trouble.until - wall)}` : 'retrying now'
  switch (trouble.kind) {
    case 'away':
      return `${name} has been failing for ${age(wall - trouble.since)}; ${next}`
    case 'asked':
      return `${name} asked us to wait; ${next}`
    case 'not_ready':
      return `${name} is not set up`
  }
}

/** What happens to the messages and fixes that wait for a channel in trouble. */
export function waitingWords({ kind, waiting }: Pick<ChannelTrouble, 'kind' | 'waiting'>): string {
  if (waiting === 0) return 'No messages are waiting.'
  const some = waiting === 1 ? '1 message waits' : `${waiting} messages wait`
  return kind === 'not_ready'
    ? `${some} until the channel is set up.`
    : `${some} and will be sent automatically when the channel is back.`
}

const BRIEF = { away: 'failing', asked: 'asked us to wait', not_ready: 'not set up' } as const

/** For the status bar: the longest-lasting trouble and how many more there are; null where there is none. */
export function troubleBrief(
  troubles: readonly Pick<ChannelTrouble, 'kind' | 'channel'>[],
  nameOf: (channel: string) => string,
): string | null {
  const [first] = troubles
  if (!first) return null
  const more = troubles.length > 1 ? `, and ${troubles.length - 1} more` : ''
  return `${nameOf(first.channel).replace(/^The /, '')} ${BRIEF[first.kind]}${more}`
}
