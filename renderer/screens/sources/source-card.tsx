import { useMutation, useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import type { SourceStatus } from '../../../shared/model/source.ts'
import type { Task } from '../../../shared/model/task.ts'
import { isConnected } from '../../../shared/source/source-config.ts'
import { useApi } from '../../api/client.tsx'
import { toastUndoable } from '../../parts/toast.tsx'
import { freshnessOf } from '../../shell/freshness.ts'
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
  const [setup, setSetup] = useState<boolean | null>(null)
  const shown = toggled ?? (open || source.error !== null)
  const scheduled = source.kind !== 'sample' && source.kind !== 'warehouse'
  return (
    <section className="card source" aria-label={source.name}>
      <SourceHead
        source={source}
        missing={missing.length > 0}
        reading={task !== null}
        shown={shown}
        onShow={() => setShown(!shown)}
      >
        {scheduled ? <PauseButton source={source} /> : null}
        {scheduled ? (
          <button
            type="button"
            className="btn small"
            aria-expanded={setup ?? missing.length > 0}
            onClick={() => setSetup(!(setup ?? missing.length > 0))}
          >
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
      {(setup ?? missing.length > 0) && scheduled ? (
        <SourceSetup source={source} needs={needs.data ?? []} onEdit={() => go('sources', `edit/${source.id}`)} />
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
  // A tag beside it says that the source is paused or failed.
  const { text } = freshnessOf({ ...source, paused: false, error: null }, now)
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
