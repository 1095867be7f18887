import type { TriggerView } from '../../../shared/model/trigger.ts'
import type { TriggerActivity } from '../../../shared/trigger/backtest.ts'
import {
  insteadWords,
  lackNoun,
  lackWords,
  withoutRateNoun,
  withoutRateWords,
} from '../../../shared/trigger/lack-words.ts'
import { count, plural } from '../../parts/number.ts'
import { Shape } from '../../parts/shape.tsx'
import { CATEGORY_WORDS } from '../../parts/words.ts'
import { intoView } from '../../state/in-sight.ts'
import type { TriggerDraft } from './drafts.ts'
import { heldToday } from './held-words.ts'

/** A line of the list: a stored trigger, or a draft that is not stored yet. */
export interface ListedTrigger {
  id: string
  view: TriggerView | undefined
  draft: TriggerDraft | undefined
}

interface Props {
  rows: readonly ListedTrigger[]
  chosen: string | null
  /** Null while it is not known. */
  activity: ReadonlyMap<string, TriggerActivity> | null
  onChoose: (id: string) => void
}

/** Firings a week, with only the digits that matter. */
export const weekly = (perWeek: number): string =>
  perWeek >= 10 ? count(Math.round(perWeek)) : String(Math.round(perWeek * 10) / 10)

/** Every trigger: its category, whether it is on, its firings a week and its open issues. */
export function TriggerList({ rows, chosen, activity, onChoose }: Props) {
  return (
    <ul className="trigger-list">
      {rows.map(({ id, view, draft }) => {
        const definition = draft?.definition ?? view?.definition
        if (!definition) return null
        const busy = activity?.get(id)
        const held = heldToday(busy, view?.definition.dailyCap)
        return (
          <li key={id}>
            <button
              type="button"
              className={`edit-row${id === chosen ? ' chosen' : ''}${view?.enabled ? '' : ' off'}`}
              aria-current={id === chosen}
              ref={id === chosen ? intoView : null}
              onClick={() => onChoose(id)}
            >
              <Shape category={definition.category} />
              <b>{definition.title}</b>
              <span className="state">
                {draft ? <span className="tag wait">{view ? 'edited' : 'new'}</span> : null}
                <i className={view?.enabled ? 'dot good' : 'dot'} title={view?.enabled ? 'on' : 'off'} />
                <span className="sr">{view?.enabled ? 'on' : 'off'}</span>
              </span>
              <small>
                <span>
                  {CATEGORY_WORDS[definition.category]}
                  {activity ? ` · ${weekly(busy?.perWeek ?? 0)} a week` : ''}
                </span>
                <span>{activity ? plural(busy?.openIssues ?? 0, 'open issue') : '…'}</span>
              </small>
              {view?.lacks.length ? (
                <small>
                  <span
                    className="tag wait"
                    title={[...view.lacks.map(lackWords), ...insteadWords(view.lacks, view.instead)].join(' ')}
                  >
                    no source supplies {view.lacks.map(lackNoun).join(', ')}
                  </span>
                </small>
              ) : null}
              {view?.withoutRate.length ? (
                <small>
                  <span className="tag wait" title={view.withoutRate.map(withoutRateWords).join(' ')}>
                    no exchange rate for {view.withoutRate.map(withoutRateNoun).join(', ')}
                  </span>
                </small>
              ) : null}
              {held ? (
                <small>
                  <span className="tag wait">{held}</span>
                </small>
              ) : null}
            </button>
          </li>
        )
      })}
    </ul>
  )
}
