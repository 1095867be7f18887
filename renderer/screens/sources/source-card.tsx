import { useMutation, useQuery } from '@tanstack/react-query'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import type { SourceStatus } from '../../../shared/model/source.ts'
import type { Task } from '../../../shared/model/task.ts'
import { asksForCredentials } from '../../../shared/source/credentials-again.ts'
import { isConnected } from '../../../shared/source/source-config.ts'
import { useApi } from '../../api/client.tsx'
import { Key } from '../../parts/keys/key.tsx'
import { toast, toastUndoable } from '../../parts/toast.tsx'
import { freshnessOf, isPart } from '../../shell/freshness.ts'
import { useNow } from '../../state/now.ts'
import { go } from '../../state/route.ts'
import { SourceSetup } from './source-setup.tsx'
import { SourceStreams } from './source-streams.tsx'
import { contentWords, KIND_WORDS, nextWords, progressWords } from './source-words.ts'

interface Props {
  source: SourceStatus
  /** The running sync of this source. */
  task: Task | null
  /** Its streams are shown from the start, because there are few sources. */
  open: boolean
  onSync: () => void
}

/** The fields of credentials, and the button of a sign-in where there is none. */
const FIELDS = '.setup-credentials :is(input, button)'
const ENTER = 'data-enter-credentials'

/** Leads to the field of the first source that asks for credentials. */
export function enterCredentials(): void {
  const button = document.querySelector<HTMLButtonElement>(`[${ENTER}]`)
  if (button) button.click()
  else toast('No source asks for credentials')
}

/** One source: its freshness, its problems, and the commands for it. */
export function SourceCard({ source, task, open, onSync }: Props) {
  const api = useApi()
  const connected = isConnected(source.kind)
  const needs = useQuery({
    ...api.source.secrets.queryOptions({ input: { sourceId: source.id } }),
    enabled: connected,
  })
  const missing = needs.data?.filter(({ set, optional }) => !set && !optional).map(({ label }) => label) ?? []
  const [toggled, setShown] = useState<boolean | null>(null)
  const asks = connected && (missing.length > 0 || asksForCredentials(source.error))
  const [toggledSetup, setSetup] = useState<boolean | null>(null)
  const setup = toggledSetup ?? asks
  const card = useRef<HTMLElement>(null)
  const [entering, setEntering] = useState(0)
  useEffect(() => {
    if (entering > 0) card.current?.querySelector<HTMLElement>(FIELDS)?.focus()
  }, [entering])
  const edit = () => go('sources', `edit/${source.id}`)
  const shown = toggled ?? (open || source.error !== null)
  const scheduled = source.kind !== 'sample' && source.kind !== 'warehouse'
  return (
    <section className="card source" aria-label={source.name} ref={card}>
      <SourceHead
        source={source}
        missing={missing.length > 0}
        reading={task !== null}
        shown={shown}
        onShow={() => setShown(!shown)}
      >
        {scheduled ? <PauseButton source={source} /> : null}
        {scheduled ? (
          <button type="button" className="btn small" aria-expanded={setup} onClick={() => setSetup(!setup)}>
            Settings
          </button>
        ) : null}
        {source.kind === 'warehouse' || task ? null : (
          <button type="button" className="btn small" onClick={onSync}>
            Sync now
          </button>
        )}
        {task ? <CancelButton task={task} /> : null}
      </SourceHead>
      {task ? <Progress task={task} /> : null}
      {source.error && !(task && missing.length === 0) ? <p className="trouble">{source.error}</p> : null}
      {scheduled && !task && (asks || (source.error && !setup)) ? (
        <p className="retry">
          {asks ? (
            <button
              type="button"
              className="btn main small"
              {...{ [ENTER]: true }}
              onClick={() => {
                setSetup(true)
                setEntering(entering + 1)
              }}
            >
              Enter credentials <Key of="sources.credentials" />
            </button>
          ) : null}
          {setup ? null : (
            <button type="button" className="btn small" onClick={edit}>
              Edit streams and settings
            </button>
          )}
        </p>
      ) : null}
      {setup && scheduled ? (
        // The field that a person is in stays when its error goes: the focus would be lost.
        <SourceSetup source={source} needs={needs.data ?? []} onEdit={edit} onEnter={() => setSetup(true)} />
      ) : null}
      {shown ? <SourceStreams source={source} /> : null}
    </section>
  )
}

function SourceHead({
  source,
  missing,
  reading,
  shown,
  onShow,
  children,
}: {
  source: SourceStatus
  missing: boolean
  reading: boolean
  shown: boolean
  onShow: () => void
  children: ReactNode
}) {
  const now = useNow()
  // A tag beside it says that the source is paused, failed or was read in part.
  const { text } = freshnessOf({ ...source, paused: false, error: null, streams: [] }, now)
  const { tone } = freshnessOf(source, now)
  const scheduled = source.kind !== 'sample' && source.kind !== 'warehouse'
  return (
    <div className="source-head">
      <button type="button" className="source-name-line" aria-expanded={shown} onClick={onShow}>
        <i className={`caret${shown ? ' open' : ''}`} aria-hidden="true" />
        <i className={`dot ${tone}`} />
        <b>{source.name}</b>
        {source.name.toLowerCase() === KIND_WORDS[source.kind].toLowerCase() ? null : (
          <span className="quiet">{KIND_WORDS[source.kind]}</span>
        )}
        {source.paused ? <span className="tag wait">paused</span> : null}
        {isPart(source) && !reading ? <span className="tag wait">read in part</span> : null}
        {missing ? <span className="tag bad">credential missing</span> : null}
        {source.quarantined > 0 ? <span className="tag wait">{source.quarantined} quarantined</span> : null}
      </button>
      <span className="source-facts">
        <span>{source.newestAt === null && source.syncedAt === null ? text : `newest data ${text} old`}</span>
        <span>{contentWords(source)}</span>
        {scheduled && !source.paused && !reading ? <span>{nextWords(source, Date.now())}</span> : null}
      </span>
      <span className="source-acts">{children}</span>
    </div>
  )
}

function Progress({ task }: { task: Task }) {
  return (
    <p className="source-progress" role="status">
      <progress
        aria-label={task.title}
        {...(task.total === null ? {} : { value: task.done, max: Math.max(1, task.total) })}
      />
      <span>
        {task.title} · {progressWords(task)}
      </span>
    </p>
  )
}

function CancelButton({ task }: { task: Task }) {
  const cancel = useMutation(useApi().task.cancel.mutationOptions())
  return (
    <button
      type="button"
      className="btn small"
      disabled={cancel.isPending || cancel.isSuccess}
      title="Rows already synced are kept"
      onClick={() => cancel.mutate({ id: task.id })}
    >
      {cancel.isSuccess ? 'Stopping …' : 'Cancel'}
    </button>
  )
}

function PauseButton({ source: { id, paused, scheduleMs } }: { source: SourceStatus }) {
  const { source } = useApi()
  const pause = useMutation(
    source.pause.mutationOptions({
      onSuccess: (_done, asked) => toastUndoable(asked.paused ? 'Source paused' : 'Source resumed'),
    }),
  )
  if (scheduleMs === null && !paused) return null
  return (
    <button
      type="button"
      className="btn small"
      disabled={pause.isPending}
      onClick={() => pause.mutate({ sourceId: id, paused: !paused })}
    >
      {paused ? 'Resume' : 'Pause'}
    </button>
  )
}
