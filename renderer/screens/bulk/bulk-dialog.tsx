import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { languageName } from '../../../shared/intervention/language.ts'
import { useApi } from '../../api/client.tsx'
import { failureOf } from '../../api/errors.ts'
import { ErrorNote } from '../../parts/error-note.tsx'
import { Form, firstLack, SendButton } from '../../parts/form.tsx'
import { count } from '../../parts/number.ts'
import { Dialog } from '../../parts/over/dialog.tsx'
import { toast } from '../../parts/toast.tsx'
import { type BulkWish, useBulk } from '../../state/bulk.ts'
import { useKeepStanding } from '../../state/list/standing.ts'
import { useUndo } from '../../state/undo.ts'
import { startable, startedWords, startManyWords } from './bulk-words.ts'
import { QuietHours, waitsForMorning } from './quiet-hours.tsx'
import { Summary } from './summary.tsx'
import './bulk.css'

const SECOND = 1_000
/** The choice under which no playbook is named: no playbook has an empty id. */
const EACH_ITS_OWN = ' '

/** Starts a playbook for many issues; shows the result, with an undo for as long as that is possible. */
function useStart(close: () => void) {
  const { intervention, workspace } = useApi()
  const undo = useUndo()
  const keepStanding = useKeepStanding()
  const guardrails = useQuery(workspace.guardrails.queryOptions())
  return useMutation(
    intervention.startMany.mutationOptions({
      onSuccess: done => {
        close()
        void keepStanding()
        toast(startedWords(done), {
          ms: Math.max(8 * SECOND, (guardrails.data?.undoSeconds ?? 0) * SECOND),
          act: { label: 'Undo', act: 'undo', countdown: true, run: () => undo(done.journalId) },
        })
      },
    }),
  )
}

/** The running bulk task, with its progress and a button to cancel it. */
function Progress({ words }: { words: string }) {
  const { task } = useApi()
  const tasks = useQuery(task.list.queryOptions())
  const cancel = useMutation(task.cancel.mutationOptions())
  const running = tasks.data?.find(one => one.kind === 'outreach' && one.state === 'running')
  return (
    <div className="bulk-progress" role="status">
      <progress
        aria-label={words}
        {...(running?.total ? { value: running.done, max: Math.max(1, running.total) } : {})}
      />
      <span>
        {words}
        {running?.total ? ` · ${count(running.done)} of ${count(running.total)}` : ' …'}
      </span>
      {running ? (
        <button type="button" className="btn small" onClick={() => cancel.mutate({ id: running.id })}>
          Cancel
        </button>
      ) : null}
    </div>
  )
}

function Body({ wish, close }: { wish: BulkWish; close: () => void }) {
  const api = useApi()
  const playbooks = useQuery(api.playbook.list.queryOptions())
  const fitting = (playbooks.data ?? []).filter(({ id, categories }) =>
    wish.only ? id === wish.playbookId : wish.category === undefined || categories.includes(wish.category),
  )
  const [picked, setPicked] = useState<string | undefined>(wish.playbookId)
  const [reason, setReason] = useState('')
  const playbookId = picked ?? (wish.each ? EACH_ITS_OWN : (fitting[0]?.id ?? ''))
  const isEach = playbookId === EACH_ITS_OWN
  const quiet = !isEach && reason.trim().length >= 3 ? { inQuietHours: reason.trim() } : {}
  const plan = useQuery({
    ...api.intervention.plan.queryOptions({
      input: { ...wish.whom, ...quiet, ...(isEach ? {} : { playbookId }) },
      enabled: playbookId !== '',
    }),
    // A plan from a minute ago may be out of date, so none is reused.
    gcTime: 0,
    staleTime: 0,
  })
  const start = useStart(close)
  const languages = Object.keys(wish.whom.words?.translations ?? {}).map(languageName)
  const n = plan.data ? startable(plan.data) : 0
  const [first, ...others] = plan.data?.byPlaybook ?? []
  const lack = firstLack(
    start.isPending && { say: 'The outreach is still being started' },
    plan.isFetching && { say: 'Each issue is still being checked' },
    plan.error !== null && { say: 'Plan again first: the last plan failed' },
    playbookId === '' && { say: 'No playbook is written for these issues' },
    n === 0 && { say: 'None of these issues can be written to now', field: 'playbook' },
  )
  const go = () => {
    if (!first) return
    start.mutate({
      ...{ playbookId: first.playbookId, issueIds: first.issueIds, others, ...quiet },
      ...(wish.whom.words ? { words: wish.whom.words } : {}),
    })
  }
  return (
    <Form className="stack" lack={lack} onSend={go}>
      <label className="bulk-playbook">
        <span>Playbook</span>
        <select
          className="in"
          aria-label="Playbook"
          name="playbook"
          disabled={start.isPending}
          value={playbookId}
          onChange={event => setPicked(event.currentTarget.value)}
          onKeyDown={event => {
            // Enter presses the button; the space bar opens the list.
            if (event.key !== 'Enter') return
            event.preventDefault()
            event.currentTarget.form?.requestSubmit()
          }}
        >
          {wish.each ? <option value={EACH_ITS_OWN}>Each issue its own best playbook</option> : null}
          {fitting.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </label>
      {plan.error ? (
        <ErrorNote failure={failureOf(plan.error)}>
          <button type="button" className="btn small" onClick={() => void plan.refetch()}>
            Plan again
          </button>
        </ErrorNote>
      ) : null}
      {start.isPending ? (
        <Progress words="Starting" />
      ) : plan.isFetching ? (
        <Progress words="Checking each issue" />
      ) : null}
      {languages.length > 0 ? (
        <p className="quiet">
          Written in English, {languages.join(', ')}: each contact gets the language that they read. Contacts whose
          language is unknown or not listed get English.
        </p>
      ) : null}
      {plan.data && !plan.isFetching && !start.isPending ? <Summary summary={plan.data} /> : null}
      {wish.only ? <QuietHours waits={waitsForMorning(plan.data)} reason={reason} onReason={setReason} /> : null}
      <div className="dialog-acts">
        <button type="button" className="btn" onClick={close}>
          {start.isPending ? 'Continue in the background' : 'Close'}
        </button>
        {/* Never disabled, because it has the focus from the start and would lose it. */}
        <SendButton data-autofocus data-decides="start the outreach">
          {plan.data ? startManyWords(plan.data) : 'Start'} <kbd>⏎</kbd>
        </SendButton>
      </div>
    </Form>
  )
}

/** Bulk outreach: first a summary of what would happen, then the start. Nothing is sent before the start. */
export function BulkDialog() {
  const { wish, close } = useBulk()
  return (
    <Dialog opened={wish !== null} onClose={close} title={wish ? `Start outreach to ${wish.title}` : ''} size={680}>
      {wish ? <Body key={JSON.stringify(wish)} wish={wish} close={close} /> : null}
    </Dialog>
  )
}
