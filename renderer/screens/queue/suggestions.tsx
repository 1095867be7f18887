import type { Suggestion } from '../../../shared/model.ts'

const BASIS = {
  prior: 'The playbook’s own assumption: not measured yet',
  measured: 'Measured against the accounts held out',
}

const points = (effect: number) => `−${Math.round(effect * 100)} pts`

interface Props {
  suggestions: readonly Suggestion[]
  chosen: string | null
  onChoose: (playbookId: string) => void
}

/** Playbooks that fit, with what each is expected to take off the risk and what that belief rests on. */
export function Suggestions({ suggestions, chosen, onChoose }: Props) {
  return (
    <fieldset className="stack plays" aria-label="Playbooks">
      {suggestions.map(s => (
        <button
          type="button"
          aria-pressed={s.playbookId === chosen}
          key={s.playbookId}
          className={`play${s.playbookId === chosen ? ' on' : ''}`}
          onClick={() => onChoose(s.playbookId)}
        >
          <b>{s.name}</b>
          <span className="eff">{points(s.effect)}</span>
          <small>{s.summary}</small>
          <small className="basis" title={BASIS[s.basis]}>
            {s.basis === 'prior' ? 'assumed' : `n = ${s.n}`}
          </small>
        </button>
      ))}
    </fieldset>
  )
}
