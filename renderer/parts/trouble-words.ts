import type { ChannelTrouble } from '../../shared/outbox/outbox.ts'
import { age } from './time.ts'

/** What one channel's trouble is, with when it is tried again: `The webhook asks us to wait; next try in 4 min`. */
export function troubleWords(trouble: Pick<ChannelTrouble, 'kind' | 'since' | 'until'>, name: string, wall: number) {
  const next = trouble.until > wall ? `next try in ${age(trouble.until - wall)}` : 'it is being tried again'
  switch (trouble.kind) {
    case 'away':
      return `${name} has let nothing through for ${age(wall - trouble.since)}; ${next}`
    case 'asked':
      return `${name} asks us to wait; ${next}`
    case 'not_ready':
      return `${name} is not ready`
  }
}

/** What becomes of what waits for a channel in trouble. */
export function waitingWords({ kind, waiting }: Pick<ChannelTrouble, 'kind' | 'waiting'>): string {
  if (waiting === 0) return 'Nothing waits for it.'
  const some = waiting === 1 ? '1 waits' : `${waiting} wait`
  return kind === 'not_ready'
    ? `${some} for it, until somebody has seen to that.`
    : `${some} for it and ${waiting === 1 ? 'leaves by itself' : 'leave by themselves'} when it is back.`
}

const BRIEF = { away: 'lets nothing through', asked: 'asks us to wait', not_ready: 'is not ready' } as const

/** For the status bar: the trouble that lasts longest, and how many more there are; null where there is none. */
export function troubleBrief(
  troubles: readonly Pick<ChannelTrouble, 'kind' | 'channel'>[],
  nameOf: (channel: string) => string,
): string | null {
  const [first] = troubles
  if (!first) return null
  const more = troubles.length > 1 ? `, and ${troubles.length - 1} more` : ''
  return `${nameOf(first.channel).replace(/^The /, '')} ${BRIEF[first.kind]}${more}`
}
