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
  const total = OUTCOMES.reduce((sum, name) => sum + (row.judged[name] ?? 0), 0)
  return (
    <tr>
      <td>
        <Shape category={row.category} /> <span className="two">{row.triggerTitle}</span>
        <small className="quiet"> {row.playbookName}</small>
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
        {row.contactedControl.n === 0 ? '–' : `${row.contactedControl.k} of ${row.contactedControl.n}`}
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
        <Figure value={count(total)} open={open('judged', 'confirmed by a person')} label="Confirmed by a person" />
      </td>
      <td className="quiet">{judgedWords(row.judged)}</td>
      <td className="num">
        <Figure value={count(row.awaiting)} open={open('awaiting', 'to confirm')} label="To confirm" />
      </td>
    </tr>
  )
}

/** Outcomes by trigger and playbook; every figure is a button that opens the accounts behind it. */
export function ReviewTable({ rows, onOpen }: { rows: readonly ReviewRow[]; onOpen: (cohort: Cohort) => void }) {
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
          <th>Trigger, playbook</th>
          <th className="num">Sent</th>
          <th className="num">Held out</th>
          <th className="num">Not sent</th>
          <th className="num">Contacted anyway</th>
          <th>0 – 100 %</th>
          <th className="num" title="Held-out accounts that contacted us in the same time">
            … held out
          </th>
          <th className="num">Metric met</th>
          <th>0 – 100 %</th>
          <th className="num" title="Both arms">
            Confirmed
          </th>
          <th>Outcomes</th>
          <th className="num">To confirm</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(row => (
          <Row key={`${row.triggerId}:${row.playbookId}`} row={row} open={opener(row)} />
        ))}
      </tbody>
    </table>
  )
}
