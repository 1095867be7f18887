import { useQuery } from '@tanstack/react-query'
import type { Followed, Similar } from '../../../../shared/desk/similar.ts'
import { useApi } from '../../../api/client.tsx'
import { failureOf } from '../../../api/errors.ts'
import { ErrorNote } from '../../../parts/error-note.tsx'
import { count, plural } from '../../../parts/number.ts'
import { personZone, shortDate } from '../../../parts/time.ts'
import { OUTCOME_SHORT } from '../../../parts/words.ts'

/** `6 of 14`, or what is said where nothing is confirmed. */
const shareOf = ({ aimMet, confirmed }: Followed): string =>
  confirmed === 0 ? 'none yet' : `${count(aimMet)} of ${count(confirmed)}`

function Table({ similar }: { similar: Similar }) {
  const { plan, playbooks } = similar
  return (
    <table className="grid similar">
      <thead>
        <tr>
          <th>What was done</th>
          <th className="num">Aim met</th>
          {plan === null ? null : <th className="num">On {plan}</th>}
          <th className="num" title="No contact, and the success metric was not met">
            Quiet
          </th>
          <th className="num" title="They contacted us, churned, or the message came too late or was needless">
            Otherwise
          </th>
          <th className="num" title="No outcome is confirmed yet">
            Open
          </th>
        </tr>
      </thead>
      <tbody>
        {playbooks.map(({ playbookId, name, arm, all, samePlan }) => (
          <tr key={`${arm} ${playbookId}`}>
            <td>{arm === 'control' ? <span className="quiet">Held out from {name}</span> : name}</td>
            <td className="num">{shareOf(all)}</td>
            {samePlan === null ? null : <td className="num">{shareOf(samePlan)}</td>}
            <td className="num">{count(all.quiet)}</td>
            <td className="num">{count(all.otherwise)}</td>
            <td className="num">{count(all.open)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

const Recent = ({ recent, now }: { recent: Similar['recent']; now: number }) => (
  <ul className="similar-recent" aria-label="The newest of them">
    {recent.map(({ issueId, accountName, title, playbookName, arm, outcome, at }) => (
      <li key={`${issueId} ${at}`}>
        <a className="link" href={`#/queue/${issueId}`} title={`${title} · ${playbookName}`}>
          <bdi>{accountName}</bdi>
        </a>
        <span className="clip" title={playbookName}>
          {arm === 'control' ? 'held out' : playbookName}
        </span>
        <span className="quiet">
          {OUTCOME_SHORT[outcome]} · {shortDate(at, now, personZone())}
        </span>
      </li>
    ))}
  </ul>
)

/** What was done about the same trigger before, and what followed: counts, with nothing where nothing is confirmed. */
export function SimilarCard({ issueId, now }: { issueId: number; now: number }) {
  const { data, error } = useQuery(useApi().issue.similar.queryOptions({ input: { id: issueId } }))
  if (error) return <ErrorNote failure={failureOf(error)} />
  if (!data?.triggerTitle) return null
  const { starts, isLimited, recent, playbooks } = data
  return (
    <section className="card" aria-label="Similar past issues">
      <h2>
        Similar past issues
        <small>
          {starts === 0 ? 'none yet' : `${isLimited ? 'the newest ' : ''}${plural(starts, 'start')} for this trigger`}
        </small>
      </h2>
      {starts === 0 ? (
        <p className="quiet">No earlier playbook was started for “{data.triggerTitle}”.</p>
      ) : (
        <>
          {playbooks.every(({ all }) => all.confirmed === 0) ? (
            <p className="quiet">No outcome is confirmed yet.</p>
          ) : null}
          <Table similar={data} />
          {recent.length > 0 ? <Recent recent={recent} now={now} /> : null}
          <p className="quiet similar-note">
            These are counts of confirmed outcomes. The review says how much a playbook changes.
          </p>
        </>
      )}
    </section>
  )
}
