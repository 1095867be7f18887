import { useMutation, useQuery } from '@tanstack/react-query'
import { Fragment, useState } from 'react'
import type { QuarantineRow, SourceStatus } from '../../../shared/model/source.ts'
import { useApi } from '../../api/client.tsx'
import { failureOf } from '../../api/errors.ts'
import { ErrorNote } from '../../parts/error-note.tsx'
import { count, plural } from '../../parts/number.ts'
import { toast } from '../../parts/toast.tsx'
import { fieldsOf } from './connect/readable.ts'

const LIMIT = 100

/** Quarantined rows by source and stream, each with its reason. They can be retried. */
export function Quarantine({ sources }: { sources: readonly SourceStatus[] }) {
  const { source } = useApi()
  const held = sources.filter(({ quarantined }) => quarantined > 0)
  const [where, setWhere] = useState('')
  const places = held.flatMap(({ id, name, quarantined, streams }) => [
    { value: `${id}`, label: name, n: quarantined, sourceId: id, stream: undefined },
    ...(streams.length < 2 ? [] : streams)
      .filter(stream => stream.quarantined > 0)
      .map(stream => ({
        value: `${id}/${stream.name}`,
        label: `${name} · ${stream.name}`,
        n: stream.quarantined,
        sourceId: id,
        stream: stream.name,
      })),
  ])
  const place = places.find(({ value }) => value === where)
  const all = held.reduce((sum, { quarantined }) => sum + quarantined, 0)
  const input = { limit: LIMIT, ...(place ? { sourceId: place.sourceId } : {}) }
  const rows = useQuery(
    source.quarantine.queryOptions({ input: place?.stream === undefined ? input : { ...input, stream: place.stream } }),
  )
  const retry = useMutation(
    source.retryQuarantine.mutationOptions({
      onSuccess: ({ accepted, left }) =>
        toast(`${plural(accepted, 'row')} accepted · ${count(left)} still quarantined`),
    }),
  )
  const again = place ? held.filter(({ id }) => id === place.sourceId) : held
  return (
    <section className="card" aria-label="Quarantine">
      <h2>
        <span>
          Quarantine <small>{plural(place?.n ?? all, 'row')} not accepted</small>
        </span>
        <span className="retry">
          {places.length > 1 ? (
            <select
              className="in quarantine-place"
              aria-label="Show rows of"
              value={place?.value ?? ''}
              onChange={event => setWhere(event.currentTarget.value)}
            >
              <option value="">All sources · {count(all)}</option>
              {places.map(({ value, label, n }) => (
                <option key={value} value={value}>
                  {label} · {count(n)}
                </option>
              ))}
            </select>
          ) : null}
          {again.map(({ id, name, quarantined }) => (
            <button
              type="button"
              className="btn small"
              key={id}
              disabled={retry.isPending}
              onClick={() => retry.mutate({ sourceId: id })}
            >
              Retry {plural(quarantined, 'row')} of {name}
            </button>
          ))}
        </span>
      </h2>
      {rows.error ? <ErrorNote failure={failureOf(rows.error)} /> : null}
      <Rows rows={rows.data ?? []} sources={held} />
      {(place?.n ?? all) > LIMIT ? <p className="quiet">Only the first {LIMIT} rows are shown.</p> : null}
    </section>
  )
}

function Rows({ rows, sources }: { rows: readonly QuarantineRow[]; sources: readonly SourceStatus[] }) {
  const [opened, setOpened] = useState<number | null>(null)
  const nameOf = (id: number) => sources.find(source => source.id === id)?.name ?? ''
  return (
    <table className="grid dense quarantine">
      <thead>
        <tr>
          <th>Reason</th>
          <th>Stream</th>
          <th className="num">Line</th>
          <th>Column</th>
          <th>Row</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(row => (
          <Fragment key={row.id}>
            <tr>
              <td>{row.reason}</td>
              <td className="quiet nowrap">
                {sources.length > 1 ? `${nameOf(row.sourceId)} · ${row.stream}` : row.stream}
              </td>
              <td className="num">{count(row.line)}</td>
              <td>{row.column ?? '–'}</td>
              <td>
                <button
                  type="button"
                  className="raw-text clip"
                  aria-expanded={opened === row.id}
                  title="Show the whole row"
                  onClick={() => setOpened(opened === row.id ? null : row.id)}
                >
                  {row.raw}
                </button>
              </td>
            </tr>
            {opened === row.id ? (
              <tr className="of-above">
                <td colSpan={5}>
                  <WholeRow row={row} />
                </td>
              </tr>
            ) : null}
          </Fragment>
        ))}
      </tbody>
    </table>
  )
}

function WholeRow({ row: { raw, column } }: { row: QuarantineRow }) {
  return (
    <dl className="whole-row">
      {fieldsOf(raw).map(([key, value]) => (
        <div key={key}>
          {key ? <dt className={key === column ? 'bad' : ''}>{key}</dt> : null}
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
