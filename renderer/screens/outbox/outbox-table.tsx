import type { OutboxEntry } from '../../../shared/outbox/outbox.ts'
import { useAccountKey } from '../../cards/account-key.ts'
import type { ActionName } from '../../parts/keys/actions.ts'
import { Key } from '../../parts/keys/key.tsx'
import { plural } from '../../parts/number.ts'
import { personZone, stamp } from '../../parts/time.ts'
import { useChannelWords } from '../../state/channels.ts'
import { useKeys } from '../../state/keys.tsx'
import { useNow } from '../../state/now.ts'
import { useRowKeys } from '../../state/rows.ts'
import { AccountCell, MessageCell, WhenCell, WhyCell } from './cells.tsx'
import { inLanes } from './lanes.ts'
import type { Acts } from './outbox-acts.ts'
import { ReaderRow } from './reader.tsx'
import { RestRows, useRowsSoFar } from './rest-rows.tsx'
import { useReading } from './use-reading.ts'

interface Act {
  act: ActionName
  label: string
  run: () => void
}

/** The commands for a message in its state, each with its key. */
function actsFor(item: OutboxEntry | undefined, { recall, retry }: Acts): Act[] {
  if (!item) return []
  const { id, issueId, state } = item
  if (state === 'waiting') return [{ act: 'outbox.recall', label: 'Recall', run: () => recall(id, issueId) }]
  if (state === 'refused') return [{ act: 'outbox.retry', label: 'Retry', run: () => retry(id) }]
  return []
}

function why(item: OutboxEntry, behind: number): string {
  const after = behind > 0 ? `Will be sent after ${plural(behind, 'earlier message')} to the same recipient.` : ''
  const since = item.awaySince === null ? '' : `Since ${stamp(item.awaySince, Date.now(), personZone())}.`
  return [item.why, since, after].filter(Boolean).join(' ')
}

interface Props {
  items: readonly OutboxEntry[]
  acts: Acts
  /** Headings above rows, by the row's id. */
  headings?: ReadonlyMap<number | undefined, string>
}

/** Messages with the reason for their state, how long they have waited, when they are retried, and their commands. */
export function OutboxTable({ items, acts, headings }: Props) {
  const now = useNow()
  const nameOf = useChannelWords()
  const waits = items.some(({ state }) => state === 'waiting' || state === 'sending')
  // A sent message needs no reason and has no commands: its subject takes that room.
  const isOver = items.every(({ state }) => state === 'sent')
  const columns = isOver ? 3 : 5
  const shown = waits ? inLanes(items) : items.map(item => ({ item, behind: 0 }))
  const rows = useRowKeys(
    shown.map(({ item }) => item.id),
    'Outbox',
  )
  const at = shown.findIndex(({ item }) => item.id === rows.at)
  const here = shown[at]?.item
  const { drawn, more } = useRowsSoFar(shown.length, at)
  const { read, turn } = useReading(rows, 'Outbox')
  useAccountKey(here?.accountId)
  useKeys(actsFor(here, acts).map(({ act, run }) => ({ act, run })))
  return (
    <table className={isOver ? 'grid outbox-table over' : 'grid outbox-table'}>
      <thead>
        <tr>
          <th>Account</th>
          <th>{items.some(({ kind }) => kind === 'action') ? 'Message or fix' : 'Message'}</th>
          {isOver ? null : <th>{waits ? 'Waits because' : 'Reason'}</th>}
          <th>When</th>
          {isOver ? null : (
            <th>
              <span className="sr">Actions</span>
            </th>
          )}
        </tr>
      </thead>
      {shown.slice(0, drawn).map(({ item, behind }) => (
        <tbody key={item.id} data-row={item.id} className={item.id === rows.at ? 'here' : ''}>
          {headings?.has(item.id) ? (
            <tr className="part">
              <th colSpan={columns}>{headings.get(item.id)}</th>
            </tr>
          ) : null}
          <tr className="item" onClick={() => rows.go(item.id)}>
            <AccountCell item={item} behind={behind} />
            <MessageCell
              item={item}
              channel={nameOf(item.channel)}
              read={item.id === read}
              onRead={() => turn(item.id)}
            />
            {isOver ? null : <WhyCell why={why(item, behind)} />}
            <WhenCell item={item} now={now} />
            {isOver ? null : (
              <td className="acts">
                {actsFor(item, acts).map(act => (
                  <button type="button" className="btn small" key={act.act} onClick={act.run}>
                    {act.label} <Key of={act.act} className={item.id === rows.at ? '' : 'unseen'} />
                  </button>
                ))}
              </td>
            )}
          </tr>
          {item.id === read ? <ReaderRow id={item.id} columns={columns} /> : null}
        </tbody>
      ))}
      <RestRows rows={shown.length - drawn} columns={columns} onNear={more} />
    </table>
  )
}
