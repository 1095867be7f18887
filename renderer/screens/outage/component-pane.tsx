import { useQuery } from '@tanstack/react-query'
import type { ComponentView } from '../../../shared/desk/outage.ts'
import { componentTitle } from '../../../shared/desk/outage-text.ts'
import { useApi } from '../../api/client.tsx'
import { failureOf } from '../../api/errors.ts'
import { Empty } from '../../parts/empty.tsx'
import { ErrorNote } from '../../parts/error-note.tsx'
import { Key } from '../../parts/keys/key.tsx'
import { Bar, BarRows } from '../../parts/skeleton.tsx'
import { personZone, relative } from '../../parts/time.ts'
import { useNow } from '../../state/now.ts'
import { DataAge } from './data-age.tsx'
import { reachedWords, SURE_WORDS, sureWords, worthWords } from './outage-words.ts'

/** Rows that are drawn; the sums count all. */
const SHOWN = 100

interface Props {
  component: ComponentView
  declaring: boolean
  onDeclare: () => void
}

/** A component that may be failing, and the accounts that use it. */
export function ComponentPane({ component, declaring, onDeclare }: Props) {
  const now = useNow()
  const zone = personZone()
  const { dimension, component: name } = component
  const affected = useQuery({
    ...useApi().outage.affected.queryOptions({ input: { dimension, component: name } }),
    staleTime: 0,
  })
  const { data } = affected
  const reached = data ? reachedWords(data.sums, data.accounts.length > SHOWN ? SHOWN : null) : null
  return (
    <article className="outage-pane" aria-label="Component">
      <header className="incident-head">
        <div>
          <h1>{componentTitle(component)}</h1>
          <p>{component.because || 'Nothing says that it is failing.'}</p>
        </div>
        <button type="button" className="btn main" aria-disabled={declaring} onClick={onDeclare}>
          {declaring ? 'Declaring …' : 'Declare outage'} <Key of="outage.declare" />
        </button>
      </header>
      {affected.error ? (
        <ErrorNote failure={failureOf(affected.error)}>
          <button type="button" className="btn small" onClick={() => void affected.refetch()}>
            Look again
          </button>
        </ErrorNote>
      ) : null}
      {affected.isPending ? (
        <section className="card" role="status" aria-label="Looking for affected accounts">
          <Bar width="60%" />
          <BarRows rows={8} />
        </section>
      ) : null}
      {data ? (
        <section className="card" aria-label="Affected accounts">
          <h2>
            Affected accounts<small>{worthWords(data.valueMinor, data.currency)} a month at stake</small>
          </h2>
          <p>{sureWords(data)}</p>
          <DataAge />
          {data.accounts.length === 0 ? (
            <Empty title="No account uses it">Nothing in the cached data names this component for any account.</Empty>
          ) : (
            <table className="grid outage-accounts">
              <thead>
                <tr>
                  <th>Account</th>
                  <th>How sure</th>
                  <th>Last used</th>
                  <th className="num">Value a month</th>
                </tr>
              </thead>
              <tbody>
                {data.accounts.slice(0, SHOWN).map(one => (
                  <tr key={one.accountId} data-account={one.accountId}>
                    <td className="wrap">
                      <a className="link" href={`#/account/${one.accountId}`}>
                        <bdi>{one.accountName}</bdi>
                      </a>
                    </td>
                    <td>{one.failing ? 'failing now' : SURE_WORDS[one.sure]}</td>
                    <td className="nowrap">{one.seenAt === null ? 'never named' : relative(one.seenAt, now, zone)}</td>
                    <td className="num">{worthWords(one.valueMinor, data.currency)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
          {reached === null ? null : <p className="quiet">{reached}</p>}
        </section>
      ) : null}
    </article>
  )
}
