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
    Written for other triggers: {suggestion.writtenFor.join(', ')}
  </small>
)

interface Props {
  suggestions: readonly Suggestion[]
  chosen: string | null
  onChoose: (playbookId: string) => void
}

function Play({ suggestion: s, chosen, onChoose }: { suggestion: Suggestion } & Omit<Props, 'suggestions'>) {
  const isChosen = s.playbookId === chosen
  return (
    <button
      type="button"
      aria-pressed={isChosen}
      className={`play${isChosen ? ' on' : ''}`}
      onClick={() => onChoose(s.playbookId)}
    >
      <b>{s.name}</b>
      {fits(s) ? <span className="eff">{points(s.effect)}</span> : null}
      {fits(s) || isChosen ? <small>{s.summary}</small> : <WrittenFor suggestion={s} />}
      {fits(s) ? (
        <small className="basis" title={BASIS[s.basis]}>
          {s.basis === 'prior' ? 'assumed' : `n = ${s.n}`}
        </small>
      ) : null}
      {!fits(s) && isChosen ? <WrittenFor suggestion={s} chosen /> : null}
    </button>
  )
}

/**
 * Matching playbooks, with the expected drop in risk and whether it is assumed or measured. Those written for something
 * else promise nothing, and are folded where one fits.
 */
export function Suggestions({ suggestions, chosen, onChoose }: Props) {
  const near = suggestions.filter(one => fits(one) || one.playbookId === chosen)
  const others = suggestions.filter(one => !near.includes(one))
  const play = (suggestion: Suggestion) => (
    <Play key={suggestion.playbookId} suggestion={suggestion} chosen={chosen} onChoose={onChoose} />
  )
  return (
    <fieldset className="stack plays" aria-label="Playbooks">
      {near.map(play)}
      {near.length === 0 ? others.map(play) : null}
      {near.length > 0 && others.length > 0 ? (
        <details className="other-plays">
          <summary>{others.length} for other triggers</summary>
          <div className="stack">{others.map(play)}</div>
        </details>
      ) : null}
    </fieldset>
  )
}
