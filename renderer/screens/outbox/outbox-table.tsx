import type { OutboxItem } from '../../../shared/model.ts'
import { age, exact, personZone, relative } from '../../parts/time.ts'
import { OUTBOX_WORDS } from '../../parts/words.ts'
import { useNow } from '../../state/now.ts'

const TONE: Record<OutboxItem['state'], string> = {
  held: 'wait',
  waiting: 'wait',
  sending: 'wait',
  sent: 'good',
  refused: 'bad',
  unsure: 'bad',
  cancelled: '',
}

interface Acts {
  onRecall: (id: number, issueId: number) => void
  onRetry: (id: number) => void
  onSettle: (id: number, as: 'sent' | 'send_again' | 'cancel') => void
}

function Buttons({ item, onRecall, onRetry, onSettle }: { item: OutboxItem } & Acts) {
  const small = (label: string, run: () => void) => (
    <button type="button" className="btn small" onClick={run}>
      {label}
    </button>
  )
  if (item.state === 'waiting' || item.state === 'held')
    return small('Take back', () => onRecall(item.id, item.issueId))
  if (item.state === 'refused') return small('Try again', () => onRetry(item.id))
  if (item.state !== 'unsure') return null
  return (
    <>
      {small('It arrived', () => onSettle(item.id, 'sent'))}
      {small('Send again', () => onSettle(item.id, 'send_again'))}
      {small('Cancel', () => onSettle(item.id, 'cancel'))}
    </>
  )
}

function When({ item, now }: { item: OutboxItem; now: number }) {
  const zone = personZone()
  // Queueing is told by the machine's clock, leaving by the workspace's.
  if (item.state === 'sent' && item.sentAt !== null)
    return <time title={exact(item.sentAt, zone)}>{relative(item.sentAt, now, zone)}</time>
  const wall = Date.now()
  return (
    <time title={exact(item.queuedAt, zone)}>
      for {age(wall - item.queuedAt)}
      {item.state === 'waiting' && item.notBefore > wall + 1_000
        ? ` · leaves ${relative(item.notBefore, wall, zone)}`
        : ''}
    </time>
  )
}

/** Messages with where they stand, why, and what can be done about it. */
export function OutboxTable({ items, ...acts }: { items: readonly OutboxItem[] } & Acts) {
  const now = useNow()
  return (
    <table className={`grid outbox-table${items.some(item => item.state === 'unsure') ? ' three' : ''}`}>
      <thead>
        <tr>
          <th>Account</th>
          <th>Message</th>
          <th>Stands</th>
          <th>Why</th>
          <th>When</th>
          <th className="num">Tries</th>
          <th>
            <span className="sr">What to do</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {items.map(item => (
          <tr key={item.id}>
            <td className="clip account" title={item.accountName}>
              <a className="link" href={`#/queue/${item.issueId}`}>
                <bdi>{item.accountName}</bdi>
              </a>
            </td>
            <td className="clip" title={`${item.subject} · ${item.to}`}>
              {item.subject}
              <small className="quiet"> · {item.to}</small>
            </td>
            <td>
              <span className={`tag ${TONE[item.state]}`}>{OUTBOX_WORDS[item.state].toLowerCase()}</span>
            </td>
            <td className="why" title={item.why ?? undefined}>
              <span className="two-lines">{item.why ?? ''}</span>
            </td>
            <td>
              <When item={item} now={now} />
            </td>
            <td className="num">{item.attempts}</td>
            <td className="acts">
              <Buttons item={item} {...acts} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
