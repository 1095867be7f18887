import { useQuery } from '@tanstack/react-query'
import type { IncidentDetail } from '../../../shared/incident.ts'
import { useApi } from '../../api/client.tsx'
import { failureOf } from '../../api/errors.ts'
import { IncidentChart, showsUsual } from '../../charts/incident-chart.tsx'
import { ErrorNote } from '../../parts/error-note.tsx'
import { sizeWords, statusWords, usualDay, usualWords } from '../../parts/incident-words.ts'
import { Key } from '../../parts/keys/key.tsx'
import { plural } from '../../parts/number.ts'
import { Bar, BarRows } from '../../parts/skeleton.tsx'
import { useIncident } from '../../state/incident.ts'
import { useKeys } from '../../state/keys.tsx'
import { useNow } from '../../state/now.ts'
import { go } from '../../state/route.ts'
import { IncidentContactsCard } from './contacts-card.tsx'
import { IncidentAccounts } from './incident-accounts.tsx'

type Acts = ReturnType<typeof useIncident>

function Head({ detail, acts, now }: { detail: IncidentDetail; acts: Acts; now: number }) {
  const isOpen = detail.state === 'open'
  return (
    <header className="incident-head">
      <div>
        <h1>{detail.title}</h1>
        <p>
          <b>{sizeWords(detail)}</b>, {usualWords(detail)} · {statusWords(detail, now)}
        </p>
      </div>
      <div className="incident-acts">
        {isOpen ? (
          <button type="button" className="btn" onClick={acts.close}>
            Close <Key of="incident.close" />
          </button>
        ) : null}
        <button type="button" className="btn" onClick={acts.show}>
          Show in the queue <Key of="incident.show" />
        </button>
        <button type="button" className="btn main" aria-disabled={detail.waiting === 0} onClick={acts.write}>
          {detail.waiting === 0 ? 'Nobody waiting' : 'Message all'} <Key of="act.message_all" />
        </button>
      </div>
    </header>
  )
}

function Cause({ detail }: { detail: IncidentDetail }) {
  const { triggers, playbooks, previousId } = detail
  return (
    <section className="card" aria-label="Cause">
      <h2>
        Cause<small>{usualDay(detail)}</small>
      </h2>
      <ul className="incident-triggers">
        {triggers.map(({ id, title, issues }) => (
          <li key={id}>
            <a className="link" href={`#/triggers/${id}`}>
              {title}
            </a>
            <span className="quiet">{plural(issues, 'issue')}</span>
          </li>
        ))}
      </ul>
      <p className="quiet incident-more">
        {playbooks[0] ? (
          <span>
            Suggested for most issues:{' '}
            <a className="link" href={`#/playbooks/${playbooks[0].id}`}>
              {playbooks[0].name}
            </a>
          </span>
        ) : null}
        {previousId !== null ? (
          <a className="link" href={`#/incidents/${previousId}`}>
            Previous incident with this cause
          </a>
        ) : null}
      </p>
    </section>
  )
}

function Loading() {
  return (
    <div role="status" aria-label="Loading the incident">
      <Bar width="40%" height={20} />
      <div style={{ height: 26 }} />
      <section className="card">
        <Bar width="100%" height={190} />
      </section>
      <section className="card">
        <BarRows rows={6} />
      </section>
    </div>
  )
}

/** One incident: its cause, its new accounts over time, the list of accounts, and one message to all of them. */
export function IncidentPane({ id }: { id: number }) {
  const now = useNow()
  const incident = useQuery(useApi().incident.get.queryOptions({ input: { id } }))
  const acts = useIncident(incident.data)
  const group = 'Incident'
  useKeys([
    { act: 'act.message_all', group, run: acts.write },
    { act: 'incident.show', run: acts.show },
    { act: 'incident.close', run: acts.close },
    { keys: 'escape', label: 'back to the queue', group, hidden: true, run: () => go('queue') },
  ])
  return (
    <article className="incident-pane" aria-label="Incident" key={id}>
      {incident.error ? (
        <ErrorNote failure={failureOf(incident.error)} />
      ) : incident.data ? (
        <>
          <Head detail={incident.data} acts={acts} now={now} />
          <section className="card" aria-label="Accounts over time">
            <h2>
              New accounts over time
              <small>{showsUsual(incident.data.series) ? 'dashed: usual number' : ''}</small>
            </h2>
            <IncidentChart series={incident.data.series} now={now} />
          </section>
          <IncidentContactsCard id={id} />
          <Cause detail={incident.data} />
          <IncidentAccounts detail={incident.data} onTakeOut={acts.takeOut} now={now} />
        </>
      ) : (
        <Loading />
      )}
    </article>
  )
}
