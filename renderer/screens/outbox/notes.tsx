import type { OutboxSummary } from '../../../shared/outbox.ts'
import { plural } from '../../parts/number.ts'
import { age, exact, personZone } from '../../parts/time.ts'
import { troubleWords } from './standing.ts'

/** Channels that are away: since when, why, and when each is tried again. What waits leaves by itself. */
export function Troubles({ summary }: { summary: OutboxSummary }) {
  const wall = Date.now()
  if (summary.troubles.length === 0) return null
  const waiting = summary.counts.waiting ?? 0
  return (
    <div className="note wait" role="status">
      {summary.troubles.map(({ channel, since, why, until }) => (
        <div key={channel} className="trouble">
          <b>{troubleWords(channel, age(wall - since), until > wall ? age(until - wall) : null)}</b>
          <p>
            {why} <span className="quiet">Since {exact(since, personZone())}.</span>
          </p>
        </div>
      ))}
      <p>
        {waiting > 0 ? `${plural(waiting, 'message')} wait and` : 'New messages'} leave by themselves when it is back,
        each checked again first. What no longer holds by then cancels itself and says so under “Did not leave”.
      </p>
    </div>
  )
}

/** On a clock that stands still no hour comes that anything waits for. `at`: where it stands, UTC ms. */
export const StandsStill = ({ at }: { at: number }) => (
  <div className="note wait" role="status">
    <b>The workspace’s clock stands still at {exact(at, personZone())}</b>
    <p>
      Nothing that waits for a time will leave: quiet hours do not end, caps do not free up, playbooks’ waits do not
      pass. Take a message back and send it with a reason that sets the check aside, or move the clock.
    </p>
    <div className="acts">
      <a className="btn small plain" href="#/settings">
        Open the clock
      </a>
    </div>
  </div>
)

interface ReplayProps {
  replay: NonNullable<OutboxSummary['replay']>
  busy: boolean
  onAllow: (allowed: boolean) => void
}

/** A workspace on a clock of its own sends nothing to real people until somebody wants that. */
export function Replay({ replay, busy, onAllow }: ReplayProps) {
  const held = replay === 'held'
  return (
    <div className="note wait" role="status">
      <b>
        {held
          ? 'Nothing leaves for real: this workspace runs on a clock of its own'
          : 'Messages reach real people, although this workspace runs on a clock of its own'}
      </b>
      <p>
        {held
          ? 'It replays another time, so its messages wait here. Run on this computer’s time under Settings, or let them go.'
          : 'What is sent now is about another time. Hold it again unless you are sure.'}
      </p>
      <div className="acts">
        <button type="button" className="btn small" disabled={busy} onClick={() => onAllow(held)}>
          {held ? 'Send to real people' : 'Hold again'}
        </button>
        {held ? (
          <a className="btn small plain" href="#/settings">
            Open the clock
          </a>
        ) : null}
      </div>
    </div>
  )
}
