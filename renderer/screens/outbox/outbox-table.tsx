import { useState } from 'react'
import type { OutboxItem } from '../../../shared/outbox.ts'
import { plural } from '../../parts/number.ts'
import { age, exact, personZone, relative, stamp } from '../../parts/time.ts'
import { channelWords } from '../../parts/words.ts'
import { useKeys } from '../../state/keys.tsx'
import { useNow } from '../../state/now.ts'
import { useRowKeys } from '../../state/rows.ts'
import { inLanes } from './lanes.ts'
import type { Acts } from './outbox-acts.ts'
import { ReaderRow } from './reader.tsx'

const COLUMNS = 6
/** Nearer than this it is leaving now, in ms. */
const SOON = 1_000

interface Act {
  keys: string
  label: string
  run: () => void
}

/** What can be done about a message where it stands, with its key. */
function actsFor(item: OutboxItem | undefined, { recall, retry, settle }: Acts): Act[] {
  if (!item) return []
  const { id, issueId, state } = item
  if (state === 'waiting') return [{ keys: 'u', label: 'Take back', run: () => recall(id, issueId) }]
  if (state === 'refused') return [{ keys: 't', label: 'Try again', run: () => retry(id) }]
  if (state !== 'unsure') return []
  const fix = item.kind === 'action'
  return [
    { keys: '1', label: fix ? 'It was made' : 'It arrived', run: () => settle(item, 'sent') },
    { keys: '2', label: fix ? 'Make it again' : 'Send again', run: () => settle(item, 'send_again') },
    { keys: '3', label: fix ? 'Give it up' : 'Cancel', run: () => settle(item, 'cancel') },
  ]
}

function When({ item, now }: { item: OutboxItem; now: number }) {
  const zone = personZone()
  // Queueing is told by the machine's clock, leaving by the workspace's.
  if (item.state === 'sent' && item.sentAt !== null)
    return <time title={exact(item.sentAt, zone)}>{relative(item.sentAt, now, zone)}</time>
  const wall = Date.now()
  const next =
    item.state === 'sending'
      ? 'leaving now'
      : item.state === 'waiting' && item.notBefore > wall + SOON
        ? `next ${relative(item.notBefore, wall, zone)}`
        : null
  return (
    <time
      title={next ? `${exact(item.notBefore, zone)}; queued ${exact(item.queuedAt, zone)}` : exact(item.queuedAt, zone)}
    >
      {next ? <b>{next}</b> : null}
      <small className="quiet">for {age(wall - item.queuedAt)}</small>
    </time>
  )
}

function why(item: OutboxItem, behind: number): string {
  const after = behind > 0 ? `Leaves after ${plural(behind, 'message')} before it to the same recipient.` : ''
  const since = item.awaySince === null ? '' : `Since ${stamp(item.awaySince, Date.now(), personZone())}.`
  return [item.why, since, after].filter(Boolean).join(' ')
}

interface Props {
  items: readonly OutboxItem[]
  acts: Acts
  /** What stands above a row, by its id. */
  headings?: ReadonlyMap<number | undefined, string>
}

/** Messages with why they stand where they stand, since when, when they are tried next, and what can be done. */
export function OutboxTable({ items, acts, headings }: Props) {
  const now = useNow()
  const [read, setRead] = useState<number | null>(null)
  const waits = items.some(({ state }) => state === 'waiting' || state === 'sending')
  const shown = waits ? inLanes(items) : items.map(item => ({ item, behind: 0 }))
  const rows = useRowKeys(
    shown.map(({ item }) => item.id),
    'Outbox',
  )
  const here = items.find(({ id }) => id === rows.at)
  const turn = (id: number) => setRead(id === read ? null : id)
  useKeys([
    { keys: 'enter', label: 'read the message', group: 'Outbox', run: () => here && turn(here.id) },
    ...actsFor(here, acts).map(({ keys, label, run }) => ({ keys, label: label.toLowerCase(), group: 'Outbox', run })),
  ])
  return (
    <table className={`grid outbox-table${items.some(item => item.state === 'unsure') ? ' three' : ''}`}>
      <thead>
        <tr>
          <th>Account</th>
          <th>{items.some(({ kind }) => kind === 'action') ? 'Message or fix' : 'Message'}</th>
          <th>{waits ? 'Waits because' : 'Why'}</th>
          <th>When</th>
          <th className="num">Tries</th>
          <th>
            <span className="sr">What to do</span>
          </th>
        </tr>
      </thead>
      {shown.map(({ item, behind }) => (
        <tbody key={item.id} data-row={item.id} className={item.id === rows.at ? 'here' : ''}>
          {headings?.has(item.id) ? (
            <tr className="part">
              <th colSpan={COLUMNS}>{headings.get(item.id)}</th>
            </tr>
          ) : null}
          <tr className="item" onClick={() => rows.go(item.id)}>
            <td className={`clip account${behind > 0 ? ' behind' : ''}`} title={item.accountName}>
              <a className="link" href={`#/queue/${item.issueId}`}>
                <bdi>{item.accountName}</bdi>
              </a>
            </td>
            <td className="clip" title={`${item.subject} · ${item.to}`}>
              <button type="button" className="read" aria-expanded={item.id === read} onClick={() => turn(item.id)}>
                {item.subject}
              </button>
              <small className="quiet">
                {item.to} · {item.kind === 'action' ? 'a fix by ' : ''}
                {channelWords(item.channel)}
              </small>
            </td>
            <td className="why" title={why(item, behind)}>
              <span className="two-lines">{why(item, behind)}</span>
            </td>
            <td>
              <When item={item} now={now} />
            </td>
            <td className="num">{item.attempts}</td>
            <td className="acts">
              {actsFor(item, acts).map(act => (
                <button type="button" className="btn small" key={act.keys} onClick={act.run}>
                  {act.label} {item.id === rows.at ? <kbd>{act.keys}</kbd> : null}
                </button>
              ))}
            </td>
          </tr>
          {item.id === read ? <ReaderRow id={item.id} columns={COLUMNS} /> : null}
        </tbody>
      ))}
    </table>
  )
}
