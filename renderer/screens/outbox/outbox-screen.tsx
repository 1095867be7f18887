import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { OutboxEntry, OutboxOverview } from '../../../shared/outbox/outbox.ts'
import type { OutboxState } from '../../../shared/vocabulary.ts'
import { AHEAD, type Engine, useApi } from '../../api/client.tsx'
import { failureOf } from '../../api/errors.ts'
import { Empty } from '../../parts/empty.tsx'
import { ErrorNote } from '../../parts/error-note.tsx'
import { Key } from '../../parts/keys/key.tsx'
import { count } from '../../parts/number.ts'
import { Pager } from '../../parts/pager.tsx'
import { BarRows } from '../../parts/skeleton.tsx'
import { Tabs } from '../../parts/tabs.tsx'
import { useKeys } from '../../state/keys.tsx'
import { FIRST_DAYS, useLastDays } from '../../state/last-days.ts'
import { useWall, useWorkspace } from '../../state/now.ts'
import { go } from '../../state/route.ts'
import { Approvals } from './approvals.tsx'
import { Ledger } from './ledger.tsx'
import { FixedClock, Replay, Troubles } from './notes.tsx'
import { useActs, useSending } from './outbox-acts.ts'
import { OutboxTable } from './outbox-table.tsx'
import { summaryWords } from './summary-words.ts'
import { Unsure } from './unsure.tsx'
import './outbox.css'

const TABS = ['waiting', 'held', 'refused', 'unsure', 'sent', 'unsent'] as const
type TabName = (typeof TABS)[number]
const LABELS: Record<TabName, string> = {
  waiting: 'Waiting',
  held: 'For approval',
  refused: 'Refused',
  unsure: 'Unsure',
  sent: 'Sent',
  unsent: 'Not sent',
}
const LIMIT = 100
/** Nothing while it is not known, which is not none. */
const known = (n: number | undefined): string => (n === undefined ? '' : count(n))

const EMPTY: Record<'waiting' | 'refused' | 'unsure' | 'sent', [string, string]> = {
  waiting: ['No messages waiting', 'Messages that you send from the queue wait here until they have been sent.'],
  unsure: [
    'No unsure messages',
    'A message or fix that was interrupted while it was sent is listed here for you to settle.',
  ],
  refused: ['No refused messages', 'Messages that a server rejects or a check blocks are listed here with the reason.'],
  sent: ['No messages sent yet', 'Sent messages are listed here.'],
}

function Headline({ summary }: { summary: OutboxOverview }) {
  const wall = useWall(summary.oldestWaitingAt !== null)
  return (
    <div>
      <h1>{summaryWords(summary, wall)}</h1>
      <p>
        {summary.paused
          ? 'Sending is paused. Nothing is sent until you resume.'
          : 'Each message is checked again just before sending, and sent only once.'}
      </p>
    </div>
  )
}

const listOf = (state: OutboxState, offset = 0) => ({ input: { state, offset, limit: LIMIT } })

/** Asks for what waits, which is shown first. */
export function askOutbox({ api: { outbox, channel }, queries }: Engine): void {
  void queries.prefetchQuery({ ...outbox.list.queryOptions(listOf('waiting')), ...AHEAD })
  void queries.prefetchQuery({ ...outbox.list.queryOptions(listOf('sending')), ...AHEAD })
  void queries.prefetchQuery({ ...channel.smtp.queryOptions(), ...AHEAD })
  void queries.prefetchQuery({ ...channel.list.queryOptions(), ...AHEAD })
}

