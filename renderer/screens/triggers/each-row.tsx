import { IconPlus } from '@tabler/icons-react'
import type { TriggerWords } from '../../../shared/trigger/backtest.ts'
import type { Trigger } from '../../../shared/trigger/trigger.ts'
import { ObjectPart } from './filter-parts.tsx'

interface Props {
  definition: Trigger
  words: TriggerWords | undefined
  set: (change: Partial<Trigger>) => void
}

/** What a trigger is asked about: each account, or each object of a kind. */
export function EachRow({ definition: { each }, words, set }: Props) {
  if (!each)
    return (
      <button
        type="button"
        className="add-bit"
        onClick={() => set({ each: { kind: words?.objects[0]?.kind ?? 'order' } })}
      >
        <IconPlus size={11} aria-hidden /> for each object
      </button>
    )
  return (
    <div className="line">
      <div className="line-words">
        <span className="lead">For each</span>
        <ObjectPart of="" filter={each} words={words} onChange={next => set({ each: next as Trigger['each'] })} />
        <button type="button" className="add-bit" onClick={() => set({ each: undefined })}>
          for each account instead
        </button>
      </div>
    </div>
  )
}
