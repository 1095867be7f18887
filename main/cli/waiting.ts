import type { ClockSetting } from '../../shared/model/workspace.ts'
import type { OutboxOverview } from '../../shared/outbox/outbox.ts'

type Waiting = Pick<OutboxOverview, 'trouble' | 'replay'> & { counts: Pick<OutboxOverview['counts'], 'waiting'> }

/** Why messages wait: replay mode is not confirmed, a channel fails, or a fixed clock never reaches their time. */
export function waitingLines({ counts, trouble, replay }: Waiting, clock: ClockSetting): string[] {
  const troubles = trouble ? [`since ${new Date(trouble.since).toISOString()}: ${trouble.why}`] : []
  if (trouble && replay === 'held')
    return [...troubles, `To allow sending in replay mode: forestall call outbox.allowReplay '{"allowed":true}'`]
  if (clock.mode !== 'fixed' || counts.waiting === 0) return troubles
  const at = new Date(clock.at).toISOString()
  return [
    `The clock is fixed at ${at}. Messages that wait for a time are not sent until the clock is changed.`,
    ...troubles,
  ]
}
