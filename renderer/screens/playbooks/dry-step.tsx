import type { DryStep } from '../../../shared/intervention/run.ts'
import type { OutreachPreview, Verdict } from '../../../shared/model/intervention.ts'
import { CheckList, obstaclesOf, PassingChecks } from '../../parts/check-list.tsx'
import { actionWords, STEP_WORDS } from '../../parts/playbook-words.ts'
import { clockTime, exact, personZone, relative, weekdayDate } from '../../parts/time.ts'
import { useNow } from '../../state/now.ts'

const kindWords = (kind: DryStep['kind']) => (kind === 'stop' ? 'Stop' : kind === 'end' ? 'End' : STEP_WORDS[kind])

const LEAVES: Record<OutreachPreview['leaves'], [string, string]> = {
  now: ['good', 'would be sent'],
  later: ['wait', 'would be sent later'],
  held: ['wait', 'would wait for approval'],
  held_out: ['', 'held out'],
  refused: ['bad', 'would not be sent'],
}

/** One step of a dry run: its earliest time, its cases and its exact message. `problems`: the editor's for this step. */
export function DryStepLine({ step, problems }: { step: DryStep; problems: readonly string[] }) {
  const now = useNow()
  const { kind, title, until, depth, why, params, preview, cases } = step
  const ends = kind === 'stop' || kind === 'end'
  // “Otherwise” applies while no case holds.
  const taken = cases.find(({ holdsNow }) => holdsNow) ?? cases.find(one => one.when === 'otherwise')
  return (
    <li className={`dry-step${ends ? ' ends' : ''}`} style={{ marginLeft: depth * 20 }}>
      <div className="dry-head">
        <span className={`kind ${kind}`}>{kindWords(kind)}</span>
        <b>{kind === 'resolution' ? actionWords(title) : title}</b>
        <StepTime step={step} now={now} />
      </div>
      {kind === 'task' && until !== null ? <p className="why">Due {day(until, now)}</p> : null}
      {step.details ? <p className="why">{step.details}</p> : null}
      {cases.map(one => (
        <p className="dry-case" key={`${one.when} ${one.leadsTo}`}>
          <span className={one === taken ? 'tag good' : 'tag'}>{one === taken ? 'true now' : 'not now'}</span>{' '}
          {one.when}
          {one.leadsTo === 'stop' ? ' → stop' : ''}
        </p>
      ))}
      {params ? (
        <dl className="facts">
          {Object.entries(params).map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      ) : null}
      {preview ? <Letter preview={preview} verdicts={step.verdicts} problems={problems} now={now} /> : null}
      {why && !preview ? <p className="why">Skipped: {why}</p> : null}
    </li>
  )
}

/** `Fri 27 Nov, 07:00`, in the person's own zone. */
const day = (at: number, now: number) => `${weekdayDate(at, now, personZone())}, ${clockTime(at, personZone())}`

/** The earliest time of a step; for a wait, when the wait ends. */
function StepTime({ step: { kind, at, until, certain }, now }: { step: DryStep; now: number }) {
  const zone = personZone()
  const over = kind === 'wait' ? until : null
  return (
    <time title={exact(over ?? at, zone)}>
      {certain ? '' : 'maybe '}
      {over !== null ? `until ${day(over, now)}` : at - now < 60_000 ? 'now' : relative(at, now, zone)}
    </time>
  )
}

interface LetterProps {
  preview: OutreachPreview
  verdicts: readonly Verdict[]
  problems: readonly string[]
  now: number
}

function Letter({ preview, verdicts, problems, now }: LetterProps) {
  const [tone, words] = LEAVES[preview.leaves]
  const { message, problem } = preview
  // The editor's words where it has any, so that one problem is not worded in two ways.
  const why = message ? '' : problems.length > 0 ? problems.join(' ') : (problem ?? '')
  return (
    <>
      <p>
        <span className={`tag ${tone}`}>{words}</span> <span className="why">{why}</span>
      </p>
      {message ? (
        <div className="mail">
          <div className="mail-head">
            To {preview.to ?? 'nobody'} · from {preview.from}
          </div>
          <pre className="mail-subject">{message.subject}</pre>
          <pre className="mail-text">{message.text}</pre>
          <details className="mail-html">
            <summary>Show HTML</summary>
            <pre>{message.html}</pre>
          </details>
        </div>
      ) : null}
      <CheckList verdicts={obstaclesOf(verdicts)} now={now} />
      <PassingChecks verdicts={verdicts} now={now} />
    </>
  )
}
