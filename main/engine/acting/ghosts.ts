import { z } from 'zod'
import type { Clock } from '../../../shared/clock.ts'
import type { ReadDb } from '../../cache/db.ts'
import { getSetting } from '../../cache/settings.ts'
import type { Writer } from '../../cache/writer.ts'
import { isGhostDue, lookAtGhosts } from '../../intervention/door.ts'

/**
 * Logs the ghost sends that are due, as the outbox sends what is due. While the outbox is paused neither happens, or the
 * arms would not be looked at under the same conditions.
 */
export async function logGhosts({
  writer,
  read,
  clock,
}: {
  writer: Writer
  read: ReadDb
  clock: Clock
}): Promise<void> {
  const now = clock.now()
  const paused = getSetting(read, 'outbox.paused', z.boolean()) ?? false
  // Each look takes what is due away, so this ends: what must wait is due later than now.
  while (!paused && isGhostDue(read, now)) await writer.write('steady', tx => lookAtGhosts(tx, now))
}
