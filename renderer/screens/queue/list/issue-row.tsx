import { IconCheck } from '@tabler/icons-react'
import { memo } from 'react'
import type { IssueReach } from '../../../../shared/desk/reach.ts'
import type { QueueRow } from '../../../../shared/model/queue.ts'
import { isWide, widthWords } from '../../../../shared/predict/width.ts'
import { HOUR, MINUTE } from '../../../../shared/trigger/duration.ts'
import { PromiseMark } from '../../../cards/promise-mark.tsx'
import { returnWords } from '../../../cards/snooze-words.ts'
import { percent } from '../../../parts/number.ts'
import { Shape } from '../../../parts/shape.tsx'
import { age, personZone, relative } from '../../../parts/time.ts'
import { CATEGORY_WORDS, OUTCOME_SHORT } from '../../../parts/words.ts'
import { useSelection } from '../../../state/selection.ts'
import { ReachMark } from './reach-mark.tsx'
import { caseWords, plainMinutes, productWords, wholeMoney } from './row-words.ts'

interface Props {
  row: QueueRow
  now: number
  me: string
  /** Its place in the list. */
  position: number
  selected: boolean
  /** The issue in view, which may be another one of the same customer. */
  shown: number | null
  /** What preflight says; undefined until that is known, or where it is not asked. */
  reach: IssueReach | undefined
  /** Whether the row shows what its priority is made of. */
  arithmetic: boolean
  checked: boolean
}

/**
 * When an issue is due. Only the next hour is marked: half of the list may be overdue, and a colour that half of the list
 * has says nothing.
 */
export function due(row: QueueRow, now: number): { text: string; hot: boolean } {
  const zone = personZone()
  if (row.state === 'snoozed' && row.snoozedUntil !== null)
    return { text: `back ${relative(row.snoozedUntil, now, zone)}`, hot: false }
  if (row.state === 'snoozed') return { text: 'until worse', hot: false }
  if (row.dueAt === null)
    return { text: now - row.openedAt < MINUTE ? 'just now' : relative(row.openedAt, now, zone), hot: false }
  if (row.state !== 'open') return { text: `due ${relative(row.dueAt, now, zone)}`, hot: false }
  if (row.dueAt < now) return { text: `overdue ${age(now - row.dueAt)}`, hot: false }
  return { text: relative(row.dueAt, now, zone), hot: row.dueAt - now <= HOUR }
}

/**
 * The account, its predicted issue, when it is due and its priority, to be read at a glance. Drawn again only where one of
 * its props has changed, so it takes no function that is new each time.
 */
export const IssueRow = memo(function IssueRow({
  row,
  now,
  me,
  position,
  selected,
  shown,
  reach,
  arithmetic,
  checked,
}: Props) {
  const { select, check } = useSelection.getState()
  const when = due(row, now)
  const width = { risk: row.risk, low: row.riskLow, high: row.riskHigh }
  const all = [row, ...row.siblings]
  const at = Math.max(
    0,
    all.findIndex(one => selected && one.id === shown),
  )
  const sibling = all[at]
  const what = arithmetic ? productWords(row) : at > 0 && sibling ? sibling.title : caseWords(row)
  return (
    <div className={`row${selected ? ' on' : ''}`} data-issue={row.id}>
      <button
        type="button"
        className="row-shape"
        tabIndex={-1}
        onClick={() =>
          check(
            all.map(one => one.id),
            !checked,
          )
        }
        aria-label={checked ? 'Remove from the selection' : 'Add to the selection'}
      >
        {checked ? <IconCheck size={14} stroke={2.4} /> : <Shape category={sibling?.category ?? row.category} />}
      </button>
      <button
        type="button"
        className="row-body"
        tabIndex={-1}
        aria-current={selected}
        onClick={() => select(position, row.id)}
      >
        <span className="name">
          <bdi title={row.accountName}>{row.accountName}</bdi>
          {row.plan ? <small className="plan">{row.plan}</small> : null}
          {all.length > 1 ? (
            <span className="tag" title={all.map(one => one.title).join('\n')}>
              {selected ? `${at + 1} of ${all.length} issues` : `${all.length} issues`}
            </span>
          ) : null}
          {row.claimedBy ? <span className="tag">{row.claimedBy === me ? 'yours' : row.claimedBy}</span> : null}
          {isWide(width) ? (
            <span
              className="tag"
              title="The risk lies between these two: the model has met few accounts like this one."
            >
              {widthWords(width)}
            </span>
          ) : null}
          {row.returned ? <span className="tag wait">{returnWords(row.returned)}</span> : null}
          {row.promisedAt === null ? null : <PromiseMark dueAt={row.promisedAt} now={now} />}
          {row.noRate ? <span className="tag wait">no rate for {row.noRate}</span> : null}
          {row.proposal ? <span className="tag wait">{OUTCOME_SHORT[row.proposal]}?</span> : null}
          <span className="sr">, {CATEGORY_WORDS[row.category]}</span>
        </span>
        <span className="prio">
          <ReachMark reach={reach} now={now} />
          <span className="sr">, priority </span>
          {row.priority.toFixed(1)}
        </span>
        <span className="more-columns" aria-hidden="true">
          <span>{percent(row.risk)} risk</span>
          <span>{wholeMoney(row.terms)}</span>
          <span>{plainMinutes(row.terms.minutes)}</span>
        </span>
        <span className="what" title={what}>
          <span className="sr">, </span>
          {row.incident && !arithmetic ? <span className="tag">incident · {row.incident.accounts}</span> : null} {what}
        </span>
        <span className={`due${when.hot ? ' hot' : ''}`}>
          <span className="sr">, </span>
          {when.text}
        </span>
      </button>
    </div>
  )
})

/** A row that is loading. Its bars are a picture in the styles: thirty rows of elements would be made for one frame. */
export function RowSkeleton() {
  return <div className="row loading" aria-hidden="true" />
}
