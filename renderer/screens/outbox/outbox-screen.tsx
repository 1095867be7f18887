import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { OutboxItem, OutboxSummary } from '../../../shared/outbox/outbox.ts'
import type { OutboxState } from '../../../shared/vocabulary.ts'
import { useApi } from '../../api/client.tsx'
import { failureOf } from '../../api/errors.ts'
import { Empty } from '../../parts/empty.tsx'
import { ErrorNote } from '../../parts/error-note.tsx'
import { count } from '../../parts/number.ts'
import { Pager } from '../../parts/pager.tsx'
import { BarRows } from '../../parts/skeleton.tsx'
import { Tabs } from '../../parts/tabs.tsx'
import { useKeys } from '../../state/keys.tsx'
import { useWorkspace } from '../../state/now.ts'
import { go } from '../../state/route.ts'
import { Approvals } from './approvals.tsx'
import { Ledger } from './ledger.tsx'
import { Replay, StandsStill, Troubles } from './notes.tsx'
import { useActs, useSending } from './outbox-acts.ts'
import { OutboxTable } from './outbox-table.tsx'
import { standing } from './standing.ts'
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
  unsent: 'Did not leave',
}
const LIMIT = 200
const TICK_MS = 1_000

const EMPTY: Record<'waiting' | 'refused' | 'unsure' | 'sent', [string, string]> = {
  waiting: ['Nothing waits', 'Messages that you send from the queue wait here until they have certainly left.'],
  unsure: ['Nothing is unsure', 'A message or fix that was cut off half-way would wait here for your word.'],
  refused: ['Nothing has failed', 'Messages that a server or a check turned down would be here, with the reason.'],
  sent: ['Nothing was sent yet', 'Messages that have left are listed here.'],
}

function Headline({ summary }: { summary: OutboxSummary }) {
  return (
    <div>
      <h1>{standing(summary, Date.now())}</h1>
      <p>
        {summary.paused
          ? 'Paused by you: nothing leaves until you resume.'
          : 'Each message is checked again at the moment it leaves, and leaves once.'}
      </p>
    </div>
  )
}

/** Draws again every second while something waits, so that ages are true. */
function useTick(on: boolean): void {
  const [, tick] = useState(0)
  useEffect(() => {
    if (!on) return
    const timer = setInterval(() => tick(n => n + 1), TICK_MS)
    return () => clearInterval(timer)
  }, [on])
}

/** Messages of one state. What failed is told apart by who said no. */
function Messages({ state, total }: { state: Exclude<TabName, 'held' | 'unsent'> & OutboxState; total: number }) {
  const { outbox } = useApi()
  const acts = useActs()
  const [wanted, setOffset] = useState(0)
  const offset = wanted < total ? wanted : 0
  const list = useQuery(
    outbox.list.queryOptions({ input: { state, offset, limit: LIMIT }, placeholderData: keepPreviousData }),
  )
  const sending = useQuery(
    outbox.list.queryOptions({ input: { state: 'sending', limit: LIMIT }, enabled: state === 'waiting' }),
  )
  if (list.error) return <ErrorNote failure={failureOf(list.error)} />
  if (list.isPending) return <BarRows rows={6} />
  const items: OutboxItem[] = [...(state === 'waiting' ? (sending.data ?? []) : []), ...list.data]
  if (items.length === 0) return <Empty title={EMPTY[state][0]}>{EMPTY[state][1]}</Empty>
  const pager = <Pager offset={offset} limit={LIMIT} total={total} shown={list.data.length} onOffset={setOffset} />
  if (state !== 'refused')
    return (
      <>
        {state === 'unsure' ? <Unsure items={items} /> : <OutboxTable items={items} acts={acts} />}
        {pager}
      </>
    )
  // Dead letters first: they need somebody; a check that said no has usually done its work.
  const dead = items.filter(({ refusedBy }) => refusedBy === 'provider')
  const stopped = items.filter(({ refusedBy }) => refusedBy !== 'provider')
  return (
    <>
      <OutboxTable
        items={[...dead, ...stopped]}
        headings={
          new Map([
            [dead[0]?.id, `Turned down by the receiving side · ${count(dead.length)}`],
            [stopped[0]?.id, `Turned down by a check before it left · ${count(stopped.length)}`],
          ])
        }
        acts={acts}
      />
      {pager}
    </>
  )
}

/** What has not left yet and why, what a person must decide, what has left, and what never will. */
export function OutboxScreen({ tab }: { tab: string | null }) {
  const { outbox, channel } = useApi()
  const chosen = TABS.find(name => name === tab) ?? 'waiting'
  const summary = useQuery(outbox.summary.queryOptions())
  const unsent = useQuery(outbox.unsentCounts.queryOptions({ input: {} }))
  const smtp = useQuery(channel.smtp.queryOptions())
  const workspace = useWorkspace().data
  const sample = workspace?.sample ?? false
  // The sample's messages go into a folder until a mail server is set; its clock endangers nobody.
  const practice = sample && smtp.data?.setting === null
  const { drain, pause, replay } = useSending()
  const paused = summary.data?.paused ?? false
  const counts = summary.data?.counts
  useTick((counts?.waiting ?? 0) > 0)
  const hold = () => pause.mutate({ paused: !paused })
  const turn = (by: number) => go('outbox', TABS[(TABS.indexOf(chosen) + by + TABS.length) % TABS.length])
  const group = 'Outbox'
  useKeys([
    { keys: 'n', label: 'send now', group, run: () => drain.mutate({}) },
    { keys: 'h', label: 'pause or resume all sending', group, run: hold },
    { keys: ']', label: 'next tab', group, run: () => turn(1) },
    { keys: '[', label: 'tab before', group, run: () => turn(-1) },
  ])
  return (
    <div className="page">
      <div className="inner stack">
        <div className="page-top">
          {summary.data ? <Headline summary={summary.data} /> : <h1>Outbox</h1>}
          <div className="right">
            <button type="button" className="btn" onClick={hold}>
              {paused ? 'Resume' : 'Pause all'} <kbd>h</kbd>
            </button>
            <button type="button" className="btn main" disabled={drain.isPending} onClick={() => drain.mutate({})}>
              {drain.isPending ? 'Sending …' : 'Send now'} <kbd>n</kbd>
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
          <StandsStill at={workspace.clock.at} />
        ) : null}
        {summary.data ? <Troubles troubles={summary.data.troubles} /> : null}
        {summary.error ? <ErrorNote failure={failureOf(summary.error)} /> : null}
        <section className="card">
          <Tabs
            label="Where messages stand"
            tabs={TABS.map(name => ({
              name,
              label: LABELS[name],
              n: name === 'unsent' ? count(unsent.data?.total ?? 0) : count(counts?.[name] ?? 0),
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
