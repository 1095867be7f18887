import { useMutation } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import type { Backtest } from '../../../shared/backtest.ts'
import type { Failure } from '../../../shared/result.ts'
import { comparisonsOf, type Trigger } from '../../../shared/trigger.ts'
import { useEngine } from '../../api/client.tsx'
import { failureOf } from '../../api/errors.ts'

/** What a replay has to read again for. */
export const measuresOf = (definition: Trigger): string =>
  JSON.stringify(comparisonsOf(definition.when).map(({ measure }) => measure))

/** How long a change rests before history is read again, and before what was read answers anew, in ms. */
const READ_AFTER = 450
const MOVE_AFTER = 40

export interface BacktestState {
  result: Backtest | null
  /** The definition that `result` answers. */
  answered: Trigger | null
  failure: Failure | null
  busy: boolean
  run: () => void
  cancel: () => void
}

/**
 * Replays a definition while it is edited: changed measures read history again, everything else is answered from what
 * was read. An answer that is overtaken by a later change is dropped.
 */
export function useBacktest(definition: Trigger, days: number): BacktestState {
  const { client } = useEngine()
  const [state, setState] = useState<{ result: Backtest; answered: Trigger; measures: string } | null>(null)
  const [failure, setFailure] = useState<Failure | null>(null)
  const turn = useRef(0)
  const wanted = `${days}\n${measuresOf(definition)}`
  const text = JSON.stringify(definition)
  const read = useMutation({
    meta: { quiet: true },
    mutationFn: (ask: { definition: Trigger; days: number }) => client.trigger.backtest(ask),
  })
  const start = () => {
    const mine = ++turn.current
    setFailure(null)
    read.mutate(
      { definition, days },
      {
        onSuccess: result => mine === turn.current && setState({ result, answered: definition, measures: wanted }),
        onError: error => mine === turn.current && setFailure(failureOf(error)),
      },
    )
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: `wanted` and `text` are the definition and the days as values
  useEffect(() => {
    if (state?.measures !== wanted) {
      const timer = setTimeout(start, state ? READ_AFTER : 0)
      return () => clearTimeout(timer)
    }
    if (JSON.stringify(state.answered) === text) return
    const timer = setTimeout(() => {
      const mine = ++turn.current
      client.trigger.backtestMove({ id: state.result.id, definition }).then(
        result => mine === turn.current && setState({ result, answered: definition, measures: wanted }),
        () => mine === turn.current && start(),
      )
    }, MOVE_AFTER)
    return () => clearTimeout(timer)
  }, [wanted, text])
  const cancel = () => {
    void client.task.list().then(async tasks => {
      for (const { id, title, state: stage } of tasks)
        if (stage === 'running' && title.startsWith('Replaying')) await client.task.cancel({ id })
    })
  }
  return {
    result: state?.result ?? null,
    answered: state?.answered ?? null,
    failure,
    busy: read.isPending,
    run: start,
    cancel,
  }
}
