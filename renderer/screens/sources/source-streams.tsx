import { useQuery } from '@tanstack/react-query'
import { Fragment } from 'react'
import type { SourceStatus } from '../../../shared/model/source.ts'
import { useApi } from '../../api/client.tsx'
import { count } from '../../parts/number.ts'
import { exact, personZone, stamp } from '../../parts/time.ts'
import { useNow } from '../../state/now.ts'
import { AcceptGone } from './accept-gone.tsx'
import { ColumnReports } from './column-report.tsx'

/** What the manifest of a source of kind `rest` says of each stream. */
function useManifest(source: SourceStatus) {
  const { manifest } = (source.settings ?? {}) as { manifest?: string }
  const manifests = useQuery({ ...useApi().source.manifests.queryOptions(), enabled: source.kind === 'rest' })
  const streams = manifests.data?.find(({ id }) => id === manifest)?.streams
  return (name: string) => streams?.find(stream => stream.name === name)
}

/** The streams whose settings say that they have everything there is. */
function completeIn({ config, settings }: SourceStatus): string[] {
  const { streams } = (config ?? settings ?? {}) as { streams?: unknown }
  const all = Array.isArray(streams) ? (streams as { name?: string; complete?: unknown }[]) : []
  return all.flatMap(({ name, complete }) => (name !== undefined && complete !== undefined ? [name] : []))
}

/** Each stream of a source: its rows, its freshness and its problem. */
export function SourceStreams({ source }: { source: SourceStatus }) {
  const zone = personZone()
  const now = useNow()
  const manifest = useManifest(source)
  const complete = completeIn(source)
  const moment = (at: number | null, none: string) =>
    at === null ? <span className="quiet">{none}</span> : <span title={exact(at, zone)}>{stamp(at, now, zone)}</span>
  if (source.streams.length === 0) return <p className="quiet">This source is not synced yet.</p>
  return (
    <table className="grid dense">
      <thead>
        <tr>
          <th>Stream</th>
          <th>Becomes</th>
          <th className="num">Rows</th>
          <th className="num">Rows/s</th>
          <th className="num">Quarantined</th>
          <th>Newest data</th>
          <th>Synced</th>
        </tr>
      </thead>
      <tbody>
        {source.streams.map(stream => (
          <Fragment key={stream.name}>
            <tr>
              <td title={stream.path || undefined}>{stream.name}</td>
              <td className="quiet">{stream.record || manifest(stream.name)?.records.join(', ')}</td>
              <td className="num">{count(stream.rows)}</td>
              <td className="num">{stream.rowsPerSecond === null ? '–' : count(Math.round(stream.rowsPerSecond))}</td>
              <td className={stream.quarantined > 0 ? 'num wait' : 'num quiet'}>{count(stream.quarantined)}</td>
              <td>{moment(stream.newestAt, '–')}</td>
              <td>
                {moment(stream.syncedAt, stream.readInPart ? 'in part' : 'not yet')}
                {stream.historyLeft ? <span className="quiet"> · backfill in progress</span> : null}
              </td>
            </tr>
            {stream.error && stream.error !== source.error ? (
              <tr className="of-above">
                <td colSpan={7} className="trouble">
                  {stream.error}
                </td>
              </tr>
            ) : null}
            {stream.error && (complete.includes(stream.name) || manifest(stream.name)?.complete) ? (
              <tr className="of-above">
                <td colSpan={7}>
                  <AcceptGone sourceId={source.id} stream={stream.name} />
                </td>
              </tr>
            ) : null}
            {stream.columns.length > 0 ? (
              <tr className="of-above">
                <td colSpan={7}>
                  <ColumnReports columns={stream.columns} />
                </td>
              </tr>
            ) : null}
          </Fragment>
        ))}
      </tbody>
    </table>
  )
}
