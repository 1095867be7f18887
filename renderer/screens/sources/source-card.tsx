import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { SourceStatus } from '../../../shared/model.ts'
import { isConnected, type SourceTest } from '../../../shared/source-config.ts'
import { useApi } from '../../api/client.tsx'
import { count } from '../../parts/number.ts'
import { age, exact, personZone } from '../../parts/time.ts'
import { toast } from '../../parts/toast.tsx'
import { freshnessOf } from '../../shell/freshness.ts'
import { useNow } from '../../state/now.ts'
import { SCHEDULES, scheduleWords } from './connect-form.ts'
import { Credentials } from './credentials.tsx'
import { TestAnswer } from './test-answer.tsx'

function Streams({ source }: { source: SourceStatus }) {
  const zone = personZone()
  return (
    <table className="grid">
      <thead>
        <tr>
          <th>Stream</th>
          <th>Becomes</th>
          <th className="num">Rows</th>
          <th className="num">Rows/s</th>
          <th className="num">Set aside</th>
          <th>Newest</th>
          <th>Read</th>
          <th>Trouble</th>
        </tr>
      </thead>
      <tbody>
        {source.streams.map(stream => (
          <tr key={stream.name}>
            <td title={stream.path}>{stream.name}</td>
            <td className="quiet">{stream.record}</td>
            <td className="num">{count(stream.rows)}</td>
            <td className="num">{stream.rowsPerSecond === null ? '–' : count(Math.round(stream.rowsPerSecond))}</td>
            <td className="num">{count(stream.quarantined)}</td>
            <td>{stream.newestAt === null ? '–' : exact(stream.newestAt, zone)}</td>
            <td>
              {stream.syncedAt === null ? 'not yet' : exact(stream.syncedAt, zone)}
              {stream.historyLeft ? <small className="quiet"> · history still being read</small> : null}
            </td>
            <td className="clip bad" title={stream.error ?? undefined}>
              {stream.error ?? ''}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** When a source is read next, or why it is not. `wall` is machine time, UTC ms. */
export function nextWords({ paused, scheduleMs, retryAt, nextAt, failures }: SourceStatus, wall: number): string {
  if (paused) return 'paused'
  if (scheduleMs === null) return 'read by hand'
  const at = failures > 0 ? (retryAt ?? nextAt) : nextAt
  const soon = at === null || at <= wall ? 'next: now' : `next in ${age(at - wall)}`
  return failures > 0
    ? `${scheduleWords(scheduleMs)} · failed ${failures === 1 ? 'once' : `${failures} times`}, ${soon}`
    : `${scheduleWords(scheduleMs)} · ${soon}`
}

/** One source: how fresh it is, what is wrong and what to do, and everything a person may do with it. */
export function SourceCard({ source, onSync, busy }: { source: SourceStatus; onSync: () => void; busy: boolean }) {
  const now = useNow()
  const { tone, text } = freshnessOf(source, now)
  const scheduled = source.kind !== 'sample' && source.kind !== 'warehouse'
  return (
    <section className="card" aria-label={source.name}>
      <h2>
        <span>
          <i className={`dot ${tone}`} /> {source.name}{' '}
          <small>
            newest data {text || 'unknown'}
            {scheduled ? ` · ${nextWords(source, Date.now())}` : ''}
          </small>
        </span>
        <span className="retry">
          {scheduled ? <PauseButton source={source} /> : null}
          {source.kind === 'warehouse' ? null : (
            <button type="button" className="btn small" disabled={busy} onClick={onSync}>
              {busy ? 'Reading …' : 'Read now'}
            </button>
          )}
        </span>
      </h2>
      {source.error ? <p className="trouble">{source.error}</p> : null}
      <Streams source={source} />
      {scheduled ? <More source={source} /> : null}
    </section>
  )
}

function PauseButton({ source: { id, paused, scheduleMs } }: { source: SourceStatus }) {
  const { source } = useApi()
  const pause = useMutation(
    source.pause.mutationOptions({
      onSuccess: (_done, asked) => toast(asked.paused ? 'Paused · z takes it back' : 'It is read again'),
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

/** Schedule, test and credentials: seldom needed, so folded away. */
function More({ source }: { source: SourceStatus }) {
  const api = useApi()
  const [answer, setAnswer] = useState<SourceTest | null>(null)
  const schedule = useMutation(
    api.source.schedule.mutationOptions({
      onSuccess: (_done, asked) => toast(`Read ${scheduleWords(asked.scheduleMs)} · z takes it back`),
    }),
  )
  const test = useMutation(api.source.test.mutationOptions({ onSuccess: setAnswer }))
  const connected = isConnected(source.kind)
  const needs = useQuery({
    ...api.source.secrets.queryOptions({ input: { sourceId: source.id } }),
    enabled: connected,
  })
  const intervals = SCHEDULES.some(([ms]) => ms === source.scheduleMs)
    ? SCHEDULES
    : [[source.scheduleMs, scheduleWords(source.scheduleMs)] as const, ...SCHEDULES]
  const missing = needs.data?.some(({ set, optional }) => !set && !optional) ?? false
  return (
    <details className="more" open={missing || undefined}>
      <summary className="quiet">
        Schedule{connected ? ', credentials and test' : ''}
        {missing ? <span className="bad"> · a credential is missing</span> : null}
      </summary>
      <div className="more-row">
        <label className="field">
          <span>Read</span>
          <select
            className="in"
            value={String(source.scheduleMs)}
            onChange={event =>
              schedule.mutate({
                sourceId: source.id,
                scheduleMs: event.currentTarget.value === 'null' ? null : Number(event.currentTarget.value),
              })
            }
          >
            {intervals.map(([ms, words]) => (
              <option key={words} value={String(ms)}>
                {words}
              </option>
            ))}
          </select>
        </label>
        {connected ? <Credentials sourceId={source.id} needs={needs.data ?? []} /> : null}
      </div>
      {connected ? (
        <div className="more-row">
          <button
            type="button"
            className="btn small"
            disabled={test.isPending}
            onClick={() => test.mutate({ sourceId: source.id, secrets: {} })}
          >
            {test.isPending ? 'Asking …' : 'Test'}
          </button>
          <TestAnswer answer={answer} idle="Tries credentials and reach, and reads nothing." />
        </div>
      ) : null}
    </details>
  )
}
