import { useMutation, useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { create } from 'zustand'
import type { Failure } from '../../../shared/result.ts'
import type { Backtest } from '../../../shared/trigger/backtest.ts'
import { comparisonsOf, type Trigger } from '../../../shared/trigger/trigger.ts'
import { useEngine } from '../../api/client.tsx'
import { failureOf } from '../../api/errors.ts'
import { ofWorkspace } from '../../state/desk/of-workspace.ts'
import { useStayed } from '../../state/desk/stayed.ts'

/** The measures of a trigger. A change of them needs history to be read again. */
export const measuresOf = ({ when, closeWhen }: Trigger): string =>
  JSON.stringify([when, ...(closeWhen ? [closeWhen] : [])].map(one => comparisonsOf(one).map(({ measure }) => measure)))

/** How long after a change history is read again, and how long after one the cached history is evaluated again, in ms. */
const READ_AFTER = 450
const MOVE_AFTER = 40
/** How long after the last new data history is read again, in ms. */
const DATA_AFTER = 1_200

/** Tasks that load new data. */
const LOADS: ReadonlySet<string> = new Set(['sync', 'sample'])

const STOPPED: Failure = {
  kind: 'cancelled',
  what: 'The back-test was cancelled.',
  why: 'You cancelled it.',
  todo: 'Run it again.',
}

/** An answer of the engine, with what it was asked about. */
interface Answer {
  result: Backtest
  answered: Trigger
  /** The days and measures whose history it was read from. */
  measures: string
}

/** The last answer, kept while its screen is closed: who comes back finds it again, and history is not read again for nothing. */
const useAnswer = ofWorkspace(
  create<{ last: Answer | null; keep: (last: Answer) => void }>()(set => ({
    last: null,
    keep: last => set({ last }),
  })),
)

export interface BacktestState {
  result: Backtest | null
  /** The definition that `result` belongs to. */
  answered: Trigger | null
  failure: Failure | null
  busy: boolean
  /** New data arrived after `result`. The back-test runs again automatically once no more data arrives. */
  outOfDate: boolean
  /** A repeated back-test was cancelled. `result` still fits the definition, but comes from older data. */
  kept: boolean
  /** `result` was kept from an earlier visit: when it was counted, by the machine’s clock, UTC ms. Null of a new one. */
  countedAt: number | null
  run: () => void
  cancel: () => void
}

/**
 * Back-tests a definition while it is edited. Changed measures need history to be read again; every other change is
 * evaluated on the history already read. An answer is dropped when a later change has overtaken it. After new data,
 * history is read again for the current definition.
 */
export function useBacktest(definition: Trigger, days: number): BacktestState {
  const { client, api } = useEngine()
  const data = useQuery(api.trigger.backtestData.queryOptions())
  const tasks = useQuery(api.task.list.queryOptions())
  const { last, keep } = useAnswer()
  const [failure, setFailure] = useState<Failure | null>(null)
  const turn = useRef(0)
  const asked = useRef<AbortController | null>(null)
  const wanted = `${days}\n${measuresOf(definition)}`
  const text = JSON.stringify(definition)
  // Before the first answer of this screen, only one that is about the same history says anything.
  const [isShown, setShown] = useState(last?.measures === wanted)
  const state = isShown ? last : null
  const earlier = useQuery(
    api.trigger.keptBacktest.queryOptions({ input: { definition, days }, enabled: state === null }),
  )
  const shown = state ? null : (earlier.data ?? null)
  const stays = useStayed(state ? null : earlier)
  // The engine keeps a history for some minutes only: what is from before is asked once more, or read again.
  const isNew = useRef(false)
  const answer = (result: Backtest) => {
    isNew.current = true
    setShown(true)
    keep({ result, answered: definition, measures: wanted })
  }
  const read = useMutation({
    meta: { quiet: true },
    mutationFn: ({ signal, ...ask }: { definition: Trigger; days: number; signal: AbortSignal }) =>
      client.trigger.backtest(ask, { signal }),
  })
  const cancel = () => asked.current?.abort()
  const seen = useRef<string>(undefined)
  useEffect(() => {
    seen.current = state?.result.id
  })
  useEffect(
    () => () => {
      asked.current?.abort()
      // A history takes as much memory as all the rest of the console.
      if (seen.current) void client.trigger.backtestLeave({ id: seen.current }).catch(() => {})
    },
    [client],
  )
  const start = () => {
    const mine = ++turn.current
    cancel()
    asked.current = new AbortController()
    const { signal } = asked.current
    setFailure(null)
    read.mutate(
      { definition, days, signal },
      {
        onSuccess: result => mine === turn.current && answer(result),
        onError: error => mine === turn.current && setFailure(signal.aborted ? STOPPED : failureOf(error)),
      },
    )
  }
  const { isPending, variables } = read
  const isAsked = isPending && variables.days === days && JSON.stringify(variables.definition) === text
  // biome-ignore lint/correctness/useExhaustiveDependencies: `wanted` and `text` are the definition and the days as values
  useEffect(() => {
    // “Run again” may have asked for just this before the person had stayed.
    if (!stays || isAsked) return
    if (state?.measures !== wanted) {
      const timer = setTimeout(start, state ? READ_AFTER : 0)
      return () => clearTimeout(timer)
    }
    if (isNew.current && JSON.stringify(state.answered) === text) return
    const timer = setTimeout(() => {
      const mine = ++turn.current
      client.trigger.backtestMove({ id: state.result.id, definition }).then(
        result => mine === turn.current && answer(result),
        () => mine === turn.current && start(),
      )
    }, MOVE_AFTER)
    return () => clearTimeout(timer)
  }, [wanted, text, stays])
  const outOfDate = state !== null && data.data !== undefined && data.data !== state.result.data
  const loading = tasks.data?.some(({ kind, state: stage }) => stage === 'running' && LOADS.has(kind)) ?? false
  const due = outOfDate && !loading && !read.isPending && failure === null
  // biome-ignore lint/correctness/useExhaustiveDependencies: each change of the data restarts the delay
  useEffect(() => {
    if (!due) return
    const timer = setTimeout(start, DATA_AFTER)
    return () => clearTimeout(timer)
  }, [due, data.data, wanted, text])
  return {
    result: state?.result ?? shown?.answer ?? null,
    answered: state?.answered ?? (shown && definition),
    failure,
    busy: read.isPending,
    outOfDate,
    kept: failure?.kind === 'cancelled' && (state?.measures === wanted || shown !== null),
    countedAt: shown?.countedAt ?? null,
    run: start,
    cancel,
  }
}
