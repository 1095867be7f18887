import { IconChevronDown, IconChevronUp, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import type { Playbook, Step } from '../../../shared/intervention/playbook.ts'
import { STEP_WORDS } from '../../parts/playbook-words.ts'
import { insertStep, mayMove, moveStep, newStep, removeStep, replaceStep, type StepPath } from './edit-steps.ts'
import { type Editing, EditingContext, usePlaybook } from './editing-context.ts'
import { written } from './problems.ts'
import { StepBody } from './step-body.tsx'

interface Props {
  playbook: Playbook
  problems: Editing['problems']
  onChange: (steps: Step[]) => void
}

/** The steps of a playbook as editable sentences; the steps of a branch are indented. */
export function StepList({ playbook, problems, onChange }: Props) {
  return (
    <EditingContext value={{ playbook, problems, change: onChange }}>
      <Steps steps={playbook.steps} path={['steps']} />
    </EditingContext>
  )
}

/** The steps at one place, with a button to add more. */
export function Steps({ steps, path }: { steps: readonly Step[]; path: StepPath }) {
  return (
    <ol className="steps">
      {steps.map((step, n) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: steps have no name other than their place
        <li key={`${n}:${step.type}`}>
          <StepCard step={step} path={[...path, n]} />
        </li>
      ))}
      <li>
        <AddStep path={[...path, steps.length]} />
      </li>
    </ol>
  )
}

function StepCard({ step, path }: { step: Step; path: StepPath }) {
  const { playbook, problems, change } = usePlaybook()
  const { steps } = playbook
  const wrong = problems.get(written(path)) ?? []
  const only = path.length === 2 && steps.length === 1
  return (
    <section className={wrong.length > 0 ? 'step wrong' : 'step'} aria-label={STEP_WORDS[step.type]}>
      <div className="step-head">
        <span className={`kind ${step.type}`}>{STEP_WORDS[step.type]}</span>
        <span className="step-acts">
          <Sign
            label="Move up"
            off={!mayMove(steps, path, -1)}
            icon={<IconChevronUp size={14} />}
            run={() => change(moveStep(steps, path, -1))}
          />
          <Sign
            label="Move down"
            off={!mayMove(steps, path, 1)}
            icon={<IconChevronDown size={14} />}
            run={() => change(moveStep(steps, path, 1))}
          />
          <Sign
            label="Remove this step"
            off={only}
            icon={<IconX size={13} />}
            run={() => change(removeStep(steps, path))}
          />
        </span>
      </div>
      {wrong.map(({ path: at, problem }) => (
        <p className="step-problem" role="alert" key={`${at} ${problem}`}>
          {placeWords(at, written(path))}
          {problem}
        </p>
      ))}
      <StepBody
        step={step}
        path={path}
        onChange={next => change(replaceStep(steps, path, next))}
        nested={(inner, at) => <Steps steps={inner} path={at} />}
      />
    </section>
  )
}

/** `In body: `: which part of the step a problem is in. */
function placeWords(at: string, step: string): string {
  const part = at.slice(step.length).replace(/^\./, '')
  return part ? `In ${part}: ` : ''
}

interface SignProps {
  label: string
  off: boolean
  icon: React.ReactNode
  run: () => void
}

const Sign = ({ label, off, icon, run }: SignProps) => (
  <button type="button" className="small-sign" aria-label={label} title={label} disabled={off} onClick={run}>
    {icon}
  </button>
)

/** Adds a step at a place: first a button, then the kinds to choose from. */
function AddStep({ path }: { path: StepPath }) {
  const { playbook, change } = usePlaybook()
  const [open, setOpen] = useState(false)
  if (!open)
    return (
      <button type="button" className="add-bit" onClick={() => setOpen(true)}>
        + step
      </button>
    )
  return (
    <span className="add-kinds">
      {(Object.keys(STEP_WORDS) as Step['type'][]).map(type => (
        <button
          type="button"
          key={type}
          className="btn small"
          onClick={() => {
            change(insertStep(playbook.steps, path, newStep(type)))
            setOpen(false)
          }}
        >
          {STEP_WORDS[type]}
        </button>
      ))}
      <button type="button" className="add-bit" onClick={() => setOpen(false)}>
        cancel
      </button>
    </span>
  )
}
