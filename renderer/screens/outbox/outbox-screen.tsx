import { useMutation, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { OutboxItem, OutboxSummary } from '../../../shared/model.ts'
import type { OutboxState } from '../../../shared/vocabulary.ts'
import { useApi } from '../../api/client.tsx'
import { failureOf } from '../../api/errors.ts'
import { Empty } from '../../parts/empty.tsx'
import { ErrorNote } from '../../parts/error-note.tsx'
import { count } from '../../parts/number.ts'
import { BarRows } from '../../parts/skeleton.tsx'
import { age, exact, personZone } from '../../parts/time.ts'
import { toast } from '../../parts/toast.tsx'
import { OUTBOX_WORDS } from '../../parts/words.ts'
import { useKeys } from '../../state/keys.tsx'
import { useRecall } from '../../state/undo.ts'
import { OutboxTable } from './outbox-table.tsx'
import { standing } from './standing.ts'
import './outbox.css'

const TABS: readonly OutboxState[] = ['waiting', 'held', 'unsure', 'refused', 'sent', 'cancelled']
const LIMIT = 200

const EMPTY: Record<OutboxState, [string, string]> = {
  held: ['Nothing waits for approval', 'Messages that a second person must release would be here.'],
  waiting: ['Nothing waits', 'Messages that you send from the queue wait here until they have certainly left.'],
  sending: ['Nothing is leaving', ''],
  unsure: ['Nothing is unsure', 'A message whose sending was cut off would wait here for your word.'],
  refused: ['Nothing was refused', 'Messages that a server or a check turned down would be here, with the reason.'],
  sent: ['Nothing was sent yet', 'Messages that have left are listed here.'],
  cancelled: ['Nothing was taken back', 'Messages that were recalled before they left are listed here.'],
}

function Headline({ summary }: { summary: OutboxSummary }) {
  const { paused } = summary
  return (
    <div>
      <h1>{standing(summary, Date.now())}</h1>
      <p>
        {paused
          ? 'Held by you: nothing leaves until you release it.'
          : 'Each message is checked again at the moment it leaves, and leaves once.'}
      </p>
    </div>
  )
}

function Trouble({ trouble }: { trouble: NonNullable<OutboxSummary['trouble']> }) {
  return (
    <div className="note wait" role="status">
      <b>
        The mail server has not answered for {age(Date.now() - trouble.since)}, since{' '}
        {exact(trouble.since, personZone())}
      </b>
      <p>{trouble.why} Messages wait and leave by themselves when it is back; nothing is lost or sent twice.</p>
    </div>
  )
}

function useOutboxCommands() {
  const { outbox } = useApi()
  const say = (words: string) => ({ onSuccess: () => toast(words) })
  const drain = useMutation(
    outbox.drain.mutationOptions({
      onSuccess: ({ sent, later, refused, unsure }) =>
        toast(`${count(sent)} sent · ${count(later)} later · ${count(refused)} refused · ${count(unsure)} unsure`),
    }),
  )
  const pause = useMutation(outbox.pause.mutationOptions())
  const recall = useRecall()
  const retry = useMutation(outbox.retry.mutationOptions(say('Back in line')))
  const settle = useMutation(outbox.settle.mutationOptions(say('Settled')))
  return { drain, pause, recall, retry, settle }
}

const TICK_MS = 1_000

/** Draws again every second while something waits, so that ages are true. */
function useTick(on: boolean): void {
  const [, tick] = useState(0)
  useEffect(() => {
    if (!on) return
    const timer = setInterval(() => tick(n => n + 1), TICK_MS)
    return () => clearInterval(timer)
  }, [on])
}

/** What has not left yet and why, what nobody can be sure of, and what has left. */
export function OutboxScreen() {
  const { outbox } = useApi()
  const [state, setState] = useState<OutboxState>('waiting')
  const summary = useQuery(outbox.summary.queryOptions())
  const list = useQuery(outbox.list.queryOptions({ input: { state, limit: LIMIT } }))
  const sending = useQuery(
    outbox.list.queryOptions({ input: { state: 'sending', limit: LIMIT }, enabled: state === 'waiting' }),
  )
  const { drain, pause, ...acts } = useOutboxCommands()
  const paused = summary.data?.paused ?? false
  useTick((summary.data?.counts.waiting ?? 0) > 0)
  const hold = () => pause.mutate({ paused: !paused })
  useKeys([
    { keys: 'n', label: 'send now', group: 'Outbox', run: () => drain.mutate({}) },
    { keys: 'h', label: 'hold or release everything', group: 'Outbox', run: hold },
  ])
  const items: OutboxItem[] = [...(state === 'waiting' ? (sending.data ?? []) : []), ...(list.data ?? [])]
  return (
    <div className="page">
      <div className="inner stack">
        <div className="page-top">
          {summary.data ? <Headline summary={summary.data} /> : <h1>Outbox</h1>}
          <div className="right">
            <button type="button" className="btn" onClick={hold}>
              {paused ? 'Release' : 'Hold everything'} <kbd>h</kbd>
            </button>
            <button type="button" className="btn main" disabled={drain.isPending} onClick={() => drain.mutate({})}>
              {drain.isPending ? 'Sending …' : 'Send now'} <kbd>n</kbd>
            </button>
          </div>
        </div>
        {summary.data?.trouble ? <Trouble trouble={summary.data.trouble} /> : null}
        {summary.error ? <ErrorNote failure={failureOf(summary.error)} /> : null}
        <section className="card">
          <div className="tabs" role="tablist" aria-label="Where messages stand">
            {TABS.map(tab => (
              <button
                type="button"
                role="tab"
                key={tab}
                aria-selected={tab === state}
                className={tab === state ? 'on' : ''}
                onClick={() => setState(tab)}
              >
                {OUTBOX_WORDS[tab]} <em>{count(summary.data?.counts[tab] ?? 0)}</em>
              </button>
            ))}
          </div>
          {list.error ? <ErrorNote failure={failureOf(list.error)} /> : null}
          {list.isPending ? <BarRows rows={6} /> : null}
          {list.data && items.length === 0 ? <Empty title={EMPTY[state][0]}>{EMPTY[state][1]}</Empty> : null}
          {items.length > 0 ? (
            <OutboxTable
              items={items}
              onRecall={acts.recall}
              onRetry={id => acts.retry.mutate({ id })}
              onSettle={(id, as) => acts.settle.mutate({ id, as })}
            />
          ) : null}
        </section>
      </div>
    </div>
  )
}
