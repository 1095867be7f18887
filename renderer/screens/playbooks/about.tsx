import type { Playbook } from '../../../shared/intervention/playbook.ts'
import type { TriggerView } from '../../../shared/model/trigger.ts'
import { CATEGORIES } from '../../../shared/vocabulary.ts'
import { DurationBit, LabelRow, NumberBit, Typed } from '../../parts/inputs.tsx'
import { Shape } from '../../parts/shape.tsx'
import { CATEGORY_WORDS } from '../../parts/words.ts'

interface Props {
  definition: Playbook
  /** Null while they are not known. */
  triggers: readonly TriggerView[] | null
  set: (change: Partial<Playbook>) => void
}

/** A playbook's summary, categories, expected effect and triggers. */
export function About({ definition, triggers, set }: Props) {
  const { categories } = definition
  const turn = (category: (typeof CATEGORIES)[number]) => {
    const next = categories.includes(category) ? categories.filter(one => one !== category) : [...categories, category]
    // The last category stays, because a playbook without one would never be suggested.
    if (next.length > 0) set({ categories: CATEGORIES.filter(one => next.includes(one)) })
  }
  return (
    <div className="doing">
      <LabelRow label="Summary">
        <Typed
          label="Summary"
          value={definition.summary}
          width={0}
          placeholder="What happens for the customer, in one sentence"
          read={text => () => set({ summary: text })}
        />
      </LabelRow>
      <LabelRow label="For">
        {CATEGORIES.map(category => (
          <button
            type="button"
            key={category}
            className={categories.includes(category) ? 'chip on' : 'chip'}
            aria-pressed={categories.includes(category)}
            onClick={() => turn(category)}
          >
            <Shape category={category} size={10} />
            {CATEGORY_WORDS[category]}
          </button>
        ))}
      </LabelRow>
      <LabelRow label="Reduces">
        <NumberBit
          label="Expected share of the risk, in %"
          value={Math.round(definition.treatability * 100)}
          least={0}
          width={44}
          onChange={n => n <= 100 && set({ treatability: n / 100 })}
        />
        <span>% of the risk, assumed until measured</span>
      </LabelRow>
      <LabelRow label="Outcome">
        <span>judged within</span>
        <DurationBit label="Outcome window" value={definition.window} onChange={window => set({ window })} />
      </LabelRow>
      <LabelRow label="Started by">
        {triggers?.length === 0 ? <span className="quiet">no triggers yet</span> : null}
        {triggers?.map(({ definition: trigger, enabled }) => (
          <a className="link" key={trigger.id} href={`#/triggers/${trigger.id}`}>
            {trigger.title}
            {enabled ? '' : ' (off)'}
          </a>
        ))}
      </LabelRow>
    </div>
  )
}
