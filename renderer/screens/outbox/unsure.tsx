import type { OutboxEntry } from '../../../shared/outbox/outbox.ts'
import { Key } from '../../parts/keys/key.tsx'
import { toastBusy, toastChoose } from '../../parts/toast.tsx'
import { useChannelWords } from '../../state/channels.ts'
import { useKeys } from '../../state/keys.tsx'
import { useNow } from '../../state/now.ts'
import { type Rows, useRowKeys } from '../../state/rows.ts'
import { AccountCell, MessageCell, WhenCell, WhyCell } from './cells.tsx'
import { type Settlement, settleActs, useSettle } from './outbox-acts.ts'
import { ReaderRow } from './reader.tsx'
import { RestRows, useRowsSoFar } from './rest-rows.tsx'
import { useReading } from './use-reading.ts'

const COLUMNS = 5
const GROUP = 'Unsure'

/** Messages and fixes that may or may not have been sent. A person settles one or several at once. */
export function Unsure({ items }: { items: readonly OutboxEntry[] }) {
  const now = useNow()
  const nameOf = useChannelWords()
  const ids = items.map(({ id }) => id)
  const rows = useRowKeys(ids, GROUP, true)
  const { read, turn } = useReading(rows, GROUP)
  const { drawn, more } = useRowsSoFar(ids.length, rows.at === null ? -1 : ids.indexOf(rows.at))
  return (
    <>
      <SettleBar rows={rows} items={items} />
      <table className="grid outbox-table unsure">
        <thead>
          <tr>
            <th>
              <span className="sr">Selected</span>
            </th>
            <th>Account</th>
            <th>{items.some(({ kind }) => kind === 'action') ? 'Message or fix' : 'Message'}</th>
            <th>What happened</th>
            <th>When</th>
          </tr>
        </thead>
        {items.slice(0, drawn).map(item => (
          <tbody key={item.id} data-row={item.id} className={item.id === rows.at ? 'here' : ''}>
            <tr className="item" onClick={() => rows.go(item.id)}>
              <td>
                <input
                  type="checkbox"
                  aria-label={`Select the item for ${item.accountName}`}
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
        <RestRows rows={items.length - drawn} columns={COLUMNS} onNear={more} />
      </table>
    </>
  )
}

/** The answers for the selected rows, or for the current one. */
function SettleBar({ rows, items }: { rows: Rows; items: readonly OutboxEntry[] }) {
  const { settle, busy } = useSettle(rows.clear)
  const targets = rows.targets()
  const meant = items.filter(({ id }) => targets.includes(id))
  const acts = settleActs(meant.length > 0 ? meant : items)
  const say = (as: Settlement) => {
    if (meant.length === 0) toastChoose('row', 'rows.next')
    else if (busy) toastBusy()
    else settle(meant, as)
  }
  useKeys(
    acts.map(({ label, as }) => ({ act: `settle.${as}` as const, label: label.toLowerCase(), run: () => say(as) })),
  )
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
        {rows.chosen.size > 0 ? `${rows.chosen.size} selected` : `All ${items.length} shown`}
      </label>
      <span className="quiet fill">
        {meant.length > 0
          ? `What happened to ${meant.length === 1 ? 'this item' : `these ${meant.length} items`}?`
          : 'Select rows, then choose what happened to them.'}
      </span>
      {acts.map(({ label, as }) => (
        <button
          type="button"
          className="btn small"
          key={as}
          aria-disabled={meant.length === 0 || busy}
          onClick={() => say(as)}
        >
          {label} <Key of={`settle.${as}`} />
        </button>
      ))}
    </div>
  )
}