/** Messages of one state. Refused ones are split by whether the provider or a check refused them. */
function Messages({ state, total }: { state: Exclude<TabName, 'held' | 'unsent'> & OutboxState; total: number }) {
  const { outbox } = useApi()
  const acts = useActs()
  const [wanted, setOffset] = useState(0)
  const offset = wanted < total ? wanted : 0
  const list = useQuery(outbox.list.queryOptions({ ...listOf(state, offset), placeholderData: keepPreviousData }))
  const sending = useQuery(outbox.list.queryOptions({ ...listOf('sending'), enabled: state === 'waiting' }))
  if (list.error) return <ErrorNote failure={failureOf(list.error)} />
  if (list.isPending) return <BarRows rows={6} />
  const items: OutboxEntry[] = [...(state === 'waiting' ? (sending.data ?? []) : []), ...list.data]
  if (items.length === 0) return <Empty title={EMPTY[state][0]}>{EMPTY[state][1]}</Empty>
  const pager = <Pager offset={offset} limit={LIMIT} total={total} shown={list.data.length} onOffset={setOffset} />
  if (state !== 'refused')
    return (
      <>
        {state === 'unsure' ? <Unsure items={items} /> : <OutboxTable items={items} acts={acts} />}
        {pager}
      </>
    )
  // Dead letters first, because they need a person. Messages that a check blocked usually need nobody.
  const dead = items.filter(({ refusedBy }) => refusedBy === 'provider')
  const stopped = items.filter(({ refusedBy }) => refusedBy !== 'provider')
  return (
    <>
      <OutboxTable
        items={[...dead, ...stopped]}
        headings={
          new Map([
            [dead[0]?.id, `Dead letters: rejected by the provider · ${count(dead.length)}`],
            [stopped[0]?.id, `Blocked by a check before sending · ${count(stopped.length)}`],
          ])
        }
        acts={acts}
      />
      {pager}
    </>
  )
}

/** Waiting messages and why they wait, those that need a decision, sent ones, and those that were not sent. */
export function OutboxScreen({ tab }: { tab: string | null }) {
  const { outbox, channel } = useApi()
  const chosen = TABS.find(name => name === tab) ?? 'waiting'
  const summary = useQuery(outbox.summary.queryOptions())
  const unsent = useQuery(outbox.unsentCounts.queryOptions({ input: useLastDays(FIRST_DAYS) }))
  const smtp = useQuery(channel.smtp.queryOptions())
  const workspace = useWorkspace().data
  const sample = workspace?.sample ?? false
  // The sample's messages go into a folder until a mail server is set, so its clock cannot do any harm.
  const practice = sample && smtp.data?.setting === null
  const { drain, pause, replay } = useSending()
  const paused = summary.data?.paused ?? false
  const counts = summary.data?.counts
  const hold = () => pause.mutate({ paused: !paused })
  const turn = (by: number) => go('outbox', TABS[(TABS.indexOf(chosen) + by + TABS.length) % TABS.length])
  const group = 'Outbox'
  useKeys([
    { act: 'outbox.send', run: () => drain.mutate({}) },
    { act: 'outbox.hold', run: hold },
    { act: 'tabs.next', group, run: () => turn(1) },
    { act: 'tabs.previous', group, run: () => turn(-1) },
  ])
  return (
    <div className="page">
      <div className="inner stack">
        <div className="page-top">
          {summary.data ? <Headline summary={summary.data} /> : <h1>Outbox</h1>}
          <div className="right">
            <button type="button" className="btn" onClick={hold}>
              {paused ? 'Resume' : 'Pause all'} <Key of="outbox.hold" />
            </button>
            <button type="button" className="btn main" disabled={drain.isPending} onClick={() => drain.mutate({})}>
              {drain.isPending ? 'Sending …' : 'Send now'} <Key of="outbox.send" />
            </button>
          </div>
        </div>
        {summary.data?.replay && !practice ? (
          <Replay
            replay={summary.data.replay}
            busy={replay.isPending}
            onAllow={allowed => replay.mutate({ allowed })}
          />
        ) : null}
        {workspace?.clock.mode === 'fixed' && (counts?.waiting ?? 0) > 0 ? (
          <FixedClock at={workspace.clock.at} />
        ) : null}
        {summary.data ? <Troubles troubles={summary.data.troubles} /> : null}
        {summary.error ? <ErrorNote failure={failureOf(summary.error)} /> : null}
        <section className="card">
          <Tabs
            label="Messages by state"
            tabs={TABS.map(name => ({
              name,
              label: LABELS[name],
              n: known(name === 'unsent' ? unsent.data?.total : counts?.[name]),
            }))}
            chosen={chosen}
            onChoose={name => go('outbox', name)}
          />
          {chosen === 'held' ? (
            <Approvals total={counts?.held ?? 0} />
          ) : chosen === 'unsent' ? (
            <Ledger />
          ) : (
            <Messages key={chosen} state={chosen} total={counts?.[chosen] ?? 0} />
          )}
        </section>
      </div>
    </div>
  )
}
