import { useMutation, useQuery } from '@tanstack/react-query'
import type { RunStep, RunView } from '../../../../shared/intervention/run.ts'
import type { InterventionView } from '../../../../shared/model/intervention.ts'
import type { ResolutionView } from '../../../../shared/outbox/action-manifest.ts'
import { useApi } from '../../../api/client.tsx'
import { failureOf } from '../../../api/errors.ts'
import { ErrorNote } from '../../../parts/error-note.tsx'
import { Key } from '../../../parts/keys/key.tsx'
import { actionWords, STEP_WORDS } from '../../../parts/playbook-words.ts'
import { BarRows } from '../../../parts/skeleton.tsx'
import { personZone, stamp } from '../../../parts/time.ts'
import { toast } from '../../../parts/toast.tsx'
import { useKeys } from '../../../state/keys.tsx'
import { useNow } from '../../../state/now.ts'
import { useUndo } from '../../../state/undo.ts'
import { FixEvidence } from './fix-evidence.tsx'
import { startedLater, statusOf } from './run-words.ts'

const STATE_WORDS: Record<RunView['state'], string> = { running: 'running', done: 'done', stopped: 'stopped' }
/** How many of the coming steps are listed, so that a long playbook does not push the rest out of sight. */
const AHEAD = 4

function useRun() {
  const { intervention } = useApi()
  const undo = useUndo()
  const say = (words: string) => ({
    onSuccess: ({ journalId }: { journalId: string }) =>
      toast(words, { act: { label: 'Undo', act: 'undo', run: () => undo(journalId) } }),
  })
  const finish = useMutation(intervention.taskDone.mutationOptions(say('Task done')))
  const stop = useMutation(intervention.stop.mutationOptions(say('Run stopped · unsent messages recalled')))
  return { finish, stop }
}

interface Props {
  intervention: InterventionView
  /** The keys act on this run. */
  current: boolean
}

/** A playbook's run for this issue: the steps so far, the current one, and those that may follow. */
export function Run({ intervention, current }: Props) {
  const { id, playbookName, arm, startedBy, to } = intervention
  const now = useNow()
  const run = useQuery(useApi().intervention.steps.queryOptions({ input: { interventionId: id } }))
  const fixes = useQuery({
    ...useApi().resolution.list.queryOptions({ input: { issueId: intervention.issueId } }),
    enabled: run.data?.steps.some(({ kind, outboxId }) => kind === 'resolution' && outboxId !== null) ?? false,
  })
  const { finish, stop } = useRun()
  const running = run.data?.state === 'running'
  const later = run.data ? startedLater(run.data.startedAt, now, personZone()) : null
  const task = run.data?.steps.find(step => step.kind === 'task' && step.state === 'open')
  const done = () => task && finish.mutate({ interventionId: id, n: task.n })
  const halt = () => running && stop.mutate({ interventionId: id })
  useKeys(
    current && running
      ? [...(task ? [{ act: 'act.task_done' as const, run: done }] : []), { act: 'act.stop' as const, run: halt }]
      : [],
  )
  return (
    <section className="run" aria-label={playbookName}>
      <div className="run-head">
        <b>{playbookName}</b>
        <span className="tag">{arm === 'control' ? 'held out' : STATE_WORDS[run.data?.state ?? 'running']}</span>
        <small>
          {arm === 'control'
            ? 'Nothing is sent, because this account is held out.'
            : `To ${to ?? 'nobody yet'} · by ${startedBy}`}
          {run.data ? ` · version ${run.data.playbookVersion}` : ''}
        </small>
      </div>
      {later ? <p className="note wait">{later}</p> : null}
      {run.error ? <ErrorNote failure={failureOf(run.error)} /> : null}
      {run.isPending ? <BarRows rows={2} height={26} /> : null}
      {run.data && arm !== 'control' ? (
        <ol className="run-steps">
          {run.data.steps.map(step => (
            <StepLine
              key={step.n}
              step={step}
              fix={fixes.data?.find(({ outboxId }) => outboxId === step.outboxId)}
              now={now}
              keyed={current && step.n === task?.n}
              onDone={() => finish.mutate({ interventionId: id, n: step.n })}
            />
          ))}
          {run.data.ahead
            .filter(({ path }) => !run.data.steps.some(step => step.path === path))
            .slice(0, AHEAD)
            .map(({ path, kind, title }) => (
              <li key={path} className="ahead">
                <span aria-hidden="true">·</span>
                <span>
                  <em>{STEP_WORDS[kind]}</em> {kind === 'resolution' ? actionWords(title) : title}
                </span>
              </li>
            ))}
        </ol>
      ) : null}
      {run.data?.endedBecause && run.data.endedAt !== null ? (
        <small className="quiet">
          Ended {stamp(run.data.endedAt, now, personZone())}: {run.data.endedBecause}
        </small>
      ) : null}
      {running && arm !== 'control' ? (
        <button type="button" className="link run-stop" disabled={stop.isPending} onClick={halt}>
          Stop run {current ? <Key of="act.stop" /> : null}
        </button>
      ) : null}
    </section>
  )
}

interface LineProps {
  step: RunStep
  fix: ResolutionView | undefined
  now: number
  keyed: boolean
  onDone: () => void
}

function StepLine({ step, fix, now, keyed, onDone }: LineProps) {
  const { tone, sign, text } = statusOf(step, now, personZone())
  const open = step.kind === 'task' && step.state === 'open'
  return (
    <li className={open ? 'todo' : ''}>
      <span className={tone} aria-hidden="true">
        {sign}
      </span>
      <span>
        <em>{STEP_WORDS[step.kind]}</em> {step.kind === 'resolution' ? actionWords(step.title) : step.title}
        <small>
          {step.outboxState === 'held' || step.outboxState === 'unsure' ? (
            <a className="link" href={`#/outbox/${step.outboxState}`}>
              {text}
            </a>
          ) : (
            text
          )}
        </small>
        {fix ? <FixEvidence fix={fix} /> : null}
        {open && step.details ? <small>{step.details}</small> : null}
        {open ? (
          <button type="button" className="btn small" onClick={onDone}>
            Done {keyed ? <Key of="act.task_done" /> : null}
          </button>
        ) : null}
      </span>
    </li>
  )
}
