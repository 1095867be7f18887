import type { OutboxItem } from '../../../shared/outbox/outbox.ts'
import { plural } from '../../parts/number.ts'
import { useChannelWords } from '../../state/channels.ts'
import { useKeys } from '../../state/keys.tsx'
import { useNow } from '../../state/now.ts'
import { type Rows, useRowKeys } from '../../state/rows.ts'
import { AccountCell, MessageCell, WhenCell, WhyCell } from './cells.tsx'
import { type Said, settleActs, useSettle } from './outbox-acts.ts'
import { ReaderRow } from './reader.tsx'
import { useReading } from './use-reading.ts'

const COLUMNS = 5
const GROUP = 'Unsure'

/** What may or may not have left: a person says what became of it, of one or of many alike. */
export function Unsure({ items }: { items: readonly OutboxItem[] }) {
  const now = useNow()
  const nameOf = useChannelWords()
  const ids = items.map(({ id }) => id)
  const rows = useRowKeys(ids, GROUP, true)
  const { read, turn } = useReading(rows, GROUP)
  return (
    <>
      <SettleBar rows={rows} items={items} />
      <table className="grid outbox-table unsure">
        <thead>
          <tr>
            <th>
              <span className="sr">Chosen</span>
            </th>
            <th>Account</th>
            <th>{items.some(({ kind }) => kind === 'action') ? 'Message or fix' : 'Message'}</th>
            <th>What happened</th>
            <th>When</th>
          </tr>
        </thead>
        {items.map(item => (
          <tbody key={item.id} data-row={item.id} className={item.id === rows.at ? 'here' : ''}>
            <tr className="item" onClick={() => rows.go(item.id)}>
              <td>
                <input
                  type="checkbox"
                  aria-label={`Choose what is for ${item.accountName}`}
                  checked={rows.chosen.has(item.id)}
                  onChange={event => rows.choose([item.id], event.currentTarget.checked)}
                />
              </td>
              <AccountCell item={item} />
              <MessageCell
                item={item}
                channel={nameOf(item.channel)}
                read={item.id === read}
                onRead={() => turn(item.id)}
              />
              <WhyCell why={item.why ?? ''} />
              <WhenCell item={item} now={now} />
            </tr>
            {item.id === read ? <ReaderRow id={item.id} columns={COLUMNS} /> : null}
          </tbody>
        ))}
      </table>
    </>
  )
}

/** What became of what is chosen, or of the row under the keys. */
function SettleBar({ rows, items }: { rows: Rows; items: readonly OutboxItem[] }) {
  const { settle, busy } = useSettle(rows.clear)
  const targets = rows.targets()
  const meant = items.filter(({ id }) => targets.includes(id))
  const acts = settleActs(meant.length > 0 ? meant : items)
  const say = (as: Said) => meant.length > 0 && !busy && settle(meant, as)
  useKeys(acts.map(({ keys, label, as }) => ({ keys, label: label.toLowerCase(), group: GROUP, run: () => say(as) })))
  return (
    <div className="answer-bar">
      <label className="check-all">
        <input
          type="checkbox"
          checked={rows.chosen.size === items.length}
          onChange={event =>
            rows.choose(
              items.map(({ id }) => id),
              event.currentTarget.checked,
            )
          }
        />
        {rows.chosen.size > 0 ? `${rows.chosen.size} chosen` : `All ${items.length} shown`}
      </label>
      <span className="quiet fill">
        {meant.length > 0
          ? `What became of ${plural(meant.length, 'row')}?`
          : 'Choose rows, then say what became of them.'}
      </span>
      {acts.map(({ keys, label, as }) => (
        <button
          type="button"
          className="btn small"
          key={keys}
          disabled={meant.length === 0 || busy}
          onClick={() => say(as)}
        >
          {label} <kbd>{keys}</kbd>
        </button>
      ))}
    </div>
  )
}
