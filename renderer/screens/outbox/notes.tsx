import type { ChannelTrouble, OutboxOverview } from '../../../shared/outbox/outbox.ts'
import { exact, personZone } from '../../parts/time.ts'
import { troubleWords, waitingWords } from '../../parts/trouble-words.ts'
import { useChannelNames } from '../../state/channels.ts'
import { useMay } from '../../state/may.ts'
import { useWall } from '../../state/now.ts'

/** Channels in trouble: why and since when, when each is retried or who has to act, and how many messages wait. */
export function Troubles({ troubles }: { troubles: readonly ChannelTrouble[] }) {
  const wall = useWall(troubles.length > 0)
  const nameOf = useChannelNames(troubles.length > 0)
  if (troubles.length === 0) return null
  return (
    <div className="note wait" role="status">
      {troubles.map(trouble => (
        <div key={trouble.channel} className="channel-trouble">
          <b>{troubleWords(trouble, nameOf(trouble.channel), wall)}</b>
          <p>
            {trouble.why} <span className="quiet">Since {exact(trouble.since, personZone())}.</span>{' '}
            {waitingWords(trouble)}{' '}
            {trouble.kind === 'not_ready' ? (
              <a className="link" href="#/settings">
                Open Settings
              </a>
            ) : null}
          </p>
        </div>
      ))}
      <p className="quiet">
        Each message is checked again before it is sent. If a check blocks it then, it is listed under “Not sent” with
        the reason.
      </p>
    </div>
  )
}

/** Warns that a fixed clock never reaches the time that a message waits for. `at`: the clock's time, UTC ms. */
export const FixedClock = ({ at }: { at: number }) => (
  <div className="note wait" role="status">
    <b>The workspace clock is fixed at {exact(at, personZone())}</b>
    <p>
      Messages that wait for a time will not be sent, because quiet hours, frequency caps and wait steps do not end.
      Recall a message and send it with an override, or change the clock.
    </p>
    <div className="acts">
      <a className="btn small plain" href="#/settings">
        Open clock settings
      </a>
    </div>
  </div>
)

interface ReplayProps {
  replay: NonNullable<OutboxOverview['replay']>
  busy: boolean
  onAllow: (allowed: boolean) => void
}

/** A workspace in replay mode sends nothing to real people until an admin allows it. */
export function Replay({ replay, busy, onAllow }: ReplayProps) {
  const held = replay === 'held'
  const { admin } = useMay()
  return (
    <div className="note wait" role="status">
      <b>
        {held
          ? 'Sending is held: this workspace is in replay mode'
          : 'Messages reach real people although this workspace is in replay mode'}
      </b>
      <p>
        {held
          ? 'The workspace clock replays another time, so messages wait here. Set the clock to this computer’s time in Settings, or allow sending.'
          : 'Messages sent now are about another time. Hold sending unless you are sure.'}
      </p>
      <div className="acts">
        <button type="button" className="btn small" disabled={busy || !admin} onClick={() => onAllow(held)}>
          {held ? 'Send to real people' : 'Hold sending'}
        </button>
        {held ? (
          <a className="btn small plain" href="#/settings">
            Open clock settings
          </a>
        ) : null}
        {admin ? null : <span className="quiet">needs an admin</span>}
      </div>
    </div>
  )
}
