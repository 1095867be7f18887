import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { JournalEntry, JournalState } from '../../../shared/model/journal.ts'
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

function Row({ row }: { row: JournalEntry }) {
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

/** What a check of the chains has found. */
function verdict({ rows, intact, brokenAt, chains, anchor }: JournalState): string {
  if (anchor.ends === 'changed') return 'The record of where the journal ended was changed.'
  if (anchor.ends === 'cut') return `The journal was cut: row ${anchor.at} was its last one, and is missing or changed.`
  if (intact) return `${plural(rows, 'row')}, ${chains.length > 1 ? `${chains.length} chains` : 'chain'} intact`
  const broken = chains.find(chain => chain.brokenAt === brokenAt)
  const whose = broken && chains.length > 1 ? ` of ${broken.device}` : ''
  return `The chain${whose} is broken at row ${brokenAt}: a row was changed or removed.`
}

/** Who decided what, each row chained to the one of the same device before it. */
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
            {verify.data ? verdict(verify.data) : 'append-only, each row chained by its hash'}
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
