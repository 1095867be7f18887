import { useQuery } from '@tanstack/react-query'
import type { ResolutionStep, Step, TaskStep } from '../../../shared/intervention/playbook.ts'
import { useApi } from '../../api/client.tsx'
import { DurationBit, Pick, WordBit } from '../../parts/inputs.tsx'
import { BranchBody, type Nested } from './branch-body.tsx'
import type { Path } from './edit-steps.ts'
import { OutreachBody } from './outreach-body.tsx'
import { Template, TemplateArea } from './template.tsx'

interface Props<T extends Step> {
  step: T
  path: Path
  onChange: (step: Step) => void
}

/** What a step does, as a sentence with fields. */
export function StepBody({ step, path, onChange, nested }: Props<Step> & { nested: Nested }) {
  switch (step.type) {
    case 'outreach':
      return <OutreachBody step={step} onChange={onChange} />
    case 'resolution':
      return <ResolutionBody step={step} path={path} onChange={onChange} />
    case 'task':
      return <TaskBody step={step} path={path} onChange={onChange} />
    case 'wait':
      return (
        <div className="line-words">
          <span>Wait</span>
          <DurationBit label="For how long" value={step.for} onChange={value => onChange({ ...step, for: value })} />
          <span className="quiet">such as 2d, 6h or 90m</span>
        </div>
      )
    case 'branch':
      return <BranchBody step={step} path={path} onChange={onChange} nested={nested} />
  }
}

function TaskBody({ step, onChange }: Props<TaskStep>) {
  const { due, ...rest } = step
  return (
    <>
      <div className="line-words">
        <span>Ask a person to</span>
        <Template label="Task" value={step.title} onChange={title => onChange({ ...step, title })} />
        {due === undefined ? (
          <button type="button" className="add-bit" onClick={() => onChange({ ...rest, due: '1d' })}>
            + due …
          </button>
        ) : (
          <>
            <span>within</span>
            <DurationBit label="Due within" value={due} onChange={value => onChange({ ...step, due: value })} />
            <button type="button" className="add-bit" onClick={() => onChange(rest)}>
              without a date
            </button>
          </>
        )}
      </div>
      <TemplateArea
        label="Details"
        rows={2}
        placeholder="What they should know or offer"
        value={step.details}
        onChange={details => onChange({ ...step, details })}
      />
    </>
  )
}

function ResolutionBody({ step, onChange }: Props<ResolutionStep>) {
  const { object, ...rest } = step
  const actions = useQuery(useApi().action.list.queryOptions()).data ?? []
  const known = actions.find(({ id }) => id === step.action)
  const asked = new Map(known?.params.map(({ name, label }) => [name, label]))
  const without = (name: string) => Object.fromEntries(Object.entries(step.params).filter(([one]) => one !== name))
  const options = actions.map(({ id, name, systemName }) => [id, `${name} (${systemName})`] as const)
  // Another action has other values; what it needs is there to be filled in.
  const turn = (action: string) => {
    const needed = actions.find(({ id }) => id === action)?.params ?? []
    const params = Object.fromEntries(needed.map(({ name }) => [name, step.params[name] ?? '{{ object.id }}']))
    onChange({ ...step, action, params })
  }
  const withKind = (kind: string) => onChange({ ...step, object: { ...(object ?? {}), kind } })
  return (
    <>
      <div className="line-words">
        <span>Try to fix it by</span>
        <Pick
          label="Action"
          value={step.action}
          options={known ? options : [...options, [step.action, step.action]]}
          onChange={turn}
        />
        {known && !known.enabled ? (
          <a className="tag wait" href="#/settings">
            not in use yet
          </a>
        ) : null}
        {object ? (
          <>
            <span>at the latest</span>
            <WordBit label="Kind of object" value={object.kind} options={[]} onChange={withKind} />
            {object.states ? <span className="quiet">that is {object.states.join(' or ')}</span> : null}
            <button type="button" className="add-bit" onClick={() => onChange(rest)}>
              at none
            </button>
          </>
        ) : (
          <button type="button" className="add-bit" onClick={() => withKind('invoice')}>
            + at an object …
          </button>
        )}
      </div>
      {[...new Set([...asked.keys(), ...Object.keys(step.params)])].map(name => (
        <div className="line-words param" key={name}>
          <span className="doing-label">{asked.get(name) ?? name}</span>
          <Template
            label={`Value of ${name}`}
            value={step.params[name] ?? ''}
            onObject
            onChange={text => onChange({ ...step, params: { ...step.params, [name]: text } })}
          />
          {known && !asked.has(name) ? (
            <button type="button" className="add-bit" onClick={() => onChange({ ...step, params: without(name) })}>
              take out
            </button>
          ) : null}
        </div>
      ))}
      <div className="line-words">
        <span>When it worked,</span>
        <Pick
          label="When it worked"
          value={step.worked}
          options={[
            ['close', 'close the issue and end here'],
            ['continue', 'go on with the next step'],
          ]}
          onChange={worked => onChange({ ...step, worked })}
        />
        <span className="quiet">Where the action is not set up it is passed over.</span>
      </div>
    </>
  )
}
