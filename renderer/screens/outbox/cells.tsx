import type { OutboxItem } from '../../../shared/outbox/outbox.ts'
import { plural } from '../../parts/number.ts'
import { age, exact, personZone, relative } from '../../parts/time.ts'

/** Nearer than this it is leaving now, in ms. */
const SOON = 1_000

/** Where an account's messages lead: its issue in the queue. */
export const AccountCell = ({ item, behind = 0 }: { item: OutboxItem; behind?: number }) => (
  <td className={`clip account${behind > 0 ? ' behind' : ''}`} title={item.accountName}>
    <a className="link" href={`#/queue/${item.issueId}`}>
      <bdi>{item.accountName}</bdi>
    </a>
  </td>
)

interface MessageProps {
  item: OutboxItem
  /** What its channel is called. */
  channel: string
  read: boolean
  onRead: () => void
}

/** What it is, to whom and over what; a press opens what it says. */
export const MessageCell = ({ item, channel, read, onRead }: MessageProps) => (
  <td className="clip" title={`${item.subject} · ${item.to}`}>
    <button type="button" className="read" aria-expanded={read} onClick={onRead}>
      {item.subject}
    </button>
    <small className="quiet">
      {item.to} · {item.kind === 'action' ? 'a fix by ' : ''}
      {channel}
    </small>
  </td>
)

/** Why it stands where it stands, in two lines; all of it under the pointer. */
export const WhyCell = ({ why }: { why: string }) => (
  <td className="why" title={why}>
    <span className="two-lines">{why}</span>
  </td>
)

/** When it left or is tried next; since when it is in the outbox, and how often it was tried. `now`: workspace time. */
export function WhenCell({ item, now }: { item: OutboxItem; now: number }) {
  const zone = personZone()
  const { state, sentAt, notBefore, queuedAt, attempts } = item
  // Queueing is told by the machine's clock, leaving by the workspace's.
  if (state === 'sent' && sentAt !== null)
    return (
      <td>
        <time title={exact(sentAt, zone)}>{relative(sentAt, now, zone)}</time>
      </td>
    )
  const wall = Date.now()
  const next =
    state === 'sending'
      ? 'leaving now'
      : state === 'waiting' && notBefore > wall + SOON
        ? `next ${relative(notBefore, wall, zone)}`
        : null
  return (
    <td>
      <time title={next ? `${exact(notBefore, zone)}; queued ${exact(queuedAt, zone)}` : exact(queuedAt, zone)}>
        {next ? <b>{next}</b> : null}
        <small className="quiet">
          for {age(wall - queuedAt)}
          {attempts > 1 ? ` · ${plural(attempts, 'try', 'tries')}` : ''}
        </small>
      </time>
    </td>
  )
}
