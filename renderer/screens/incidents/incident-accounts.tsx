import { useState } from 'react'
import type { IncidentDetail, IncidentIssue } from '../../../shared/incident.ts'
import { useAccountKey } from '../../cards/account-key.ts'
import { Key } from '../../parts/keys/key.tsx'
import { count } from '../../parts/number.ts'
import { Shape } from '../../parts/shape.tsx'
import { personZone, stamp } from '../../parts/time.ts'
import { toastChoose } from '../../parts/toast.tsx'
import { useKeys } from '../../state/keys.tsx'
import { go } from '../../state/route.ts'
import { movedOrEnd } from '../../state/rows.ts'

const STATE_WORDS: Record<IncidentIssue['state'], string> = {
  open: 'waiting',
  snoozed: 'snoozed',
  acting: 'in progress',
  closed: 'closed',
}
/** How many rows are shown until a person asks for all. */
const FIRST = 50

/** The current row among the accounts, moved with shift, since `j` and `k` alone go through the incidents. */
function useAccountKeys(issues: readonly IncidentIssue[], onTakeOut: (issueId: number) => void) {
  const [at, setAt] = useState<number | null>(null)
  const ids = issues.map(({ issueId }) => issueId)
  const here = at !== null && ids.includes(at) ? at : null
  const move = (by: number) => {
    const next = movedOrEnd(ids, here, by, 'account')
    setAt(next)
    // A button that kept the focus would take the Enter that is meant for the row.
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
    if (next !== null) document.querySelector(`[data-issue="${next}"]`)?.scrollIntoView({ block: 'nearest' })
  }
  useAccountKey(issues.find(({ issueId }) => issueId === here)?.accountId)
  const onHere = (act: (issueId: number) => void) => () =>
    here === null ? toastChoose('account', 'incident.account_next') : act(here)
  const group = 'Accounts of the incident'
  const turn = { group, repeat: true }
  useKeys([
    { act: 'incident.account_next', ...turn, run: () => move(1) },
    { act: 'incident.account_previous', ...turn, run: () => move(-1) },
    { keys: 'shift+arrowdown', label: 'next account', ...turn, hidden: true, run: () => move(1) },
    { keys: 'shift+arrowup', label: 'previous account', ...turn, hidden: true, run: () => move(-1) },
    { act: 'incident.account_remove', group, run: onHere(onTakeOut) },
    { act: 'incident.account_open', group, run: onHere(id => go('queue', id)) },
  ])
  return { here, setAt }
}

interface RowProps {
  issue: IncidentIssue
  here: boolean
  /** The incident is open, so its accounts can still be changed. */
  open: boolean
  now: number
  onGo: () => void
  onTakeOut: () => void
}

function Row({ issue, here, open, now, onGo, onTakeOut }: RowProps) {
  const { accountName, takenOut } = issue
  const states = [takenOut ? 'out' : '', here ? 'here' : ''].join(' ').trim()
  return (
    <tr data-issue={issue.issueId} className={states} aria-current={here} onClick={onGo}>
      <td className="clip account" title={accountName}>
        <Shape category={issue.category} />{' '}
        <a className="link" href={`#/queue/${issue.issueId}`}>
          <bdi>{accountName}</bdi>
        </a>
      </td>
      <td className="clip" title={issue.title}>
        {issue.title}
      </td>
      <td className="nowrap">{stamp(issue.beganAt, now, personZone())}</td>
      <td className="nowrap">{takenOut ? 'removed' : STATE_WORDS[issue.state]}</td>
      <td className="num">{issue.priority.toFixed(1)}</td>
      <td className="acts">
        {open ? (
          <button
            type="button"
            className="btn small plain"
            aria-label={
              takenOut ? `Put ${accountName} back into the incident` : `Remove ${accountName} from the incident`
            }
            title={issue.state === 'acting' ? 'Its started playbook continues either way.' : undefined}
            onClick={onTakeOut}
          >
            {takenOut ? 'Put back' : 'Remove'} {here ? <Key of="incident.account_remove" /> : null}
          </button>
        ) : null}
      </td>
    </tr>
  )
}

interface Props {
  detail: IncidentDetail
  now: number
  /** Removes an issue from the incident, or puts a removed one back. */
  onTakeOut: (issueId: number) => void
}

/** The accounts of an incident. A removed account keeps its row, so that it can be put back. */
export function IncidentAccounts({ detail, now, onTakeOut }: Props) {
  const [all, setAll] = useState(false)
  const shown = all ? detail.issues : detail.issues.slice(0, FIRST)
  const { here, setAt } = useAccountKeys(shown, onTakeOut)
  return (
    <section className="card" aria-label="Accounts">
      <h2>
        Accounts
        <small>
          {count(detail.accounts)} in total, {count(detail.waiting)} waiting · <Key of="incident.account_next" />{' '}
          <Key of="incident.account_previous" />
        </small>
      </h2>
      <table className="grid incident-accounts">
        <thead>
          <tr>
            <th>Account</th>
            <th>Issue</th>
            <th>Since</th>
            <th>State</th>
            <th className="num">Priority</th>
            <th>
              <span className="sr">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {shown.map(issue => (
            <Row
              key={issue.issueId}
              issue={issue}
              here={issue.issueId === here}
              open={detail.state === 'open'}
              now={now}
              onGo={() => setAt(issue.issueId)}
              onTakeOut={() => onTakeOut(issue.issueId)}
            />
          ))}
        </tbody>
      </table>
      {shown.length < detail.issues.length ? (
        <button type="button" className="btn small incident-all" onClick={() => setAll(true)}>
          Show all {count(detail.issues.length)}
        </button>
      ) : detail.more ? (
        <p className="quiet">
          Only the first {count(detail.issues.length)} are shown, but outreach reaches all accounts.
        </p>
      ) : null}
    </section>
  )
}
