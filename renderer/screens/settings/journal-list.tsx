import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { JournalRow } from '../../../shared/model/journal.ts'
import { useApi } from '../../api/client.tsx'
import { failureOf } from '../../api/errors.ts'
import { ErrorNote } from '../../parts/error-note.tsx'
import { count, plural } from '../../parts/number.ts'
import { Pager } from '../../parts/pager.tsx'
import { BarRows } from '../../parts/skeleton.tsx'
import { exact, personZone } from '../../parts/time.ts'
import { commandWords } from '../../parts/words.ts'
import { journalWords } from './journal-words.ts'

const PAGE = 50

function Row({ row }: { row: JournalRow }) {
  return (
    <tr>
      <td className="num quiet">{count(row.seq)}</td>
      <td className="nowrap">{exact(row.at, personZone())}</td>
      <td>{row.actor}</td>
      <td>
        {row.undoes ? 'Undid: ' : ''}
        {commandWords(row.command)}
      </td>
      <td>
        <details>
          <summary>{journalWords(row, personZone()) || 'Details'}</summary>
          <code className="raw">
            {row.command} {JSON.stringify(row.args)}
          </code>
        </details>
      </td>
      <td className="raw hash" title={row.hash}>
        {row.hash.slice(0, 10)}
      </td>
    </tr>
  )
}

/** Every decision and who made it, each row chained to the one before. */
export function JournalList() {
  const { journal } = useApi()
  const [offset, setOffset] = useState(0)
  const rows = useQuery(journal.list.queryOptions({ input: { offset, limit: PAGE } }))
  const verify = useMutation(journal.verify.mutationOptions())
  return (
    <section className="card" aria-label="Journal">
      <h2>
        Journal
        <span className="inline">
          <small role="status" className={verify.data && !verify.data.intact ? 'bad' : ''}>
            {verify.data
              ? verify.data.intact
                ? `${plural(verify.data.rows, 'row')}, chain intact`
                : `The chain is broken at row ${verify.data.brokenAt}: a row was changed or removed.`
              : 'append-only, each row chained by its hash'}
          </small>
          <button type="button" className="btn small" disabled={verify.isPending} onClick={() => verify.mutate({})}>
            Verify chain
          </button>
        </span>
      </h2>
      {rows.error ? <ErrorNote failure={failureOf(rows.error)} /> : null}
      {rows.isPending ? <BarRows rows={5} /> : null}
      {rows.data?.length === 0 ? <p className="quiet">No decisions in this workspace yet.</p> : null}
      {rows.data && rows.data.length > 0 ? (
        <table className="grid journal">
          <thead>
            <tr>
              <th className="num">Row</th>
              <th>When</th>
              <th>Who</th>
              <th>Decision</th>
              <th>About</th>
              <th>Hash</th>
            </tr>
          </thead>
          <tbody>
            {rows.data.map(row => (
              <Row key={row.seq} row={row} />
            ))}
          </tbody>
        </table>
      ) : null}
      {rows.data ? (
        <Pager offset={offset} limit={PAGE} total={null} shown={rows.data.length} onOffset={setOffset} />
      ) : null}
    </section>
  )
}
