import type { CallList, OutageDetail } from '../../../shared/desk/outage.ts'
import { componentTitle } from '../../../shared/desk/outage-text.ts'
import { exact, personZone, placeTime } from '../../parts/time.ts'
import { useNow } from '../../state/now.ts'
import { DataAge } from './data-age.tsx'
import { callsWords, REACH_WORDS, worthWords } from './outage-words.ts'

/** Nobody can ring up an address, so it says first that there is no number. */
const NoNumber = ({ email }: { email: string | null }) => (
  <>
    no number
    {email ? <small>{email}</small> : null}
  </>
)

/** Whom to ring up, on paper: hidden on screen, and all that is printed. */
export function PrintedCalls({ detail, calls }: { detail: OutageDetail; calls: CallList }) {
  const now = useNow()
  return (
    <section className="printed-calls" aria-hidden="true">
      <h1>Call list · {componentTitle(detail)}</h1>
      <p>
        {callsWords(calls.lines.length, calls.of)}, the highest value first · {exact(now, personZone())}
      </p>
      <DataAge />
      <table className="grid">
        <thead>
          <tr>
            <th>✓</th>
            <th>Account</th>
            <th>Contact</th>
            <th>Phone</th>
            <th>Their time</th>
            <th className="num">Value a month</th>
            <th>Notice</th>
          </tr>
        </thead>
        <tbody>
          {calls.lines.map(line => (
            <tr key={line.accountId}>
              <td>☐</td>
              <td>
                <bdi>{line.accountName}</bdi>
              </td>
              <td>
                <bdi>{line.contactName ?? 'no contact'}</bdi>
                {line.role ? `, ${line.role}` : ''}
              </td>
              <td>{line.phone ? <span className="nowrap">{line.phone}</span> : <NoNumber email={line.email} />}</td>
              <td>{line.timeZone === null ? '' : placeTime(line.timeZone, now)}</td>
              <td className="num">{worthWords(line.valueMinor, calls.currency)}</td>
              <td>{REACH_WORDS[line.notice]}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
