import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Account } from '../../../shared/model/account.ts'
import { useApi } from '../../api/client.tsx'
import { failureOf } from '../../api/errors.ts'
import { Arrivals } from '../../cards/arrivals.tsx'
import { NotesCard } from '../../cards/notes-card.tsx'
import { PersonData } from '../../cards/person-data.tsx'
import { RiskChange } from '../../cards/risk-change.tsx'
import { Timeline } from '../../cards/timeline.tsx'
import { WhoLine } from '../../cards/who-line.tsx'
import { useOpenTicket } from '../../desktop/open-ticket.ts'
import { Empty } from '../../parts/empty.tsx'
import { ErrorNote } from '../../parts/error-note.tsx'
import { Bar, BarRows } from '../../parts/skeleton.tsx'
import { useCopyLink } from '../../state/follow-link.ts'
import { Scroller } from '../../state/in-sight.ts'
import { useKeys } from '../../state/keys.tsx'
import { useNow } from '../../state/now.ts'
import { go } from '../../state/route.ts'
import { IssuesCard, KnownCard, RecordsCard } from './account-cards.tsx'
import { ConsentList } from './consent-list.tsx'
import { HealthCard } from './health-card.tsx'
import './account.css'

/** Back to what was in view before; to the queue, where a link opened the account first. */
const back = (): void => (window.history.length > 1 ? window.history.back() : go('queue'))

/** Everything about one account, which the address alone names. */
function AccountBody({ id }: { id: number }) {
  const account = useQuery(useApi().account.get.queryOptions({ input: { id } }))
  const copyLink = useCopyLink({ kind: 'account', id })
  const openTicket = useOpenTicket(id)
  const group = 'Account'
  useKeys([
    { keys: 'escape', label: 'back', group, run: back },
    { act: 'issue.link', group, run: copyLink },
    { act: 'issue.helpdesk', group, run: openTicket },
  ])
  if (account.error) return <ErrorNote failure={failureOf(account.error)} />
  if (account.data) return <Cards account={account.data} />
  return (
    <div className="stack" role="status" aria-label="Loading the account">
      <h1 className="sr">Account</h1>
      <Bar width="40%" height={22} />
      <BarRows rows={8} />
    </div>
  )
}

/** `account`: as it is today, which is another one than was asked for where it has been merged. */
function Cards({ account }: { account: Account }) {
  const api = useApi()
  const { id, name, contacts } = account
  const page = useQuery(api.account.page.queryOptions({ input: { id } }))
  const merges = useQuery(api.identity.merges.queryOptions({ input: { accountId: id } }))
  const now = useNow()
  return (
    <>
      <header>
        <h1 className="account-title">
          <bdi>{name}</bdi>
          <PersonData person={{ kind: 'account', id }} name={name} />
        </h1>
        <WhoLine account={account} now={now} claimedBy={null} link={{ kind: 'account', id }} />
      </header>
      <div className="account-columns">
        <div className="stack">
          {page.error ? <ErrorNote failure={failureOf(page.error)} /> : null}
          {page.data ? <IssuesCard issues={page.data.issues} now={now} /> : <BarRows rows={4} />}
          <HealthCard accountId={id} now={now} />
          <RiskChange of={{ accountId: id }} now={now} />
          <Arrivals accountId={id} now={now} />
          {page.data ? <RecordsCard records={page.data.records} kinds={page.data.kinds} now={now} /> : null}
          <Timeline accountId={id} category={null} now={now} />
        </div>
        <div className="stack">
          <NotesCard of={{ accountId: id }} now={now} />
          <section className="card" aria-label="Contacts and consent">
            <h2>Contacts and consent</h2>
            <ConsentList accountId={id} contacts={contacts} />
          </section>
          {merges.error ? <ErrorNote failure={failureOf(merges.error)} /> : null}
          {page.data && merges.data ? (
            <KnownCard account={account} sources={page.data.sources} merges={merges.data} now={now} />
          ) : null}
        </div>
      </div>
    </>
  )
}

/** The page of an account. `rest`: its id, as the address has it. */
export function AccountScreen({ rest }: { rest: string | null }) {
  const id = /^[1-9]\d{0,14}$/.test(rest ?? '') ? Number(rest) : null
  const [page, setPage] = useState<HTMLElement | null>(null)
  return (
    <div className="page" ref={setPage}>
      <article className="inner stack account-page" aria-label="Account">
        {id === null ? (
          <Empty title="No account chosen">
            Press Ctrl K and type a name, an e-mail address or an order number to open an account.
          </Empty>
        ) : (
          <Scroller value={page}>
            <AccountBody id={id} key={id} />
          </Scroller>
        )}
      </article>
    </div>
  )
}
