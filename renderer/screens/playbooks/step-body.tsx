import { useQuery } from '@tanstack/react-query'
import { own } from '../../../shared/foreign/own.ts'
import type { ResolutionStep, Step, TaskStep } from '../../../shared/intervention/playbook.ts'
import { useApi } from '../../api/client.tsx'
import { DurationBit, SelectBit, WordBit } from '../../parts/inputs.tsx'
import { BranchBody, type Nested } from './branch-body.tsx'
import type { StepPath } from './edit-steps.ts'
import { OutreachBody } from './outreach-body.tsx'
import { Template, TemplateArea } from './template.tsx'

interface Props<T extends Step> {
  step: T
  path: StepPath
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
          <DurationBit label="Duration" value={step.for} onChange={value => onChange({ ...step, for: value })} />
          <span className="quiet">for example 2d, 6h or 90m</span>
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
            + due date
          </button>
        ) : (
          <>
            <span>within</span>
            <DurationBit label="Due within" value={due} onChange={value => onChange({ ...step, due: value })} />
            <button type="button" className="add-bit" onClick={() => onChange(rest)}>
              remove due date
            </button>
          </>
        )}
      </div>
      <TemplateArea
        label="Details"
        rows={2}
        placeholder="What the person should know or offer"
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
  // Another action needs other values, so its parameters are added for the person to fill in.
  const turn = (action: string) => {
    const needed = actions.find(({ id }) => id === action)?.params ?? []
    const params = Object.fromEntries(needed.map(({ name }) => [name, own(step.params, name) ?? '{{ object.id }}']))
    onChange({ ...step, action, params })
  }
  const withKind = (kind: string) => onChange({ ...step, object: { ...(object ?? {}), kind } })
  return (
    <>
      <div className="line-words">
        <span>Run the fix</span>
        <SelectBit
          label="Action"
          value={step.action}
          options={known ? options : [...options, [step.action, step.action]]}
          onChange={turn}
        />
        {known && !known.enabled ? (
          <a className="tag wait" href="#/settings">
            turned off
          </a>
        ) : null}
        {object ? (
          <>
            <span>on the latest</span>
            <WordBit label="Kind of object" value={object.kind} options={[]} onChange={withKind} />
            {object.states ? <span className="quiet">in state {object.states.join(' or ')}</span> : null}
            <button type="button" className="add-bit" onClick={() => onChange(rest)}>
              remove object
            </button>
          </>
        ) : (
          <button type="button" className="add-bit" onClick={() => withKind('invoice')}>
            + object
          </button>
        )}
      </div>
      {[...new Set([...asked.keys(), ...Object.keys(step.params)])].map(name => (
        <div className="line-words param" key={name}>
          <span className="doing-label">{asked.get(name) ?? name}</span>
          <Template
            label={`Value of ${name}`}
            value={own(step.params, name) ?? ''}
            onObject
            onChange={text => onChange({ ...step, params: { ...step.params, [name]: text } })}
          />
          {known && !asked.has(name) ? (
            <button type="button" className="add-bit" onClick={() => onChange({ ...step, params: without(name) })}>
              remove
            </button>
          ) : null}
        </div>
      ))}
      <div className="line-words">
        <span>If it worked,</span>
        <SelectBit
          label="If it worked"
          value={step.worked}
          options={[
            ['close', 'close the issue and stop'],
            ['continue', 'continue with the next step'],
          ]}
          onChange={worked => onChange({ ...step, worked })}
        />
        <span className="quiet">A fix that is not set up is skipped.</span>
      </div>
    </>
  )
}
