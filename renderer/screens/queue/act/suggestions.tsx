import type { Suggestion } from '../../../../shared/model/issue.ts'

const BASIS = {
  prior: 'Assumed by the playbook, not measured yet',
  measured: 'Measured against held-out accounts',
}

const points = (effect: number) => `−${Math.round(effect * 100)} pts`

const fits = ({ writtenFor }: Suggestion) => writtenFor.length === 0

/** The triggers that a playbook was written for, where none of them fired here. Prominent for the chosen playbook. */
const WrittenFor = ({ suggestion, chosen = false }: { suggestion: Suggestion; chosen?: boolean }) => (
  <small
    className={chosen ? 'written-for chosen' : 'written-for'}
    title="None of these triggers fired here. Read the text before you send it."
  >
    For something else: {suggestion.writtenFor.join(', ')}
  </small>
)

interface Props {
  suggestions: readonly Suggestion[]
  chosen: string | null
  onChoose: (playbookId: string) => void
}

/** Matching playbooks, with the expected drop in risk and whether it is assumed or measured; none is promised for one written for something else. */
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
          {fits(s) ? <span className="eff">{points(s.effect)}</span> : <span className="eff none">effect unknown</span>}
          {fits(s) || s.playbookId === chosen ? <small>{s.summary}</small> : <WrittenFor suggestion={s} />}
          {fits(s) ? (
            <small className="basis" title={BASIS[s.basis]}>
              {s.basis === 'prior' ? 'assumed' : `n = ${s.n}`}
            </small>
          ) : null}
          {!fits(s) && s.playbookId === chosen ? <WrittenFor suggestion={s} chosen /> : null}
        </button>
      ))}
    </fieldset>
  )
}
