import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Unsent, UnsentCounts, UnsentEnding } from '../../../shared/intervention/unsent.ts'
import type { Check } from '../../../shared/vocabulary.ts'
import { useApi } from '../../api/client.tsx'
import { failureOf } from '../../api/errors.ts'
import { keepWhileSame } from '../../api/keep-while-same.ts'
import { Empty } from '../../parts/empty.tsx'
import { ErrorNote } from '../../parts/error-note.tsx'
import { Key } from '../../parts/keys/key.tsx'
import { count, plural } from '../../parts/number.ts'
import { Pager } from '../../parts/pager.tsx'
import { Range } from '../../parts/range.tsx'
import { BarRows } from '../../parts/skeleton.tsx'
import { exact, personZone, relative, stamp } from '../../parts/time.ts'
import { toast, toastBusy } from '../../parts/toast.tsx'
import { OBSTACLE_WORDS, STAGE_WORDS, UNSENT_WORDS } from '../../parts/words.ts'
import { useKeys } from '../../state/keys.tsx'
import { FIRST_DAYS, useLastDays } from '../../state/last-days.ts'
import { useNow } from '../../state/now.ts'
import { useRowKeys } from '../../state/rows.ts'
import { useUndo } from '../../state/undo.ts'
import { RestRows, useRowsSoFar } from './rest-rows.tsx'

const LIMIT = 100
const COLUMNS = 4

const RANGES: readonly (number | null)[] = [7, 30, 90, null]

type Filter = { check: Check } | { ended: UnsentEnding } | null

/** Every planned message that was not sent, counted by the check or the decision that stopped it. */
export function Ledger() {
  const { outbox } = useApi()
  const [filter, setFilter] = useState<Filter>(null)
  const [days, setDays] = useState<number | null>(FIRST_DAYS)
  const [offset, setOffset] = useState(0)
  const choose = (next: Filter) => {
    setFilter(next)
    setOffset(0)
  }
  const within = (next: number | null) => {
    setDays(next)
    choose(null)
  }
  const period = useLastDays(days)
  const counts = useQuery(
    outbox.unsentCounts.queryOptions({ input: period, placeholderData: keepWhileSame(period, ['from']) }),
  )
  const asked = { check: undefined, ended: undefined, ...filter, ...period, offset, limit: LIMIT }
  const list = useQuery(
    outbox.unsent.queryOptions({ input: asked, placeholderData: keepWhileSame(asked, ['from', 'check', 'ended']) }),
  )
  const listed = list.data ?? []
  const rows = useRowKeys(
    listed.map(({ id }) => id),
    'Not sent',
  )
  const now = useNow()
  const { drawn, more } = useRowsSoFar(
    listed.length,
    listed.findIndex(({ id }) => id === rows.at),
  )
  const accept = useAcceptance(filter, period.from)
  // Nobody accepts a list that they have not seen.
  const gone = () => (list.data ? accept() : toastBusy('The list is still being read'))
  useKeys([{ act: 'unsent.gone', run: gone }])
  const error = counts.error ?? list.error
  if (error) return <ErrorNote failure={failureOf(error)} />
  const range = <Range ranges={RANGES} chosen={days} onChoose={within} className="ledger-range" />
  if (!filter && offset === 0 && list.data?.length === 0)
    return (
      <>
        {range}
        <Empty title={`No messages were stopped${days === null ? '' : ` in the last ${days} days`}`}>
          Messages that a check blocks or a person stops are kept here with the reason.
        </Empty>
      </>
    )
  return (
    <>
      <div className="ledger-top">
        {counts.data ? <Counts counts={counts.data} filter={filter} onFilter={choose} /> : null}
        {range}
        <button
          type="button"
          className="btn small"
          onClick={gone}
          title="Takes them off this list; the ledger keeps them"
        >
          Accept as gone <Key of="unsent.gone" />
        </button>
      </div>
      {list.isPending ? <BarRows rows={6} /> : null}
      <table className="grid outbox-table ledger" hidden={list.isPending}>
        <thead>
          <tr>
            <th>Account</th>
            <th>Result</th>
            <th>Because</th>
            <th>Decided</th>
          </tr>
        </thead>
        <tbody>
          {listed.slice(0, drawn).map(row => (
            <Row key={row.id} row={row} now={now} here={row.id === rows.at} onGo={() => rows.go(row.id)} />
          ))}
        </tbody>
        <RestRows rows={listed.length - drawn} columns={COLUMNS} onNear={more} />
      </table>
      <Pager offset={offset} limit={LIMIT} total={null} shown={list.data?.length ?? 0} onOffset={setOffset} />
      {list.data?.length === 0 ? <p className="quiet pad">No messages match this filter.</p> : null}
    </>
  )
}

