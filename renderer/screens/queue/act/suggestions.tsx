import type { Suggestion } from '../../../../shared/model/issue.ts'

const BASIS = {
  prior: 'The playbook’s own assumption: not measured yet',
  measured: 'Measured against the accounts held out',
}

const points = (effect: number) => `−${Math.round(effect * 100)} pts`

const fits = ({ writtenFor }: Suggestion) => writtenFor.length === 0

/** What a playbook is about that does not fit here: said of each, and loudly of the one that would be sent. */
const WrittenFor = ({ suggestion, chosen = false }: { suggestion: Suggestion; chosen?: boolean }) => (
  <small
    className={chosen ? 'written-for chosen' : 'written-for'}
    title="Nothing of that was seen here: read the text before it leaves"
  >
    Written for: {suggestion.writtenFor.join(', ')}
  </small>
)

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
          {fits(s) || s.playbookId === chosen ? <small>{s.summary}</small> : <WrittenFor suggestion={s} />}
          <small className="basis" title={BASIS[s.basis]}>
            {s.basis === 'prior' ? 'assumed' : `n = ${s.n}`}
          </small>
          {!fits(s) && s.playbookId === chosen ? <WrittenFor suggestion={s} chosen /> : null}
        </button>
      ))}
    </fieldset>
  )
}
