import type { AccountIssue, AccountPage, RecordLine } from '../../../shared/desk/account-page.ts'
import type { Merge } from '../../../shared/identity.ts'
import type { Account } from '../../../shared/model/account.ts'
import { formatMoney } from '../../../shared/money.ts'
import { count, percent, plural } from '../../parts/number.ts'
import { Shape } from '../../parts/shape.tsx'
import { personZone, stamp, weekdayDate } from '../../parts/time.ts'
import { closedWords, OUTCOME_SHORT } from '../../parts/words.ts'

const SHOWN_RECORDS = 12

const stateOf = ({ state, closedAt, closedBecause }: AccountIssue, now: number): string =>
  state !== 'closed' || closedAt === null
    ? state
    : `closed ${stamp(closedAt, now, personZone())}${closedBecause ? `, ${closedWords(closedBecause)}` : ''}`

/** Issues of an account, what was done last about each, and what followed. */
export function IssuesCard({ issues, now }: { issues: readonly AccountIssue[]; now: number }) {
  const open = issues.filter(({ state }) => state !== 'closed').length
  return (
    <section className="card" aria-label="Issues and outcomes">
      <h2>
        Issues and outcomes <small>{plural(open, 'open issue')}</small>
      </h2>
      {issues.length === 0 ? <p className="quiet">Nothing has been predicted for this account yet.</p> : null}
      <ul className="account-issues">
        {issues.map(issue => (
          <li key={issue.id}>
            <Shape category={issue.category} size={10} />
            <span>
              <a className="link" href={`#/queue/${issue.id}`}>
                {issue.title}
              </a>
              <small>
                {stateOf(issue, now)} · since {stamp(issue.openedAt, now, personZone())} · risk {percent(issue.risk)}
                {issue.playbook ? ` · ${issue.playbook}` : ''}
              </small>
            </span>
            {issue.outcome ? <span className="tag">{OUTCOME_SHORT[issue.outcome]}</span> : null}
          </li>
        ))}
      </ul>
    </section>
  )
}

const dayOf = (at: number | null, now: number) => (at === null ? '' : weekdayDate(at, now, personZone()))
const amountOf = ({ amountMinor: minor, currency }: RecordLine) =>
  minor !== null && currency ? formatMoney({ minor, currency }) : ''

/** Orders, subscriptions, tickets and other records of an account with their states, what is open first. */
export function RecordsCard({ records, kinds, now }: Pick<AccountPage, 'records' | 'kinds'> & { now: number }) {
  const all = kinds.reduce((sum, kind) => sum + kind.all, 0)
  const shown = records.slice(0, SHOWN_RECORDS)
  return (
    <section className="card" aria-label="Records">
      <h2>
        Records
        <small>
          {kinds.length > 0 ? 'open: ' : ''}
          {kinds
            .map(({ kind, open, all }) => `${kind.replaceAll('_', ' ')} ${count(open)} of ${count(all)}`)
            .join(' · ')}
        </small>
      </h2>
      {shown.length === 0 ? <p className="quiet">No source knows orders, tickets or subscriptions here.</p> : null}
      {shown.length > 0 ? (
        <div className="account-scroll">
          <table className="account-table">
            <thead>
              <tr>
                <th>Record</th>
                <th>State</th>
                <th>Opened</th>
                <th>Due</th>
                <th>Closed</th>
                <th className="num">Amount</th>
              </tr>
            </thead>
            <tbody>
              {shown.map(record => (
                <tr key={record.id}>
                  <td>
                    {record.kind.replaceAll('_', ' ')} <bdi className="quiet">{record.externalId}</bdi>
                  </td>
                  <td>{record.state?.replaceAll('_', ' ') ?? ''}</td>
                  <td>{dayOf(record.openedAt, now)}</td>
                  <td>{dayOf(record.dueAt, now)}</td>
                  <td>{dayOf(record.closedAt, now)}</td>
                  <td className="num">{amountOf(record)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
      {all > shown.length ? (
        <p className="quiet">{count(all - shown.length)} more; the timeline lists all of them.</p>
      ) : null}
    </section>
  )
}

/** What sources say about an account, and which accounts became one with it. */
export function KnownCard({
  account,
  sources,
  merges,
  now,
}: { account: Account; merges: readonly Merge[]; now: number } & Pick<AccountPage, 'sources'>) {
  const facts: [string, string][] = [
    ...sources.map(({ name, externalId }): [string, string] => [`Id at ${name}`, externalId]),
    ['Country', account.country ?? ''],
    ['Signed up', dayOf(account.signedUpAt, now)],
    ['Arm', account.arm],
    ...Object.entries(account.properties).map(([name, value]): [string, string] => [
      name.replaceAll('_', ' '),
      value === null ? '' : String(value),
    ]),
    ...merges.map(({ from, rule, by, at }): [string, string] => [
      'Merged',
      `${from.name}, by ${by === 'rule' ? rule.replaceAll('_', ' ') : by}, ${dayOf(at, now)}`,
    ]),
  ]
  return (
    <section className="card" aria-label="Known by source">
      <h2>Known by source</h2>
      <dl className="account-facts">
        {facts
          .filter(([, value]) => value !== '')
          .map(([name, value]) => (
            <div key={`${name} ${value}`}>
              <dt>{name}</dt>
              <dd>
                <bdi>{value}</bdi>
              </dd>
            </div>
          ))}
      </dl>
    </section>
  )
}
