import type { ChannelTrouble, OutboxSummary } from '../../../shared/outbox/outbox.ts'
import { exact, personZone } from '../../parts/time.ts'
import { troubleWords, waitingWords } from '../../parts/trouble-words.ts'
import { useChannelNames } from '../../state/channels.ts'
import { useMay } from '../../state/may.ts'

/** Channels in trouble: since when, why, when each is tried again or who has to act, and how many wait for each. */
export function Troubles({ troubles }: { troubles: readonly ChannelTrouble[] }) {
  const wall = Date.now()
  const nameOf = useChannelNames(troubles.length > 0)
  if (troubles.length === 0) return null
  return (
    <div className="note wait" role="status">
      {troubles.map(trouble => (
        <div key={trouble.channel} className="trouble">
          <b>{troubleWords(trouble, nameOf(trouble.channel), wall)}</b>
          <p>
            {trouble.why} <span className="quiet">Since {exact(trouble.since, personZone())}.</span>{' '}
            {waitingWords(trouble)}{' '}
            {trouble.kind === 'not_ready' ? (
              <a className="link" href="#/settings">
                Open the settings
              </a>
            ) : null}
          </p>
        </div>
      ))}
      <p className="quiet">
        Each is checked again before it leaves. What no longer holds by then cancels itself and says so under “Did not
        leave”.
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
  const { admin } = useMay()
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
        <button type="button" className="btn small" disabled={busy || !admin} onClick={() => onAllow(held)}>
          {held ? 'Send to real people' : 'Hold again'}
        </button>
        {held ? (
          <a className="btn small plain" href="#/settings">
            Open the clock
          </a>
        ) : null}
        {admin ? null : <span className="quiet">needs an admin</span>}
      </div>
    </div>
  )
}
