import type { Playbook } from '../../../shared/intervention/playbook.ts'
import { plural } from '../../parts/number.ts'
import { outline } from '../../parts/playbook-words.ts'
import { Shape } from '../../parts/shape.tsx'
import { intoView } from '../../state/in-sight.ts'
import type { PlaybookDraft } from './drafts.ts'

/** A line of the list: a stored playbook, or a draft that is not stored yet. */
export interface ListedPlaybook {
  id: string
  stored: Playbook | undefined
  draft: PlaybookDraft | undefined
  /** How many triggers name it; null while that is not known. */
  triggers: number | null
}

interface Props {
  rows: readonly ListedPlaybook[]
  chosen: string | null
  onChoose: (id: string) => void
}

/** Every playbook: its category, its steps in a few words, and how many triggers use it. */
export function PlaybookList({ rows, chosen, onChoose }: Props) {
  return (
    <ul className="trigger-list">
      {rows.map(({ id, stored, draft, triggers }) => {
        const definition = draft?.definition ?? stored
        const [category] = definition?.categories ?? []
        if (!definition) return null
        return (
          <li key={id}>
            <button
              type="button"
              className={`edit-row${id === chosen ? ' chosen' : ''}`}
              aria-current={id === chosen}
              ref={id === chosen ? intoView : null}
              onClick={() => onChoose(id)}
            >
              {category ? <Shape category={category} /> : <span />}
              <b>{definition.name}</b>
              <span className="state">
                {draft ? <span className="tag wait">{stored ? 'edited' : 'new'}</span> : null}
                <small className="quiet">
                  {triggers === null ? '…' : triggers > 0 ? plural(triggers, 'trigger') : 'unused'}
                </small>
              </span>
              <small>
                <span className="clip" title={outline(definition.steps)}>
                  {outline(definition.steps)}
                </span>
              </small>
            </button>
          </li>
        )
      })}
    </ul>
  )
}