/** Accepts what is listed, also on its other pages: what did not leave until now. */
function useAcceptance(filter: Filter, from: number | undefined): () => void {
  const now = useNow()
  const undo = useUndo()
  const accept = useMutation(
    useApi().outbox.acceptUnsent.mutationOptions({
      onSuccess: ({ accepted, journalId }) =>
        toast(`${plural(accepted, 'message')} accepted as gone`, {
          act: { label: 'Undo', act: 'undo', run: () => undo(journalId) },
        }),
    }),
  )
  return () => accept.mutate({ upTo: now, ...(from === undefined ? {} : { from }), ...(filter ?? {}) })
}

function Counts(props: { counts: UnsentCounts; filter: Filter; onFilter: (filter: Filter) => void }) {
  const { counts, filter, onFilter } = props
  const chip = (key: string, label: string, n: number, on: boolean, next: Filter) => (
    <button
      type="button"
      key={key}
      className={on ? 'chip on' : 'chip'}
      aria-pressed={on}
      onClick={() => onFilter(on ? null : next)}
    >
      {label} {count(n)}
    </button>
  )
  // “Held out” is listed among the endings.
  const checks = counts.checks.filter(({ check }) => check !== 'arm')
  const endings = (Object.entries(counts.endings) as [UnsentEnding, number][]).filter(
    ([ended, n]) => n > 0 && ended !== 'refused',
  )
  return (
    <fieldset className="ledger-counts" aria-label="Filter by reason">
      <span className="quiet">{count(counts.total)} not sent</span>
      {checks.map(({ check, n }) =>
        chip(check, OBSTACLE_WORDS[check], n, filter !== null && 'check' in filter && filter.check === check, {
          check,
        }),
      )}
      {endings.map(([ended, n]) =>
        chip(ended, UNSENT_WORDS[ended], n, filter !== null && 'ended' in filter && filter.ended === ended, { ended }),
      )}
    </fieldset>
  )
}

interface RowProps {
  row: Unsent
  /** Workspace time, UTC ms. */
  now: number
  here: boolean
  onGo: () => void
}

function Row({ row, now, here, onGo }: RowProps) {
  const zone = personZone()
  return (
    <tr data-row={row.id} className={here ? 'here' : ''} onClick={onGo}>
      <td className="clip account" title={row.accountName}>
        <a className="link" href={`#/queue/${row.issueId}`}>
          <bdi>{row.accountName}</bdi>
        </a>
        <small className="quiet">{row.recipient ?? 'no recipient'}</small>
      </td>
      <td>
        <span className={row.ended === 'refused' ? 'tag bad' : 'tag'}>{UNSENT_WORDS[row.ended].toLowerCase()}</span>
      </td>
      <td className="because">
        {row.because.map(({ check, fact, until }) => (
          <span key={`${check} ${fact}`} className="two-lines">
            {check ? <b>{OBSTACLE_WORDS[check]}: </b> : null}
            {fact}
            {until === null ? '' : ` · may change ${stamp(until, now, zone)}`}
          </span>
        ))}
      </td>
      <td>
        <time title={exact(row.at, zone)}>
          {relative(row.at, now, zone)}
          <small className="quiet">
            {STAGE_WORDS[row.stage]} · {row.actor}
          </small>
        </time>
      </td>
    </tr>
  )
}
