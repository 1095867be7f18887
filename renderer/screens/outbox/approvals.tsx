import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import type { ApprovalView } from '../../../shared/intervention/approval.ts'
import { useApi } from '../../api/client.tsx'
import { failureOf } from '../../api/errors.ts'
import { Empty } from '../../parts/empty.tsx'
import { ErrorNote } from '../../parts/error-note.tsx'
import { Key } from '../../parts/keys/key.tsx'
import { plural } from '../../parts/number.ts'
import { Pager } from '../../parts/pager.tsx'
import { BarRows } from '../../parts/skeleton.tsx'
import { exact, personZone, relative } from '../../parts/time.ts'
import { toast, toastBusy, toastChoose } from '../../parts/toast.tsx'
import { useKeys } from '../../state/keys.tsx'
import { useNow } from '../../state/now.ts'
import { type Rows, useRowKeys } from '../../state/rows.ts'
import { useAnswers } from './outbox-acts.ts'
import { ReaderRow } from './reader.tsx'
import { RestRows, useRowsSoFar } from './rest-rows.tsx'
import { useReading } from './use-reading.ts'

const LIMIT = 100
const COLUMNS = 5

/** Messages that wait for approval: why, who asked, and the message as it would be sent. */
export function Approvals({ total }: { total: number }) {
  const [wanted, setOffset] = useState(0)
  // After the last message of a page was answered, the first page is shown.
  const offset = wanted < total ? wanted : 0
  const waiting = useQuery(
    useApi().outbox.approvals.queryOptions({ input: { offset, limit: LIMIT }, placeholderData: keepPreviousData }),
  )
  const items = waiting.data ?? []
  const rows = useRowKeys(
    items.map(({ outboxId }) => outboxId),
    'For approval',
    true,
  )
  const { read, turn } = useReading(rows, 'For approval')
  const now = useNow()
  const { drawn, more } = useRowsSoFar(
    items.length,
    items.findIndex(({ outboxId }) => outboxId === rows.at),
  )
  if (waiting.error) return <ErrorNote failure={failureOf(waiting.error)} />
  if (waiting.isPending) return <BarRows rows={6} />
  if (items.length === 0 && offset === 0)
    return (
      <Empty title="No messages for approval">
        Bulk outreach, messages to high-value accounts and the first use of a changed playbook wait here for a second
        person.
      </Empty>
    )
  return (
    <>
      <AnswerBar rows={rows} all={items.length} ids={items.map(({ outboxId }) => outboxId)} />
      <table className="grid outbox-table approvals">
        <thead>
          <tr>
            <th>
              <span className="sr">Selected</span>
            </th>
            <th>Account</th>
            <th>Message</th>
            <th>Approval needed because</th>
            <th>Requested</th>
          </tr>
        </thead>
        {items.slice(0, drawn).map(item => (
          <Row key={item.outboxId} item={item} now={now} rows={rows} read={item.outboxId === read} onRead={turn} />
        ))}
        <RestRows rows={items.length - drawn} columns={COLUMNS} onNear={more} />
      </table>
      <Pager offset={offset} limit={LIMIT} total={total} shown={items.length} onOffset={setOffset} />
    </>
  )
}

interface RowProps {
  item: ApprovalView
  /** Workspace time, UTC ms. */
  now: number
  rows: Rows
  read: boolean
  onRead: (id: number) => void
}

function Row({ item, now, rows, read, onRead }: RowProps) {
  const { outboxId: id, needs, askedBy, askedAt } = item
  return (
    <tbody data-row={id} className={id === rows.at ? 'here' : ''}>
      <tr className="item" onClick={() => rows.go(id)}>
        <td>
          <input
            type="checkbox"
            aria-label={`Select the message to ${item.accountName}`}
            checked={rows.chosen.has(id)}
            onChange={event => rows.choose([id], event.currentTarget.checked)}
          />
        </td>
        <td className="clip account" title={item.accountName}>
          <a className="link" href={`#/queue/${item.issueId}`}>
            <bdi>{item.accountName}</bdi>
          </a>
        </td>
        <td className="clip" title={`${item.subject} · ${item.to}`}>
          <button type="button" className="read" aria-expanded={read} onClick={() => onRead(id)}>
            {item.subject}
          </button>
          <small className="quiet">{item.to}</small>
        </td>
        <td className="why">
          <span className="two-lines">{needs.map(({ fact }) => fact).join(' ')}</span>
        </td>
        <td>
          <time title={exact(askedAt, personZone())}>
            {relative(askedAt, now, personZone())}
            <small className="quiet">by {askedBy}</small>
          </time>
        </td>
      </tr>
      {read ? <ReaderRow id={id} columns={COLUMNS} /> : null}
    </tbody>
  )
}

/** Approves or declines the selected messages, with a note that is kept. */
function AnswerBar({ rows, ids, all }: { rows: Rows; ids: readonly number[]; all: number }) {
  const [note, setNote] = useState('')
  const field = useRef<HTMLInputElement>(null)
  const { approve, decline, busy } = useAnswers(() => {
    setNote('')
    rows.clear()
  })
  const targets = rows.targets()
  const answer = (how: typeof approve) => {
    if (targets.length === 0) toastChoose('row', 'rows.next')
    else if (busy) toastBusy()
    else how.mutate({ ids: targets, note })
  }
  useKeys([
    { act: 'approval.approve', run: () => answer(approve) },
    { act: 'approval.decline', run: () => answer(decline) },
    { act: 'approval.note', run: () => field.current?.focus() },
  ])
  return (
    <div className="answer-bar">
      <label className="check-all">
        <input
          type="checkbox"
          checked={rows.chosen.size === all}
          onChange={event => rows.choose(ids, event.currentTarget.checked)}
        />
        {rows.chosen.size > 0 ? `${plural(rows.chosen.size, 'message')} selected` : `All ${all} shown`}
      </label>
      <input
        className="in"
        ref={field}
        value={note}
        placeholder="Note, kept with your answer"
        aria-label="Note"
        onChange={event => setNote(event.currentTarget.value)}
        onKeyDown={event => {
          if (event.key !== 'Enter' || event.nativeEvent.isComposing) return
          // The keys of both answers are letters, which the field would take.
          event.currentTarget.blur()
          toast(
            <>
              Approve with <Key of="approval.approve" />, or decline with <Key of="approval.decline" />
            </>,
          )
        }}
      />
      <button
        type="button"
        className="btn small"
        aria-disabled={targets.length === 0 || busy}
        onClick={() => answer(decline)}
      >
        Decline <Key of="approval.decline" />
      </button>
      <button
        type="button"
        className="btn small main"
        aria-disabled={targets.length === 0 || busy}
        onClick={() => answer(approve)}
      >
        Approve{targets.length > 1 ? ` ${targets.length}` : ''} <Key of="approval.approve" />
      </button>
    </div>
  )
}
