import { IconX } from '@tabler/icons-react'
import { type BranchStep, HAPPENINGS, type RunCondition } from '../../../shared/playbook.ts'
import { conditionWords } from '../../../shared/playbook-words.ts'
import { Pick } from '../../parts/inputs.tsx'
import { type FlatCondition, flatten, newStep, type Path, type Route, unflatten, withRoute } from './edit-steps.ts'
import { Steps } from './step-list.tsx'

interface Props {
  step: BranchStep
  path: Path
  onChange: (step: BranchStep) => void
}

const HAPPENING_OPTIONS = HAPPENINGS.map(name => [name, conditionWords(name)] as const)

/** What decides how it goes on: each case with where it leads, and what follows where none of them holds. */
export function BranchBody({ step, path, onChange }: Props) {
  const withIf = (n: number, condition: RunCondition) =>
    onChange({ ...step, cases: step.cases.map((one, at) => (at === n ? { ...one, if: condition } : one)) })
  return (
    <>
      {step.cases.map((one, n) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: cases have no other name than their place
        <div className="case" key={n}>
          <div className="line-words">
            <span className="lead">{n === 0 ? 'If' : 'or if'}</span>
            <Condition condition={one.if} onChange={condition => withIf(n, condition)} />
            <span>then</span>
            <RoutePick
              label={`Case ${n + 1} leads to`}
              route={one.do}
              onChange={route => onChange(withRoute(step, n, route))}
            />
            {step.cases.length > 1 ? (
              <button
                type="button"
                className="small-sign"
                aria-label="Remove this case"
                onClick={() => onChange({ ...step, cases: step.cases.toSpliced(n, 1) })}
              >
                <IconX size={12} />
              </button>
            ) : null}
          </div>
          {one.do === 'stop' ? null : <Steps steps={one.do} path={[...path, 'cases', n, 'do']} />}
        </div>
      ))}
      <div className="case">
        <div className="line-words">
          <span className="lead">otherwise</span>
          <RoutePick
            label="Otherwise"
            route={step.else}
            open
            onChange={route => onChange(withRoute(step, 'else', route))}
          />
          <button
            type="button"
            className="add-bit"
            onClick={() => onChange({ ...step, cases: [...step.cases, { if: 'ticket_opened', do: 'stop' }] })}
          >
            + another case
          </button>
        </div>
        {Array.isArray(step.else) ? <Steps steps={step.else} path={[...path, 'else']} /> : null}
      </div>
    </>
  )
}

interface RoutePickProps {
  label: string
  route: Route
  /** It may also simply go on. */
  open?: boolean
  onChange: (route: Route) => void
}

type RouteName = 'stop' | 'steps' | 'on'

function RoutePick({ label, route, open = false, onChange }: RoutePickProps) {
  const name: RouteName = route === undefined ? 'on' : route === 'stop' ? 'stop' : 'steps'
  const options: (readonly [RouteName, string])[] = [
    ['stop', 'stop here'],
    ['steps', 'do this:'],
    ...(open ? ([['on', 'go on with the next step']] as const) : []),
  ]
  const turn = (next: RouteName) =>
    onChange(next === 'on' ? undefined : next === 'stop' ? 'stop' : Array.isArray(route) ? route : [newStep('task')])
  return <Pick label={label} value={name} options={options} onChange={turn} />
}

/** What must have happened, as one sentence; what is nested deeper is shown in words and changed in the JSON. */
function Condition({ condition, onChange }: { condition: RunCondition; onChange: (condition: RunCondition) => void }) {
  const flat = flatten(condition)
  if (!flat)
    return (
      <span className="nested" title="Nested; change it in the JSON">
        {conditionWords(condition)}
      </span>
    )
  const put = (change: Partial<FlatCondition>) => onChange(unflatten({ ...flat, ...change }))
  const { join, parts } = flat
  const withPart = (n: number, part: FlatCondition['parts'][number]) =>
    put({ parts: parts.map((one, at) => (at === n ? part : one)) })
  return (
    <>
      {parts.map((part, n) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: parts have no other name than their place
        <span className="line-words" key={n}>
          {n > 0 ? (
            <button type="button" className="glue" onClick={() => put({ join: join === 'any' ? 'all' : 'any' })}>
              {join === 'any' ? 'or' : 'and'}
            </button>
          ) : null}
          {part.not ? <span className="tag wait">not:</span> : null}
          <Pick
            label="What happened"
            value={part.happening}
            options={HAPPENING_OPTIONS}
            onChange={happening => withPart(n, { ...part, happening })}
          />
          <button
            type="button"
            className="add-bit"
            aria-pressed={part.not}
            onClick={() => withPart(n, { ...part, not: !part.not })}
          >
            {part.not ? 'without not' : 'not'}
          </button>
          {parts.length > 1 ? (
            <button
              type="button"
              className="small-sign"
              aria-label="Remove this condition"
              onClick={() => put({ parts: parts.toSpliced(n, 1) })}
            >
              <IconX size={12} />
            </button>
          ) : null}
        </span>
      ))}
      <button
        type="button"
        className="add-bit"
        onClick={() => put({ parts: [...parts, { happening: 'condition_cleared', not: false }] })}
      >
        + {join === 'any' ? 'or' : 'and'}
      </button>
    </>
  )
}
