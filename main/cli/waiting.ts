import type { ClockSetting } from '../../shared/model/workspace.ts'
import type { OutboxSummary } from '../../shared/outbox/outbox.ts'

type Waiting = Pick<OutboxSummary, 'trouble' | 'replay'> & { counts: Pick<OutboxSummary['counts'], 'waiting'> }

/** Why what waits goes on waiting: nobody has confirmed a replay, a channel is away, or the hour never comes. */
export function waitingLines({ counts, trouble, replay }: Waiting, clock: ClockSetting): string[] {
  const troubles = trouble ? [`since ${new Date(trouble.since).toISOString()}: ${trouble.why}`] : []
  if (trouble && replay === 'held')
    return [...troubles, `To confirm it from here: forestall call outbox.allowReplay '{"allowed":true}'`]
  if (clock.mode !== 'fixed' || counts.waiting === 0) return troubles
  const at = new Date(clock.at).toISOString()
  return [`The clock stands still at ${at}: what waits for a time waits until it is moved.`, ...troubles]
}
