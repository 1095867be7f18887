import { type Playbook, placedSteps } from '../../../shared/playbook.ts'
import { percent } from '../../parts/number.ts'
import { Shape } from '../../parts/shape.tsx'

/** What is done about issues: every playbook with its messages. */
export function PlaybookList({ playbooks }: { playbooks: readonly Playbook[] }) {
  return (
    <div className="playbooks">
      {playbooks.map(playbook => (
        <section className="card" key={playbook.id}>
          <h2>
            <span>
              {playbook.categories.map(category => (
                <Shape key={category} category={category} />
              ))}{' '}
              {playbook.name}
            </span>
            <small>{percent(playbook.treatability)} of the risk, assumed</small>
          </h2>
          <p className="why">{playbook.summary}</p>
          {placedSteps(playbook.steps).map(({ step, path }) =>
            step.type === 'outreach' ? (
              <details key={path.join('.')}>
                <summary>
                  {step.channel === 'email' ? 'E-mail' : step.channel}: {step.subject}
                </summary>
                <pre className="letter">{step.body}</pre>
              </details>
            ) : null,
          )}
        </section>
      ))}
    </div>
  )
}
