import { useMutation, useQuery } from '@tanstack/react-query'
import type { Merge, MergeProposal } from '../../../shared/identity.ts'
import { AHEAD, type Engine, useApi } from '../../api/client.tsx'
import { failureOf } from '../../api/errors.ts'
import { ErrorNote } from '../../parts/error-note.tsx'
import { plural } from '../../parts/number.ts'
import { exact, personZone } from '../../parts/time.ts'
import { toastUndoable } from '../../parts/toast.tsx'

const SHOWN = 50

type Shown = MergeProposal['a']

/** An account's name, and below it its id in each source. */
function Who({ account }: { account: Shown }) {
  return (
    <>
      {account.name}
      {account.merged > 0 ? <span className="quiet"> and {plural(account.merged, 'other')}</span> : null}
      <small className="known-as">
        {account.sources.map(({ name, externalId }) => `${name} ${externalId}`).join(' · ')}
      </small>
    </>
  )
}

const RULES: Record<Merge['rule'], string> = {
  external: 'id',
  same_id: 'id and name',
  domain: 'domain',
  email: 'e-mail address',
  person: 'a person',
}

const PAGE = { input: { limit: SHOWN } }

/** Asks for what the card shows. */
export function askIdentity({ api: { identity }, queries }: Engine): void {
  void queries.prefetchQuery({ ...identity.proposals.queryOptions(PAGE), ...AHEAD })
  void queries.prefetchQuery({ ...identity.merges.queryOptions(PAGE), ...AHEAD })
}

/** Accounts that may be the same, for a person to decide, and merged accounts, which can be separated. */
export function Identity() {
  const { identity } = useApi()
  const proposals = useQuery(identity.proposals.queryOptions(PAGE))
  const merges = useQuery(identity.merges.queryOptions(PAGE))
  const decide = useMutation(
    identity.decide.mutationOptions({
      onSuccess: (_done, { pairs }) =>
        toastUndoable(pairs[0]?.says === 'same' ? 'Accounts merged' : 'Accounts kept apart'),
    }),
  )
  const separate = useMutation(
    identity.separate.mutationOptions({
      onSuccess: () => toastUndoable('Accounts separated, each with its own data'),
    }),
  )
  const error = proposals.error ?? merges.error
  if (error) return <ErrorNote failure={failureOf(error)} />
  if (!proposals.data?.length && !merges.data?.length) return null
  const busy = decide.isPending || separate.isPending
  return (
    <section className="card" aria-label="Merged accounts">
      <h2>Merged accounts</h2>
      {proposals.data?.length ? (
        <Proposals rows={proposals.data} busy={busy} say={(a, b, says) => decide.mutate({ pairs: [{ a, b, says }] })} />
      ) : (
        <p className="quiet">Nothing to decide. Certain matches were merged automatically.</p>
      )}
      {merges.data?.length ? (
        <Merges rows={merges.data} busy={busy} separate={accountId => separate.mutate({ accountId })} />
      ) : null}
    </section>
  )
}

function Proposals({
  rows,
  busy,
  say,
}: {
  rows: readonly MergeProposal[]
  busy: boolean
  say: (a: number, b: number, says: 'same' | 'different') => void
}) {
  return (
    <table className="grid">
      <thead>
        <tr>
          <th>Account</th>
          <th>May be the same as</th>
          <th>Because</th>
          <th className="num">Confidence</th>
          <th>
            <span className="sr">Decide</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ a, b, why, confidence }) => (
          <tr key={`${a.accountId}-${b.accountId}`}>
            <td>
              <Who account={a} />
            </td>
            <td>
              <Who account={b} />
            </td>
            <td>{why}</td>
            <td className="num">{Math.round(confidence * 100)} %</td>
            <td className="num">
              <span className="retry end">
                <button
                  type="button"
                  className="btn small"
                  disabled={busy}
                  onClick={() => say(a.accountId, b.accountId, 'same')}
                >
                  Merge
                </button>
                <button
                  type="button"
                  className="btn small"
                  disabled={busy}
                  onClick={() => say(a.accountId, b.accountId, 'different')}
                >
                  Keep apart
                </button>
              </span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Merges({
  rows,
  busy,
  separate,
}: {
  rows: readonly Merge[]
  busy: boolean
  separate: (accountId: number) => void
}) {
  const zone = personZone()
  return (
    <details>
      <summary>{rows.length === SHOWN ? `Newest ${SHOWN} merges` : plural(rows.length, 'merge')}</summary>
      <table className="grid">
        <tbody>
          {rows.map(({ from, into, rule, by, at }) => (
            <tr key={from.accountId}>
              <td>
                <Who account={from} />
              </td>
              <td>
                merged into <Who account={into} />
              </td>
              <td className="quiet">
                by {rule === 'person' ? by : RULES[rule]}, {exact(at, zone)}
              </td>
              <td className="num">
                <button type="button" className="btn small" disabled={busy} onClick={() => separate(from.accountId)}>
                  Separate
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  )
}
