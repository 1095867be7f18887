import type { Day } from '../../../shared/desk/day.ts'
import { plural } from '../../parts/number.ts'
import { clockTime, personZone } from '../../parts/time.ts'
import { commandWords } from '../../parts/words.ts'

/** What a person decided today and has not undone, the newest first. */
export function DoneCard({ done }: { done: Day['done'] }) {
  return (
    <section className="card" aria-label="Done today">
      <h2>
        Done today <small>{plural(done.length, 'decision')}</small>
      </h2>
      {done.length === 0 ? <p className="quiet">Nothing yet. Every decision you make is listed here.</p> : null}
      <ul className="day-done">
        {done.map(({ journalId, at, command, issueId, accountName, issues }) => (
          <li key={journalId}>
            <time>{clockTime(at, personZone())}</time>
            <b>{commandWords(command)}</b>
            <span className="day-what">
              {issueId === null ? null : (
                <a className="link" href={`#/queue/${issueId}`}>
                  <bdi>{accountName}</bdi>
                </a>
              )}
              {issues > 1 ? ` and ${plural(issues - 1, 'other issue')}` : ''}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
