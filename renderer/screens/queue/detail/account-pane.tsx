import { useQuery } from '@tanstack/react-query'
import { useApi } from '../../../api/client.tsx'
import { failureOf } from '../../../api/errors.ts'
import { useAccountKey } from '../../../cards/account-key.ts'
import { Arrivals } from '../../../cards/arrivals.tsx'
import { ContactList } from '../../../cards/contact-list.tsx'
import { NotesCard } from '../../../cards/notes-card.tsx'
import { PersonData } from '../../../cards/person-data.tsx'
import { RiskChange } from '../../../cards/risk-change.tsx'
import { Timeline } from '../../../cards/timeline.tsx'
import { WhoLine } from '../../../cards/who-line.tsx'
import { ErrorNote } from '../../../parts/error-note.tsx'
import { Bar } from '../../../parts/skeleton.tsx'
import { useNow } from '../../../state/now.ts'

/** An account that was searched for by name: its facts, its contacts and its timeline. */
export function AccountPane({ id }: { id: number }) {
  const account = useQuery(useApi().account.get.queryOptions({ input: { id } }))
  const now = useNow()
  useAccountKey(id)
  return (
    <article className="pane" aria-label="Account" key={id}>
      {account.error ? <ErrorNote failure={failureOf(account.error)} /> : null}
      {account.isPending ? <Bar width="50%" height={20} /> : null}
      {account.data ? (
        <>
          <h1 className="account-title">
            <bdi>{account.data.name}</bdi>
            <PersonData person={{ kind: 'account', id: account.data.id }} name={account.data.name} />
          </h1>
          <WhoLine account={account.data} now={now} claimedBy={null} />
          <section className="card" aria-label="Contacts">
            <h2>Contacts</h2>
            <ContactList contacts={account.data.contacts} />
          </section>
          <NotesCard of={{ accountId: id }} now={now} />
          <RiskChange of={{ accountId: id }} now={now} />
          <Arrivals accountId={id} now={now} />
          <Timeline accountId={id} category={null} now={now} />
        </>
      ) : null}
    </article>
  )
}
