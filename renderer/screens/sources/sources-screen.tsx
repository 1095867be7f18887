import { useMutation, useQuery } from '@tanstack/react-query'
import type { SourceStatus } from '../../../shared/model.ts'
import { useApi } from '../../api/client.tsx'
import { failureOf } from '../../api/errors.ts'
import { Empty } from '../../parts/empty.tsx'
import { ErrorNote } from '../../parts/error-note.tsx'
import { count, plural } from '../../parts/number.ts'
import { BarRows } from '../../parts/skeleton.tsx'
import { exact, personZone } from '../../parts/time.ts'
import { toast } from '../../parts/toast.tsx'
import { freshnessOf } from '../../shell/freshness.ts'
import { useKeys } from '../../state/keys.tsx'
import { useNow } from '../../state/now.ts'
import { go } from '../../state/route.ts'
import { Connect } from './connect.tsx'
import { Identity } from './identity.tsx'
import { Quarantine } from './quarantine.tsx'
import './sources.css'

function Streams({ source }: { source: SourceStatus }) {
  const zone = personZone()
  return (
    <table className="grid">
      <thead>
        <tr>
          <th>Stream</th>
          <th>Becomes</th>
          <th className="num">Rows</th>
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
            <td className="num">{count(stream.quarantined)}</td>
            <td>{stream.newestAt === null ? '–' : exact(stream.newestAt, zone)}</td>
            <td>{stream.syncedAt === null ? 'not yet' : exact(stream.syncedAt, zone)}</td>
            <td className="clip bad" title={stream.error ?? undefined}>
              {stream.error ?? ''}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function SourceCard({ source, onSync, busy }: { source: SourceStatus; onSync: () => void; busy: boolean }) {
  const now = useNow()
  const { tone, text } = freshnessOf(source, now)
  return (
    <section className="card" aria-label={source.name}>
      <h2>
        <span>
          <i className={`dot ${tone}`} /> {source.name} <small>newest data {text || 'unknown'}</small>
        </span>
        <button type="button" className="btn small" disabled={busy} onClick={onSync}>
          {busy ? 'Reading …' : 'Read now'}
        </button>
      </h2>
      {source.error ? <p className="trouble">{source.error}</p> : null}
      <Streams source={source} />
    </section>
  )
}

/** Where the data come from, how old they are, and what did not fit. */
export function SourcesScreen({ connecting }: { connecting: boolean }) {
  const api = useApi()
  const sources = useQuery(api.source.list.queryOptions())
  const tasks = useQuery(api.task.list.queryOptions())
  const syncing = tasks.data?.some(task => task.kind === 'sync' && task.state === 'running') ?? false
  const sync = useMutation(
    api.source.sync.mutationOptions({
      onSuccess: report => {
        const changed = report.streams.reduce((sum, stream) => sum + stream.changed, 0)
        toast(
          report.cancelled ? 'Reading was stopped; what was read is kept' : `Read: ${plural(changed, 'row')} changed`,
        )
      },
    }),
  )
  const all = () => sync.mutate({})
  useKeys([
    { keys: 'r', label: 'read all sources now', group: 'Sources', run: all },
    { keys: 'n', label: 'connect files', group: 'Sources', run: () => go('sources', 'connect') },
  ])
  if (connecting) return <Connect onDone={() => go('sources')} />
  const set = sources.data?.reduce((sum, source) => sum + source.quarantined, 0) ?? 0
  return (
    <div className="page">
      <div className="inner stack">
        <div className="page-top">
          <div>
            <h1>Sources</h1>
            <p>What is read into this workspace. Reading twice changes nothing; rows that do not fit are set aside.</p>
          </div>
          <div className="right">
            <button type="button" className="btn" disabled={syncing || !sources.data?.length} onClick={all}>
              Read all now <kbd>r</kbd>
            </button>
            <button type="button" className="btn main" onClick={() => go('sources', 'connect')}>
              Connect files <kbd>n</kbd>
            </button>
          </div>
        </div>
        {sources.error ? <ErrorNote failure={failureOf(sources.error)} /> : null}
        {sources.isPending ? <BarRows rows={4} /> : null}
        {sources.data?.length === 0 ? (
          <Empty
            title="No source connected"
            acts={
              <button type="button" className="btn main small" onClick={() => go('sources', 'connect')}>
                Connect files
              </button>
            }
          >
            Accounts, contacts, events and tickets come from files that you choose. Nothing leaves this computer.
          </Empty>
        ) : null}
        {sources.data?.map(source => (
          <SourceCard
            key={source.id}
            source={source}
            busy={syncing}
            onSync={() => sync.mutate({ sourceId: source.id })}
          />
        ))}
        <Identity />
        {set > 0 ? <Quarantine sources={sources.data ?? []} /> : null}
      </div>
    </div>
  )
}
