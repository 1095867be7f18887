import { parseDuration } from '../../../shared/duration.ts'
import type { Playbook, Step } from '../../../shared/playbook.ts'
import { conditionWords, spanWords, stepWords } from '../../../shared/playbook-words.ts'
import { percent } from '../../parts/number.ts'
import { Shape } from '../../parts/shape.tsx'

/** What is done about issues: every playbook with its steps. */
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
          <Steps steps={playbook.steps} />
        </section>
      ))}
    </div>
  )
}

const Steps = ({ steps }: { steps: readonly Step[] }) => (
  <ol className="steps">
    {steps.map((step, n) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: steps have no other name than their place
      <li key={n}>
        <OneStep step={step} />
      </li>
    ))}
  </ol>
)

function OneStep({ step }: { step: Step }) {
  switch (step.type) {
    case 'outreach':
      return (
        <Letter title={`${step.channel === 'email' ? 'E-mail' : step.channel}: ${step.subject}`} text={step.body} />
      )
    case 'task': {
      const due = step.due ? `, within ${spanWords(parseDuration(step.due) ?? 0)}` : ''
      return <Letter title={`Task: ${step.title}${due}`} text={step.details} />
    }
    case 'resolution':
      return <p>Fix: {step.action}</p>
    case 'wait':
      return <p>{stepWords(step)}</p>
    case 'branch':
      return (
        <>
          {step.cases.map((one, n) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: cases have no other name than their place
            <Route key={n} when={`If ${conditionWords(one.if)}`} to={one.do} />
          ))}
          {step.else !== undefined && <Route when="Otherwise" to={step.else} />}
        </>
      )
  }
}

const Letter = ({ title, text }: { title: string; text: string }) => (
  <details>
    <summary>{title}</summary>
    <pre className="letter">{text}</pre>
  </details>
)

const Route = ({ when, to }: { when: string; to: Step[] | 'stop' }) =>
  to === 'stop' ? (
    <p>{when}: stop</p>
  ) : (
    <>
      <p>{when}:</p>
      <Steps steps={to} />
    </>
  )
