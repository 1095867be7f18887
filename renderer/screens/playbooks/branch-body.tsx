import { IconX } from '@tabler/icons-react'
import type { BranchStep, RunCondition, Step } from '../../../shared/intervention/playbook.ts'
import { SelectBit } from '../../parts/inputs.tsx'
import { BranchCondition } from './branch-condition.tsx'
import { newStep, type Route, type StepPath, withRoute } from './edit-steps.ts'

interface Props {
  step: BranchStep
  path: StepPath
  onChange: (step: BranchStep) => void
  nested: Nested
}

/** Draws the steps of a route: handed down from the list that this branch stands in, because they may branch again. */
export type Nested = (steps: readonly Step[], path: StepPath) => React.ReactNode

/** What decides how it goes on: each case with where it leads, and what follows where none of them holds. */
export function BranchBody({ step, path, onChange, nested }: Props) {
  const withIf = (n: number, condition: RunCondition) =>
    onChange({ ...step, cases: step.cases.map((one, at) => (at === n ? { ...one, if: condition } : one)) })
  return (
    <>
      {step.cases.map((one, n) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: cases have no name other than their place
        <div className="case" key={n}>
          <div className="line-words">
            <span className="lead">{n === 0 ? 'If' : 'or if'}</span>
            <BranchCondition condition={one.if} onChange={condition => withIf(n, condition)} />
            <span>then</span>
            <RoutePick
              label={`Case ${n + 1}: then`}
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
          {one.do === 'stop' ? null : nested(one.do, [...path, 'cases', n, 'do'])}
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
            + case
          </button>
        </div>
        {Array.isArray(step.else) ? nested(step.else, [...path, 'else']) : null}
      </div>
    </>
  )
}

interface RoutePickProps {
  label: string
  route: Route
  /** The next step is one of the choices. */
  open?: boolean
  onChange: (route: Route) => void
}

type RouteName = 'stop' | 'steps' | 'on'

function RoutePick({ label, route, open = false, onChange }: RoutePickProps) {
  const name: RouteName = route === undefined ? 'on' : route === 'stop' ? 'stop' : 'steps'
  const options: (readonly [RouteName, string])[] = [
    ['stop', 'stop the run'],
    ['steps', 'do these steps:'],
    ...(open ? ([['on', 'continue with the next step']] as const) : []),
  ]
  const turn = (next: RouteName) =>
    onChange(next === 'on' ? undefined : next === 'stop' ? 'stop' : Array.isArray(route) ? route : [newStep('task')])
  return <SelectBit label={label} value={name} options={options} onChange={turn} />
}
