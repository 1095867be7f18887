import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useApi } from '../../../api/client.tsx'
import { failureOf } from '../../../api/errors.ts'
import { Empty } from '../../../parts/empty.tsx'
import { ErrorNote } from '../../../parts/error-note.tsx'
import { tellLack } from '../../../parts/form.tsx'
import { count } from '../../../parts/number.ts'
import { PageTop } from '../../../parts/page-top.tsx'
import { BarRows } from '../../../parts/skeleton.tsx'
import { toastBusy } from '../../../parts/toast.tsx'
import { useDraft } from '../../../state/connect-drafts.ts'
import { useKeys } from '../../../state/keys.tsx'
import { ChooseData } from './choose-data.tsx'
import { ColumnsForm } from './columns-form.tsx'
import { accountColumns, askOfForm, type ExperimentForm, emptyExperiment, lackOfForm } from './experiment-form.ts'
import { ExperimentResult } from './experiment-result.tsx'
import './experiment.css'

/** The analysis under way: how far it is, and a way to stop it. */
function UnderWay() {
  const { task } = useApi()
  const tasks = useQuery(task.list.queryOptions())
  const cancel = useMutation(task.cancel.mutationOptions())
  const running = tasks.data?.find(({ kind, state }) => kind === 'analyse' && state === 'running')
  return (
    <section className="card" aria-label="Analysis running">
      <h2>
        <span>
          Analysing <small>{running && running.done > 0 ? `${count(running.done)} ${running.unit} read` : ''}</small>
        </span>
        <button
          type="button"
          className="btn small"
          disabled={!running || cancel.isPending}
          onClick={() => running && cancel.mutate({ id: running.id })}
        >
          Cancel
        </button>
      </h2>
      <BarRows rows={4} />
    </section>
  )
}

/** Judges an experiment that was run elsewhere: choose data, say which columns mean what, read the answer. */
export function ExperimentPage() {
  const { measure, trigger } = useApi()
  const { draft: form, change } = useDraft<ExperimentForm>('experiment', emptyExperiment)
  const words = useQuery(trigger.words.queryOptions({ enabled: form.from === 'accounts' }))
  const analyse = useMutation(measure.analyse.mutationOptions({ meta: { quiet: true } }))
  const [arms, setArms] = useState<readonly string[]>([])
  const columns = form.from === 'file' ? (form.file?.columns ?? []) : words.data ? accountColumns(words.data) : []
  const lack = lackOfForm(form)
  const run = (despite = false) => {
    const ask = askOfForm(form, despite)
    if (analyse.isPending) return toastBusy('The analysis is still running')
    if (lack !== null) return tellLack(lack)
    if (ask === null) return
    analyse.mutate(ask, { onSuccess: found => found && setArms(found.arms.map(({ name }) => name)) })
  }
  useKeys([{ act: 'review.analyse', run: () => run() }])
  const found = analyse.data
  const asked = analyse.variables
  const isOther =
    asked !== undefined && JSON.stringify(asked) !== JSON.stringify(askOfForm(form, asked.despite ?? false))
  return (
    <>
      <PageTop
        title="Experiment from data"
        about={
          <>
            Judge a campaign that was run elsewhere. The assignment is checked first; effects are shown with the
            intervals of the review.
          </>
        }
      />
      <ChooseData
        form={form}
        onChange={next => {
          analyse.reset()
          change(next)
        }}
        onRun={() => run()}
      />
      {words.error ? <ErrorNote failure={failureOf(words.error)} /> : null}
      {columns.length > 0 ? (
        <ColumnsForm
          form={form}
          columns={columns}
          arms={arms}
          busy={analyse.isPending}
          lack={lack}
          onChange={change}
          onRun={() => run()}
        />
      ) : (
        <Empty title="No data chosen yet">
          A file needs one row for each customer, a column that names the arm, and a column for each figure to compare.
        </Empty>
      )}
      {analyse.isPending ? <UnderWay /> : null}
      {analyse.error ? <ErrorNote failure={failureOf(analyse.error)} /> : null}
      {found === null && !analyse.isPending ? <p className="quiet">The analysis was cancelled.</p> : null}
      {found && !analyse.isPending ? (
        <>
          {isOther ? (
            <div className="note wait" role="status">
              <b>These results belong to earlier choices</b>
              <p>The form has changed since they were counted. Analyse again to see the results of the form above.</p>
            </div>
          ) : null}
          <ExperimentResult found={found} onDespite={() => run(true)} />
        </>
      ) : null}
    </>
  )
}
