import { useState } from 'react'
import type { ReviewRow } from '../../../shared/model/review.ts'
import { OUTCOMES } from '../../../shared/vocabulary.ts'
import { Whisker } from '../../charts/whisker.tsx'
import { count, withInterval } from '../../parts/number.ts'
import { Shape } from '../../parts/shape.tsx'
import { OUTCOME_SHORT } from '../../parts/words.ts'
import type { Cohort } from './cohort-drawer.tsx'

type Open = (figure: Cohort['figure'], words: string) => () => void

function Figure({ value, open, label }: { value: string; open: () => void; label: string }) {
  return (
    <button type="button" className="link" onClick={open} aria-label={`${label}: ${value}`}>
      {value}
    </button>
  )
}

const judgedWords = (judged: ReviewRow['judged']) =>
  OUTCOMES.filter(name => (judged[name] ?? 0) > 0)
    .map(name => `${judged[name]} ${OUTCOME_SHORT[name]}`)
    .join(', ')

function Row({ row, open }: { row: ReviewRow; open: Open }) {
  return (
    <tr>
      <td>
        <Shape category={row.category} /> <span className="two">{row.triggerTitle}</span>
        <small className="quiet under">{row.playbookName}</small>
      </td>
      <td className="num">
        <Figure value={count(row.sent)} open={open('sent', 'sent')} label="Sent" />
      </td>
      <td className="num">
        <Figure value={count(row.heldOut)} open={open('held_out', 'held out')} label="Held out" />
      </td>
      <td className="num">
        <Figure value={count(row.notSent)} open={open('not_sent', 'not sent yet')} label="Not sent yet" />
      </td>
      <td className="num">
        <Figure
          value={`${row.contacted.k} of ${row.contacted.n}`}
          open={open('contacted', 'contacted us anyway')}
          label="Contacted us anyway"
        />
      </td>
      <td>
        <Whisker proportion={row.contacted} tone="bad" />
        <span className="sr">{withInterval(row.contacted)}</span>
      </td>
      <td className="num" title={withInterval(row.contactedControl)}>
        {row.contactedControl.n === 0 ? (
          '–'
        ) : (
          <Figure
            value={`${row.contactedControl.k} of ${row.contactedControl.n}`}
            open={open('held_out_contacted', 'held out, contacted us')}
            label="Held out, contacted us"
          />
        )}
      </td>
      <td className="num">
        <Figure
          value={`${row.metricMet.k} of ${row.metricMet.n}`}
          open={open('metric_met', 'success metric met')}
          label="Success metric met"
        />
      </td>
      <td>
        <Whisker proportion={row.metricMet} tone="good" />
        <span className="sr">{withInterval(row.metricMet)}</span>
      </td>
      <td className="num">
        <Figure
          value={count(confirmed(row))}
          open={open('judged', 'confirmed by a person')}
          label="Confirmed by a person"
        />
      </td>
      <td className="quiet">{judgedWords(row.judged)}</td>
      <td className="num">
        <Figure value={count(row.awaiting)} open={open('awaiting', 'to confirm')} label="To confirm" />
      </td>
    </tr>
  )
}

interface Column {
  key: string
  label: string
  /** What the column is sorted by; none: it cannot be. */
  by?: (row: ReviewRow) => number | string
  isNumber?: boolean
  title?: string
}

const confirmed = ({ judged }: ReviewRow): number => OUTCOMES.reduce((sum, name) => sum + (judged[name] ?? 0), 0)

const COLUMNS: readonly Column[] = [
  { key: 'name', label: 'Trigger, playbook', by: row => `${row.triggerTitle} ${row.playbookName}` },
  { key: 'sent', label: 'Sent', by: row => row.sent, isNumber: true },
  { key: 'heldOut', label: 'Held out', by: row => row.heldOut, isNumber: true },
  { key: 'notSent', label: 'Not sent', by: row => row.notSent, isNumber: true },
  { key: 'contacted', label: 'Contacted anyway', by: row => row.contacted.value ?? -1, isNumber: true },
  { key: 'contactedLine', label: '0 – 100 %' },
  {
    key: 'contactedControl',
    label: '… held out',
    by: row => row.contactedControl.value ?? -1,
    isNumber: true,
    title: 'Held-out accounts that contacted us in the same time',
  },
  { key: 'metricMet', label: 'Metric met', by: row => row.metricMet.value ?? -1, isNumber: true },
  { key: 'metricLine', label: '0 – 100 %' },
  { key: 'confirmed', label: 'Confirmed', by: confirmed, isNumber: true, title: 'Both arms' },
  { key: 'outcomes', label: 'Outcomes' },
  { key: 'awaiting', label: 'To confirm', by: row => row.awaiting, isNumber: true },
]

interface Sorting {
  /** The column’s place. */
  at: number
  isDown: boolean
}

/** Rows by a column. Rows that are equal in it keep their order, so a second column can be sorted within the first. */
export function sortedRows(rows: readonly ReviewRow[], { at, isDown }: Sorting): ReviewRow[] {
  const by = COLUMNS[at]?.by
  if (!by) return [...rows]
  const compare = (a: number | string, b: number | string): number =>
    typeof a === 'string' && typeof b === 'string' ? a.localeCompare(b) : Number(a) - Number(b)
  return rows.toSorted((a, b) => (isDown ? -1 : 1) * compare(by(a), by(b)))
}

function Heading({ column, at, sorting, onSort }: { column: Column; at: number } & HeadingProps) {
  const { label, by, isNumber = false, title } = column
  const isChosen = sorting.at === at
  return (
    <th
      className={isNumber ? 'num' : undefined}
      title={title}
      aria-sort={isChosen ? (sorting.isDown ? 'descending' : 'ascending') : undefined}
    >
      {by ? (
        <button
          type="button"
          className="sort"
          // Numbers begin with the largest, names with the first letter.
          onClick={() => onSort({ at, isDown: isChosen ? !sorting.isDown : isNumber })}
        >
          {label}
          <span aria-hidden="true">{isChosen ? (sorting.isDown ? ' ↓' : ' ↑') : ''}</span>
        </button>
      ) : (
        label
      )}
    </th>
  )
}

interface HeadingProps {
  sorting: Sorting
  onSort: (sorting: Sorting) => void
}

/** Outcomes by trigger and playbook, sorted by any column; every figure is a button that opens the accounts behind it. */
export function ReviewTable({ rows, onOpen }: { rows: readonly ReviewRow[]; onOpen: (cohort: Cohort) => void }) {
  const [sorting, setSorting] = useState<Sorting>({ at: 1, isDown: true })
  const opener =
    (row: ReviewRow): Open =>
    (figure, words) =>
    () =>
      onOpen({
        figure,
        title: `${row.triggerTitle} → ${row.playbookName}: ${words}`,
        triggerId: row.triggerId,
        playbookId: row.playbookId,
      })
  return (
    <table className="grid review-table">
      <thead>
        <tr>
          {COLUMNS.map((column, at) => (
            <Heading key={column.key} column={column} at={at} sorting={sorting} onSort={setSorting} />
          ))}
        </tr>
      </thead>
      <tbody>
        {sortedRows(rows, sorting).map(row => (
          <Row key={`${row.triggerId}:${row.playbookId}`} row={row} open={opener(row)} />
        ))}
      </tbody>
    </table>
  )
}
