import { useQuery } from '@tanstack/react-query'
import type { IncidentContacts } from '../../../shared/incident.ts'
import { useApi } from '../../api/client.tsx'
import { failureOf } from '../../api/errors.ts'
import { ErrorNote } from '../../parts/error-note.tsx'
import { count, plural } from '../../parts/number.ts'

type Range = IncidentContacts['first']

const isSmall = (n: number): boolean => n > 0 && n < 0.5
const about = (n: number): string => (isSmall(n) ? 'less than 1' : `about ${count(Math.round(n))}`)
const aboutAccounts = (n: number): string =>
  isSmall(n) ? 'Less than 1 account' : `About ${plural(Math.round(n), 'account')}`
const between = ({ low, high }: Range): string => (low === high ? `exactly ${low}` : `${low} to ${high}`)

/** How many contacts an incident causes: expected while they come, and expected beside the count once they all have. */
export function IncidentContactsCard({ id }: { id: number }) {
  const contacts = useQuery(useApi().incident.contacts.queryOptions({ input: { id } }))
  if (contacts.error) return <ErrorNote failure={failureOf(contacts.error)} />
  if (!contacts.data) return null
  const { soFar, over, withinDays, first, now, past, few } = contacts.data
  return (
    <section className="card" aria-label="Contacts">
      <h2>
        Contacts
        <small>within {withinDays} days of an account’s trouble, with a chance of 90 %</small>
      </h2>
      {over ? (
        <p>
          <b>{plural(soFar, 'account')} contacted support</b>; {about(first.expected)} were expected ({between(first)}).
          {soFar < first.low ? ' Fewer than expected: outreach and fixes may have prevented some.' : ''}
          {soFar > first.high ? ' More than expected.' : ''}
        </p>
      ) : (
        <p>
          <b>
            {aboutAccounts(now.expected)} will contact support ({between(now)})
          </b>
          , if nobody acts; {soFar} did so far. At the beginning, {about(first.expected)} were expected (
          {between(first)}).
        </p>
      )}
      <p className="quiet">
        From the risks of the accounts concerned,{' '}
        {past === 0 ? 'and no past incident' : `and ${plural(past, 'past incident')}`}.
        {few ? ' Few like it: half and double are taken as possible too.' : ''}
      </p>
    </section>
  )
}
