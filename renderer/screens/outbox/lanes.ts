import type { OutboxEntry } from '../../../shared/outbox/outbox.ts'
import { plainAddress } from '../../../shared/person/address.ts'

export interface Laned {
  item: OutboxEntry
  /** How many messages to the same recipient on the same channel are sent before it. */
  behind: number
}

const laneOf = ({ channel, to }: OutboxEntry) => `${channel} ${plainAddress(to)}`

/**
 * Messages in the order in which they may be sent, each recipient's together: a waiting message holds up only its own
 * lane. Lanes are ordered by when their first message may be sent.
 */
export function inLanes(items: readonly OutboxEntry[]): Laned[] {
  const lanes = new Map<string, OutboxEntry[]>()
  for (const item of items.toSorted((a, b) => a.id - b.id))
    lanes.set(laneOf(item), [...(lanes.get(laneOf(item)) ?? []), item])
  return [...lanes.values()]
    .toSorted((a, b) => (a[0]?.notBefore ?? 0) - (b[0]?.notBefore ?? 0) || (a[0]?.id ?? 0) - (b[0]?.id ?? 0))
    .flatMap(lane => lane.map((item, behind) => ({ item, behind })))
}
