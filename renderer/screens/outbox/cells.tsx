import type { OutboxEntry } from '../../../shared/outbox/outbox.ts'
import { plural } from '../../parts/number.ts'
import { age, exact, personZone, relative } from '../../parts/time.ts'
import { useWall } from '../../state/now.ts'

/** A message due sooner than this counts as being sent now, in ms. */
const SOON = 1_000

/** The account, with a link to its issue in the queue. */
export const AccountCell = ({ item, behind = 0 }: { item: OutboxEntry; behind?: number }) => (
  <td className={`clip account${behind > 0 ? ' behind' : ''}`} title={item.accountName}>
    <a className="link" href={`#/queue/${item.issueId}`}>
      <bdi>{item.accountName}</bdi>
    </a>
  </td>
)

interface MessageProps {
  item: OutboxEntry
  /** The name of its channel. */
  channel: string
  read: boolean
  onRead: () => void
}

/** The subject, recipient and channel; a press opens the text. */
export const MessageCell = ({ item, channel, read, onRead }: MessageProps) => (
  <td className="clip" title={`${item.subject} · ${item.to}`}>
    <button type="button" className="read" aria-expanded={read} onClick={onRead}>
      {item.subject}
    </button>
    <small className="quiet">
      {item.to} · {item.kind === 'action' ? 'fix by ' : ''}
      {channel}
    </small>
  </td>
)

/** The reason for the message's state in two lines; all of it in the tooltip. */
export const WhyCell = ({ why }: { why: string }) => (
  <td className="why" title={why}>
    <span className="two-lines">{why}</span>
  </td>
)

/** How long a message has waited; a refused one no longer waits, so when it was queued. `wall`: machine time. */
export const queuedWords = ({ state, queuedAt }: OutboxEntry, wall: number): string =>
  state === 'refused' ? `queued ${relative(queuedAt, wall, personZone())}` : `for ${age(wall - queuedAt)}`

/** When the message was sent or is retried, how long it has waited, and how often it was tried. `now`: workspace time. */
export function WhenCell({ item, now }: { item: OutboxEntry; now: number }) {
  const zone = personZone()
  const { state, sentAt, notBefore, queuedAt, attempts } = item
  const wall = useWall(state === 'waiting' || state === 'sending')
  // The time of queueing is machine time, the time of sending is workspace time.
  if (state === 'sent' && sentAt !== null)
    return (
      <td>
        <time title={exact(sentAt, zone)}>{relative(sentAt, now, zone)}</time>
      </td>
    )
  const next =
    state === 'sending'
      ? 'sending now'
      : state === 'waiting' && notBefore > wall + SOON
        ? `next try ${relative(notBefore, wall, zone)}`
        : null
  return (
    <td>
      <time title={next ? `${exact(notBefore, zone)}; queued ${exact(queuedAt, zone)}` : exact(queuedAt, zone)}>
        {next ? <b>{next}</b> : null}
        <small className="quiet">
          {queuedWords(item, wall)}
          {attempts > 1 ? ` · ${plural(attempts, 'try', 'tries')}` : ''}
        </small>
      </time>
    </td>
  )
}
